//! The parts of an XLSX: where its sheets are, and whether its writer calculates formulas.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Cursor, Read as _},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use crate::{archive::broken, error::SheetError};

/// Programs that write formulas without calculating them, as they name themselves.
pub(crate) const NEVER_CALCULATES: [&str; 5] =
    ["Apache POI", "openpyxl", "XlsxWriter", "SheetJS", "exceljs"];

pub(crate) type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The parts of one workbook.
pub(crate) struct WorkbookParts<'a> {
    zip: Zip<'a>,
    /// The part of each sheet, by its name.
    sheets: BTreeMap<String, String>,
    /// True if formulas that the file stores as 0 were never calculated.
    pub(crate) uncalculated: bool,
}

impl<'a> WorkbookParts<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        let root = relations(&mut zip, "_rels/.rels")?;
        let document = root.values().find(|(kind, _)| kind.ends_with("/officeDocument"));
        let workbook =
            document.map_or("xl/workbook.xml", |(_, target)| target.trim_start_matches('/'));
        let workbook = workbook.to_owned();
        let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
        let targets = relations(&mut zip, &format!("{folder}/_rels/{file}.rels"))?;
        let (mut sheets, mut uncalculated) = (BTreeMap::new(), false);
        elements(&mut zip, &workbook, |element| match element.local_name().as_ref() {
            "sheet" => {
                let target = attribute(element, "id").and_then(|id| targets.get(&id));
                if let (Some(name), Some((_, target))) = (attribute(element, "name"), target) {
                    sheets.insert(name, within(folder, target));
                }
            }
            "calcPr" => {
                let full = attribute(element, "fullCalcOnLoad");
                uncalculated |= full.is_some_and(|flag| is_true(&flag));
            }
            _ => {}
        })?;
        let app = text_of(&mut zip, "docProps/app.xml")?;
        uncalculated |= NEVER_CALCULATES.iter().any(|program| app.contains(program));
        Ok(Self { zip, sheets, uncalculated })
    }

    /// The XML of a sheet.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn sheet(&mut self, name: &str) -> Result<impl BufRead + '_, SheetError> {
        let part = self.sheets.get(name).ok_or_else(|| broken(&"a sheet has no part"))?;
        let index =
            index(&self.zip, part).ok_or_else(|| broken(&"the part of a sheet is missing"))?;
        Ok(BufReader::new(self.zip.by_index(index).map_err(|error| broken(&error))?))
    }
}

/// The value of an attribute, whatever its namespace.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().flatten().find(|found| found.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

pub(crate) fn is_true(flag: &str) -> bool {
    matches!(flag, "1" | "true")
}

/// The place of a part, whatever the case of its name.
pub(crate) fn index(zip: &Zip<'_>, part: &str) -> Option<usize> {
    let mut names = zip.file_names();
    names.position(|name| name.is_ok_and(|name| name.replace('\\', "/").eq_ignore_ascii_case(part)))
}

/// A part that a target names, seen from a folder.
pub(crate) fn within(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            other => path.push(other),
        }
    }
    path.join("/")
}

/// Kind and target of each relation, by its id.
pub(crate) fn relations(
    zip: &mut Zip<'_>,
    part: &str,
) -> Result<BTreeMap<String, (String, String)>, SheetError> {
    let mut found = BTreeMap::new();
    elements(zip, part, |element| {
        let [id, kind, target] = ["Id", "Type", "Target"].map(|name| attribute(element, name));
        if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
            found.insert(id, (kind, target));
        }
    })?;
    Ok(found)
}

/// Calls `each` with every element of a part; a part that is not there has none.
pub(crate) fn elements(
    zip: &mut Zip<'_>,
    part: &str,
    mut each: impl FnMut(&BytesStart<'_>),
) -> Result<(), SheetError> {
    let Some(index) = index(zip, part) else { return Ok(()) };
    let file = zip.by_index(index).map_err(|error| broken(&error))?;
    let (mut reader, mut buffer) = (Reader::from_reader(BufReader::new(file)), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| broken(&error))? {
            Event::Start(element) | Event::Empty(element) => each(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The beginning of a part as text; empty if it is not there.
pub(crate) fn text_of(zip: &mut Zip<'_>, part: &str) -> Result<String, SheetError> {
    let Some(index) = index(zip, part) else { return Ok(String::new()) };
    let file = zip.by_index(index).map_err(|error| broken(&error))?;
    let mut bytes = Vec::new();
    file.take(64 * 1024).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
