//! A body in another encoding, which may be the reason for a refused signature.

use std::io::Read as _;

use encoding_rs::GBK;
use flate2::read::GzDecoder;

use crate::limits::LARGEST_BODY;

/// A body in UTF-8 as GBK, one in GBK as UTF-8, or the content of one in gzip; nothing if it is in none of them, or the same
/// in both.
pub fn recoded(body: &[u8]) -> Option<Vec<u8>> {
    if body.starts_with(b"\x1f\x8b") {
        let mut content = Vec::new();
        let read = GzDecoder::new(body).take(LARGEST_BODY as u64).read_to_end(&mut content);
        return read.is_ok().then_some(content);
    }
    let (other, wrong) = match std::str::from_utf8(body) {
        Ok(text) => {
            let (bytes, _, wrong) = GBK.encode(text);
            (bytes.into_owned(), wrong)
        }
        Err(_) => {
            let (text, wrong) = GBK.decode_without_bom_handling(body);
            (text.into_owned().into_bytes(), wrong)
        }
    };
    (!wrong && other != body).then_some(other)
}

#[cfg(test)]
mod tests {
    use coupon_wire::cause_table;

    use super::*;

    #[test]
    fn the_docs_name_every_cause() {
        let docs = include_str!("../../../docs/sandbox.md");
        let (_, rest) = docs.split_once("<!-- causes -->\n").unwrap();
        let (written, _) = rest.split_once("<!-- /causes -->").unwrap();
        assert!(written == cause_table(), "cargo xtask fixtures writes the table");
    }

    #[test]
    fn a_body_is_recoded_in_both_directions() {
        let gbk = b"{\"a\":\"\xd3\xc5\xbb\xdd\xc8\xaf\"}";
        let utf8 = "{\"a\":\"优惠券\"}".as_bytes();
        assert_eq!(recoded(utf8).as_deref(), Some(&gbk[..]));
        assert_eq!(recoded(gbk).as_deref(), Some(utf8));
        assert_eq!(recoded(b"{}"), None);
        assert_eq!(recoded("{\"a\":\"🙂\"}".as_bytes()), None);
        assert_eq!(recoded(b"\xff\xff"), None);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut gzip, utf8).unwrap();
        assert_eq!(recoded(&gzip.finish().unwrap()).as_deref(), Some(utf8));
        assert_eq!(recoded(b"\x1f\x8b broken"), None);
    }
}
