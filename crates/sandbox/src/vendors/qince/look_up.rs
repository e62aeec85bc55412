//! Looking up the records that a call names by ids, codes or names with commas between them (TYP-10, TYP-11, QIN-10).

use super::directory::DirectoryEntry;

/// Finds things and notes what does not exist, so that one answer names all of it.
#[derive(Debug)]
pub(crate) struct LookUp {
    rule: &'static str,
    missing: Vec<String>,
}

type Field<'a> = (&'static str, Option<&'a str>);

impl LookUp {
    pub(crate) fn new(rule: &'static str) -> Self {
        Self { rule, missing: Vec::new() }
    }

    /// Positions of what is named by id, or by name where no id is filled; none if neither is.
    pub(crate) fn by_name<'a>(
        &mut self,
        known: impl Iterator<Item = &'a DirectoryEntry> + Clone,
        ids: Field<'_>,
        names: Field<'_>,
    ) -> Vec<usize> {
        self.find(known, ids, names, |entry| &entry.name)
    }

    /// Positions of what is named by id, or by code where no id is filled.
    pub(crate) fn by_code<'a>(
        &mut self,
        known: impl Iterator<Item = &'a DirectoryEntry> + Clone,
        ids: Field<'_>,
        codes: Field<'_>,
    ) -> Vec<usize> {
        self.find(known, ids, codes, |entry| &entry.code)
    }

    /// The position of one thing named by id, or by code where no id is filled. A comma is no separator here.
    pub(crate) fn one<'a>(
        &mut self,
        mut known: impl Iterator<Item = &'a DirectoryEntry>,
        (id_field, id): Field<'_>,
        (code_field, code): Field<'_>,
    ) -> Option<u32> {
        let (field, text, found) = match (id, code) {
            (Some(id), _) => (id_field, id, known.position(|entry| entry.id == id)),
            (None, Some(code)) => (code_field, code, known.position(|entry| entry.code == code)),
            (None, None) => return None,
        };
        if found.is_none() {
            self.missing.push(format!("{field} 不存在:{text}({})", self.rule));
        }
        found.and_then(|position| u32::try_from(position).ok())
    }

    /// Everything that was not found, as one message.
    pub(crate) fn finish(self) -> Result<(), String> {
        if self.missing.is_empty() { Ok(()) } else { Err(self.missing.join(";")) }
    }

    fn find<'a>(
        &mut self,
        known: impl Iterator<Item = &'a DirectoryEntry> + Clone,
        (id_field, ids): Field<'_>,
        (other_field, others): Field<'_>,
        other: fn(&DirectoryEntry) -> &String,
    ) -> Vec<usize> {
        let id: fn(&DirectoryEntry) -> &String = |entry| &entry.id;
        let (field, texts, key) = match ids {
            Some(ids) => (id_field, Some(ids), id),
            None => (other_field, others, other),
        };
        let mut found = Vec::new();
        for text in texts.into_iter().flat_map(|texts| texts.split(',')).map(str::trim) {
            match known.clone().position(|entry| key(entry) == text) {
                Some(position) if found.contains(&position) => {}
                Some(position) => found.push(position),
                None => self.missing.push(format!("{field} 不存在:{text}({})", self.rule)),
            }
        }
        found
    }
}
