//! The format of a file by its first bytes.

use crate::error::ForeignFormat;

/// Number of the first bytes that tell a format.
pub(crate) const HEAD: u64 = 1024;

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
    const ARCHIVES: [&[u8]; 4] =
        [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ\0"];
    const PICTURES: [&[u8]; 4] = [b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF"];
    if ARCHIVES.iter().any(|begin| bytes.starts_with(begin)) {
        return Err(ForeignFormat::OtherArchive);
    }
    if PICTURES.iter().any(|begin| bytes.starts_with(begin)) {
        return Err(ForeignFormat::Picture);
    }
    // In UTF-16 a zero stands beside each letter, and a mark in front.
    let head = String::from_utf8_lossy(bytes).to_ascii_lowercase().replace(['\0', '\u{fffd}'], "");
    let head =
        head.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    // A web page that is saved with its pictures is a letter of several parts.
    if head.starts_with("mime-version:") || head.starts_with("from: <saved by") {
        return Err(ForeignFormat::Html);
    }
    let is_markup = head.strip_prefix('<').is_some_and(|rest| {
        rest.starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '!' | '?'))
    });
    if is_markup {
        // A workbook of Excel 2003 has tables, too.
        let is_xml = head.starts_with("<?xml") || head.starts_with("<workbook");
        let tags = ["<html", "<table", "<meta", "<head", "<body", "<div", "<tr"];
        let is_html =
            tags[..if is_xml { 1 } else { tags.len() }].iter().any(|tag| head.contains(tag));
        let is_html = is_html || head.starts_with("<!doctype html");
        return Err(if is_html { ForeignFormat::Html } else { ForeignFormat::Xml });
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
            (b"Rar!\x1a\x07\x01\0", Err(ForeignFormat::OtherArchive)),
            (b"7z\xbc\xaf\x27\x1c\0", Err(ForeignFormat::OtherArchive)),
            (b"\x1f\x8b\x08\0", Err(ForeignFormat::OtherArchive)),
            (b"\x89PNG\r\n\x1a\n", Err(ForeignFormat::Picture)),
            (b"\xff\xd8\xff\xe0", Err(ForeignFormat::Picture)),
            (b"\xef\xbb\xbf <HTML>", Err(ForeignFormat::Html)),
            (b"<!-- made by ERP --><table>", Err(ForeignFormat::Html)),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", Err(ForeignFormat::Html)),
            (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", Err(ForeignFormat::Html)),
            (b"<?xml version='1.0'?><Workbook>", Err(ForeignFormat::Xml)),
            (b"<?xml version='1.0'?><Workbook><Table>", Err(ForeignFormat::Xml)),
            (b"<5,a", Ok(Container::Text)),
        ] {
            assert_eq!(detect(bytes), format);
        }
    }
}
