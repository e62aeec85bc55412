//! The parts of an ODS: its sheets, and whether its writer calculates formulas.

use std::{collections::BTreeSet, io::BufRead};

use crate::{
    archive::Zip,
    error::{ForeignFormat, SheetError},
    parts::{attribute, elements, never_calculates, text_of},
};

const CONTENT: &str = "content.xml";

/// The parts of one ODS.
pub(crate) struct OdsParts<'a> {
    zip: Zip<'a>,
    /// The name of each sheet; true if it is visible.
    pub(crate) sheets: Vec<(String, bool)>,
    /// True if formulas that the file stores as 0 were never calculated.
    pub(crate) uncalculated: bool,
}

impl<'a> OdsParts<'a> {
    /// # Errors
    /// A damaged ZIP, or one with a password.
    pub(crate) fn open(mut zip: Zip<'a>) -> Result<Self, SheetError> {
        let mut encrypted = false;
        elements(&mut zip, "META-INF/manifest.xml", |element| {
            encrypted |= element.local_name().as_ref() == "encryption-data";
        })?;
        if encrypted {
            return Err(SheetError::Foreign(ForeignFormat::EncryptedWorkbook));
        }
        let uncalculated = never_calculates(&text_of(&mut zip, "meta.xml")?);
        let (mut sheets, mut hidden, mut style) = (Vec::new(), BTreeSet::new(), None);
        elements(&mut zip, CONTENT, |element| match element.local_name().as_ref() {
            "style" => style = attribute(element, "name"),
            "table-properties" => {
                let display = attribute(element, "display");
                hidden.extend(style.take().filter(|_| display.as_deref() == Some("false")));
            }
            "table" => {
                let style = attribute(element, "style-name");
                let visible = style.is_none_or(|style| !hidden.contains(&style));
                sheets.extend(attribute(element, "name").map(|name| (name, visible)));
            }
            _ => {}
        })?;
        Ok(Self { zip, sheets, uncalculated })
    }

    /// The XML of all sheets.
    ///
    /// # Errors
    /// A damaged ZIP, or a part beyond the limit.
    pub(crate) fn content(&mut self) -> Result<impl BufRead + '_, SheetError> {
        self.zip.needed(CONTENT)
    }
}
