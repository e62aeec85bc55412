//! The texts that the cells of an XLSX share, one behind the other in one piece of memory.

use std::io::BufRead;

use quick_xml::{Reader, events::Event};

use crate::{
    archive::broken,
    error::SheetError,
    xml_text::{push_entity, without_escapes},
};

/// The shared texts of a workbook.
#[derive(Debug, Default)]
pub(crate) struct StringTable {
    text: String,
    /// Where each text ends.
    ends: Vec<u32>,
}

impl StringTable {
    /// # Errors
    /// A damaged part, or one of more than 4 GB.
    pub(crate) fn read(xml: impl BufRead) -> Result<Self, SheetError> {
        let (mut reader, mut buffer) = (Reader::from_reader(xml), Vec::with_capacity(1024));
        let (mut table, mut in_text, mut phonetic) = (Self::default(), false, 0_u32);
        let (mut open, mut is_whole) = (0_u32, false);
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(|error| broken(&error))?;
            let empty = matches!(event, Event::Empty(_));
            match event {
                Event::Start(element) | Event::Empty(element) => {
                    open += u32::from(!empty);
                    is_whole |= open == 0;
                    match element.local_name().as_ref() {
                        "si" if empty => table.end()?,
                        "rPh" => phonetic += u32::from(!empty),
                        "t" => in_text = !empty && phonetic == 0,
                        _ => {}
                    }
                }
                Event::Text(text) if in_text => table.text.push_str(&text.xml10_content()),
                Event::CData(text) if in_text => table.text.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) if in_text => {
                    push_entity(&entity, &mut |text| table.text.push_str(text))?;
                }
                Event::End(element) => {
                    open -= 1;
                    match element.local_name().as_ref() {
                        "t" => in_text = false,
                        "rPh" => phonetic -= 1,
                        "si" => table.end()?,
                        _ => is_whole = open == 0,
                    }
                }
                Event::Eof if is_whole => return Ok(table),
                Event::Eof => return Err(broken(&"the texts of the workbook break off")),
                _ => {}
            }
        }
    }

    fn end(&mut self) -> Result<(), SheetError> {
        let begin = self.ends.last().map_or(0, |end| *end as usize);
        if let Some(plain) = without_escapes(&self.text[begin..]) {
            self.text.truncate(begin);
            self.text.push_str(&plain);
        }
        let end = u32::try_from(self.text.len());
        self.ends.push(end.map_err(|_| broken(&"its texts take more than 4 GB"))?);
        Ok(())
    }

    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let begin = index.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some(&self.text[begin..end])
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_without_their_phonetic_help() {
        let xml = "<sst><si><t>a&amp;b</t></si><si/><si><r><t>茶</t></r><r><t xml:space=\"preserve\"> 叶</t></r>\
            <rPh sb=\"0\" eb=\"1\"><t>cha</t></rPh></si><si><t>x_x000D_y</t></si></sst>";
        let table = StringTable::read(xml.as_bytes()).unwrap();
        let texts: Vec<_> = (0..5).map(|index| table.get(index)).collect();
        assert_eq!(texts, [Some("a&b"), Some(""), Some("茶 叶"), Some("x\ry"), None]);
        for cut in [xml.len() - 1, 40, 12] {
            assert!(StringTable::read(&xml.as_bytes()[..cut]).is_err(), "{cut}");
        }
    }
}
