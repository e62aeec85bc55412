//! The format of a file by its first bytes.

use crate::error::ForeignFormat;

/// The container of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    /// Text with a character between cells.
    Text,
    /// ZIP: a workbook, or files.
    Zip,
    /// The compound file of the workbooks before 2007, and of encrypted ones.
    Compound,
}

/// # Errors
/// A format that holds no readable table.
pub(crate) fn detect(bytes: &[u8]) -> Result<Container, ForeignFormat> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Container::Zip);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        || bytes.starts_with(b"\xd0\xcf\x11\xe0")
    {
        return Ok(Container::Compound);
    }
    if bytes.starts_with(b"%PDF") {
        return Err(ForeignFormat::Pdf);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let head =
        head.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    let html = ["<html", "<!doctype html", "<table", "<meta", "<head", "<body", "<div"];
    if html.iter().any(|tag| head.starts_with(tag))
        || (head.starts_with("<?xml") && head.contains("<html"))
    {
        return Err(ForeignFormat::Html);
    }
    if head.starts_with("<?xml") || head.starts_with("<workbook") {
        return Err(ForeignFormat::Xml);
    }
    Ok(Container::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        for (bytes, format) in [
            (&b"a,b"[..], Ok(Container::Text)),
            (b"PK\x03\x04rest", Ok(Container::Zip)),
            (b"\xd0\xcf\x11\xe0", Ok(Container::Compound)),
            (b"%PDF-1.7", Err(ForeignFormat::Pdf)),
            (b"\xef\xbb\xbf <HTML>", Err(ForeignFormat::Html)),
            (b"<?xml version='1.0'?><Workbook>", Err(ForeignFormat::Xml)),
        ] {
            assert_eq!(detect(bytes), format);
        }
    }
}
