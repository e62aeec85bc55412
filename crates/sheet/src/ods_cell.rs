//! A cell of an ODS, from its attributes and its text.

use quick_xml::events::BytesStart;

use crate::{
    archive::broken,
    cell::SheetCell,
    error::{SheetError, excerpt},
    marks::is_error_value,
    number_format::of_shown,
    parts::attribute,
};

/// The cell being read.
#[derive(Debug, Default)]
pub(crate) struct OdsCell {
    /// "float", "date", "string".
    kind: String,
    value: Option<String>,
    formula: bool,
    failed: bool,
    /// Number of paragraphs.
    paragraphs: u32,
    /// The paragraphs, with line breaks between them.
    text: String,
    /// Number of equal cells from here to the right.
    pub(crate) repeated: u32,
    /// Number of rows that a merged cell takes.
    pub(crate) rows: u32,
}

impl OdsCell {
    /// # Errors
    /// A number of cells or rows that is none.
    pub(crate) fn new(element: &BytesStart<'_>) -> Result<Self, SheetError> {
        let kind = attribute(element, "value-type").unwrap_or_default();
        let values = ["value", "date-value", "time-value", "boolean-value", "string-value"];
        Ok(Self {
            value: values.iter().find_map(|name| attribute(element, name)),
            formula: attribute(element, "formula").is_some(),
            // LibreOffice names the kind a second time, and then error values too; Gnumeric has an attribute for them.
            failed: is_error_kind(element) || attribute(element, "error-value").is_some(),
            repeated: count(element, "number-columns-repeated")?,
            rows: count(element, "number-rows-spanned")?,
            kind,
            ..Self::default()
        })
    }

    pub(crate) fn begin_paragraph(&mut self) {
        if self.paragraphs > 0 {
            self.text.push('\n');
        }
        self.paragraphs += 1;
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The bytes of the text so far.
    pub(crate) fn size(&self) -> usize {
        self.text.len()
    }

    /// The cell; `uncalculated` is true if a stored zero of a formula is no result.
    pub(crate) fn finish(self, uncalculated: bool) -> SheetCell {
        let shown = self.text.as_str();
        if self.failed || (self.formula && is_error_value(shown)) {
            return SheetCell::Failed(excerpt(shown));
        }
        let number = self.value.as_deref().and_then(|value| value.parse::<f64>().ok());
        match (self.kind.as_str(), number, self.value) {
            ("float" | "percentage" | "currency", Some(number), _) => {
                if self.formula && uncalculated && number == 0.0 {
                    return SheetCell::Uncalculated;
                }
                SheetCell::Number { value: number, format: of_shown(number, shown) }
            }
            // A time with a Z is of UTC here; SheetJS writes local clock time with a Z into an XLSX, and UTC into an ODS.
            ("date", _, Some(value)) => SheetCell::Moment(value),
            (_, _, Some(value)) if !value.is_empty() => SheetCell::Text(value),
            _ if !self.text.is_empty() => SheetCell::Text(self.text),
            // A calculated formula can yield an empty text, and has a paragraph then.
            ("", ..) if self.formula && self.paragraphs == 0 => SheetCell::Uncalculated,
            _ => SheetCell::Blank,
        }
    }
}

/// A count in an attribute; one if it is not there.
///
/// # Errors
/// Text that is no whole number above zero.
pub(crate) fn count(element: &BytesStart<'_>, name: &str) -> Result<u32, SheetError> {
    let Some(text) = attribute(element, name) else { return Ok(1) };
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| broken(&format!("{name} is no whole number above zero")))
}

fn is_error_kind(element: &BytesStart<'_>) -> bool {
    element.attributes().flatten().any(|found| {
        found.key.local_name().as_ref() == "value-type" && found.value.as_ref() == "error"
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_a_whole_number_above_zero() {
        for (text, expected) in
            [("3", Some(3)), ("0", None), ("-1", None), ("1.5", None), ("", None)]
        {
            let element = BytesStart::from_content(format!("c t:n=\"{text}\""), 1);
            assert_eq!(count(&element, "n").ok(), expected, "{text}");
        }
        assert_eq!(count(&BytesStart::from_content("c", 1), "n").ok(), Some(1));
    }

    fn cell(attributes: &str, text: &str) -> SheetCell {
        let element = BytesStart::from_content(format!("table:table-cell {attributes}"), 16);
        let mut cell = OdsCell::new(&element).unwrap();
        for paragraph in text.split_terminator('\n') {
            cell.begin_paragraph();
            cell.push(paragraph);
        }
        cell.finish(true)
    }

    #[test]
    fn a_cell_is_what_its_attributes_say() {
        let float = r#"office:value-type="float" office:value="59""#;
        let number = |value, format: Option<&str>| SheetCell::Number {
            value,
            format: format.map(std::sync::Arc::from),
        };
        let failed = r##"of:formula="1/0" office:value-type="string" office:string-value="" x:value-type="error""##;
        let of_gnumeric =
            r##"t:formula="1/0" office:value-type="string" office:string-value="#DIV/0!""##;
        for (attributes, text, expected) in [
            (float, "59", number(59.0, None)),
            (float, "A059", number(59.0, Some("\\A\\000"))),
            (r#"o:value-type="date" o:date-value="2026-03-01T08:00:00Z""#, "3/1", {
                SheetCell::Moment("2026-03-01T08:00:00Z".into())
            }),
            (r#"o:value-type="string""#, "a\nb", SheetCell::Text("a\nb".into())),
            ("", "a", SheetCell::Text("a".into())),
            ("", "", SheetCell::Blank),
            (failed, "Err:502", SheetCell::Failed("Err:502".into())),
            (of_gnumeric, "#DIV/0!", SheetCell::Failed("#DIV/0!".into())),
            (r#"t:formula="1""#, "", SheetCell::Uncalculated),
            (r#"t:formula="1""#, "\n", SheetCell::Blank),
            (r#"t:formula="1" o:value-type="float" o:value="0""#, "0", SheetCell::Uncalculated),
            (r#"t:formula="1" o:value-type="float" o:value="5""#, "5", number(5.0, None)),
        ] {
            assert_eq!(cell(attributes, text), expected, "{attributes} {text:?}");
        }
    }
}
