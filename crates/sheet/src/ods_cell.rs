//! A cell of an ODS, from its attributes and its text.

use quick_xml::events::BytesStart;

use crate::{
    cell::SheetCell, error::excerpt, marks::is_error_value, number_format::of_shown,
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
    pub(crate) fn new(element: &BytesStart<'_>) -> Self {
        let number = |name: &str| attribute(element, name).and_then(|text| text.parse().ok());
        let kind = attribute(element, "value-type").unwrap_or_default();
        let values = ["value", "date-value", "time-value", "boolean-value", "string-value"];
        Self {
            value: values.iter().find_map(|name| attribute(element, name)),
            formula: attribute(element, "formula").is_some(),
            // LibreOffice names the kind a second time, and then error values too; Gnumeric has an attribute for them.
            failed: is_error_kind(element) || attribute(element, "error-value").is_some(),
            repeated: number("number-columns-repeated").unwrap_or(1),
            rows: number("number-rows-spanned").unwrap_or(1),
            kind,
            ..Self::default()
        }
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

fn is_error_kind(element: &BytesStart<'_>) -> bool {
    element.attributes().flatten().any(|found| {
        found.key.local_name().as_ref() == "value-type" && found.value.as_ref() == "error"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(attributes: &str, text: &str) -> SheetCell {
        let mut cell =
            OdsCell::new(&BytesStart::from_content(format!("table:table-cell {attributes}"), 16));
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
