//! The parts of workbooks of XML: attributes, relations, and programs that never calculate.

use std::collections::BTreeMap;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{
    archive::{Zip, broken},
    error::SheetError,
};

/// Programs that write formulas without calculating them, as they name themselves.
const NEVER_CALCULATES: [&str; 7] =
    ["Apache POI", "NPOI", "ODFPY", "SheetJS", "XlsxWriter", "exceljs", "openpyxl"];

/// True if the properties of a document name a program that writes formulas without calculating them.
pub(crate) fn never_calculates(properties: &str) -> bool {
    NEVER_CALCULATES.iter().any(|program| properties.contains(program))
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
///
/// # Errors
/// A part that is no XML, or breaks off.
pub(crate) fn elements(
    zip: &mut Zip<'_>,
    part: &str,
    mut each: impl FnMut(&BytesStart<'_>),
) -> Result<(), SheetError> {
    events(zip, part, |event| {
        if let Event::Start(element) | Event::Empty(element) = event {
            each(element);
        }
    })
}

fn events(
    zip: &mut Zip<'_>,
    part: &str,
    mut each: impl FnMut(&Event<'_>),
) -> Result<(), SheetError> {
    let Some(part) = zip.part(part)? else { return Ok(()) };
    let (mut reader, mut buffer) = (Reader::from_reader(part), Vec::new());
    let (mut open, mut is_whole) = (0_u32, false);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| broken(&error))?;
        match &event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            Event::Eof if is_whole => return Ok(()),
            Event::Eof => return Err(broken(&"a part breaks off")),
            _ => {}
        }
        is_whole |= open == 0 && matches!(event, Event::End(_) | Event::Empty(_));
        each(&event);
    }
}

/// The text of a part, one element behind the other; empty if it is not there.
///
/// # Errors
/// A part that is no XML, or breaks off.
pub(crate) fn text_of(zip: &mut Zip<'_>, part: &str) -> Result<String, SheetError> {
    let mut texts = String::new();
    events(zip, part, |event| {
        if let Event::Text(text) = event {
            texts.push_str(&text.xml10_content());
            texts.push('\n');
        }
    })?;
    Ok(texts)
}
