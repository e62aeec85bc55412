//! Answers that a fault puts in the place of the vendor's, or makes of it.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use jiff::{SignedDuration, Timestamp};

use super::fault::{Fault, GatewayPage};

/// The answer that comes instead of the vendor's, where there is one.
pub(crate) fn instead(fault: Fault) -> Option<Response<Bytes>> {
    let Fault::Gateway(page, _) = fault else { return None };
    let status = match page {
        GatewayPage::Html => StatusCode::OK,
        GatewayPage::RetryAfter(_) => StatusCode::TOO_MANY_REQUESTS,
        GatewayPage::Status(status) => {
            StatusCode::from_u16(status).expect("a fault's status is one of seven")
        }
    };
    let title = match page {
        GatewayPage::Html => "系统维护中".to_owned(),
        _ => format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default()),
    };
    let html = format!(
        "<html>\r\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\r\n<body>\r\n\
         <center><h1>{title}</h1></center>\r\n<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n"
    );
    let mut answer = Response::new(Bytes::from(html));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html;charset=utf-8"));
    match page {
        GatewayPage::RetryAfter(seconds) => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        GatewayPage::Status(302) => {
            headers.insert(header::LOCATION, HeaderValue::from_static("/login"));
        }
        GatewayPage::Html | GatewayPage::Status(_) => {}
    }
    Some(answer)
}

impl Fault {
    /// Changes the vendor's answer as the fault asks, before it is sent.
    pub(crate) fn bend(self, answer: &mut Response<Bytes>, now: Timestamp) {
        let text = String::from_utf8_lossy(answer.body());
        let bent = match self {
            Self::NoCode => without_code(&text),
            Self::CutData => with_cut_data(&text),
            Self::WrongMsgId => with_other_msg_id(&text),
            Self::BadGzip => {
                let gzip = HeaderValue::from_static("gzip");
                answer.headers_mut().insert(header::CONTENT_ENCODING, gzip);
                // A true beginning, and then no compressed data.
                let head: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
                *answer.body_mut() = [head, answer.body()].concat().into();
                return;
            }
            Self::Skew(seconds) => {
                let skewed = now.saturating_add(SignedDuration::from_secs(seconds));
                let skewed = skewed.expect("a duration has no months");
                let date = skewed.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
                let date = HeaderValue::from_str(&date).expect("a date is ASCII");
                answer.headers_mut().insert(header::DATE, date);
                return;
            }
            _ => return,
        };
        *answer.body_mut() = bent.into();
    }
}

/// Without the member of the envelope that says whether the call succeeded.
fn without_code(text: &str) -> String {
    let member = ["\"return_code\":", "\"code\":"].iter().find_map(|name| text.find(name));
    let Some(begin) = member else { return text.to_owned() };
    let rest = &text[begin..];
    let end = rest.find([',', '}']).unwrap_or(rest.len());
    match rest[end..].strip_prefix(',') {
        Some(after) => format!("{}{after}", &text[..begin]),
        None => format!("{}{}", text[..begin].trim_end_matches(','), &rest[end..]),
    }
}

const DATA: &str = "\"response_data\":";
const MSG_ID: &str = "\"msg_id\":";

/// With half of the document in `response_data`. Where it is no text, the answer itself ends in the middle of it.
fn with_cut_data(text: &str) -> String {
    let Some(begin) = text.find(DATA).map(|at| at + DATA.len()) else { return text.to_owned() };
    let data = &text[begin..];
    let Some(inside) = data.strip_prefix('"') else {
        let whole = data.trim_start_matches("null");
        return if whole.len() < data.len() {
            text.to_owned()
        } else {
            text[..begin + floor(data, data.len() / 2)].to_owned()
        };
    };
    let end = string_end(inside, inside.len());
    let cut = string_end(inside, end / 2);
    format!("{}\"{}{}", &text[..begin], &inside[..cut], &inside[end..])
}

/// Where a JSON string ends, or the first boundary between its characters at `most` or beyond.
fn string_end(inside: &str, most: usize) -> usize {
    let bytes = inside.as_bytes();
    let mut at = 0;
    while at < most && at < bytes.len() && bytes[at] != b'"' {
        at += match bytes[at] {
            b'\\' if bytes.get(at + 1) == Some(&b'u') => 6,
            b'\\' => 2,
            _ => 1,
        };
    }
    at = at.min(bytes.len());
    while !inside.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn with_other_msg_id(text: &str) -> String {
    let Some(begin) = text.find(MSG_ID).map(|at| at + MSG_ID.len()) else {
        return text.to_owned();
    };
    let Some(inside) = text[begin..].strip_prefix('"') else { return text.to_owned() };
    let end = string_end(inside, inside.len());
    // As long as msg_ids are, and no time makes it.
    let other = if &inside[..end] == OTHER { "another" } else { OTHER };
    format!("{}\"{other}{}", &text[..begin], &inside[end..])
}

const OTHER: &str = "ffffffffffffffffffffffffffffffff";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_loses_its_code_wherever_it_stands() {
        for (whole, without) in [
            (r#"{"return_code":"0","msg_id":"a"}"#, r#"{"msg_id":"a"}"#),
            (r#"{"msg_id":"a","return_code":0}"#, r#"{"msg_id":"a"}"#),
            (
                r#"{"status":true,"code":"7","data":{"code":1}}"#,
                r#"{"status":true,"data":{"code":1}}"#,
            ),
        ] {
            assert_eq!(without_code(whole), without);
        }
    }

    #[test]
    fn cut_data_leaves_a_whole_envelope_around_half_a_document() {
        let document = serde_json::json!([{"a\"b": "引号\\ \n\u{1}", "c": [1, 2, 3]}]).to_string();
        let answer = serde_json::json!({"a": 1, "response_data": document, "z": 2}).to_string();
        let read: serde_json::Value = serde_json::from_str(&with_cut_data(&answer)).unwrap();
        let data = read["response_data"].as_str().unwrap();
        assert!(document.starts_with(data) && data.len() < document.len() && !data.is_empty());
        assert_eq!(read["z"], 2);
        let null = r#"{"response_data":null}"#;
        assert_eq!(with_cut_data(null), null);
        assert_eq!(with_cut_data(r#"{"response_data":["客户"]}"#), r#"{"response_data":["客"#);
    }

    #[test]
    fn another_msg_id_takes_the_place_of_any() {
        for own in ["X000001", "a\\\"b", OTHER] {
            let answer = with_other_msg_id(&format!(r#"{{"msg_id":"{own}","z":1}}"#));
            let read: serde_json::Value = serde_json::from_str(&answer).unwrap();
            assert_ne!(read["msg_id"], own);
            assert_eq!(read["z"], 1);
        }
    }
}
