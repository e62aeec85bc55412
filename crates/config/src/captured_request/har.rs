//! A request of an HTTP archive (HAR 1.2), as the network panel of a browser saves it.

use bytes::Bytes;
use http::Request;
use serde::Deserialize;

use super::request_from_parts;
use crate::captured_request_error::CapturedRequestError;

#[derive(Deserialize)]
struct HarFile {
    log: HarLog,
}

#[derive(Deserialize)]
struct HarLog {
    entries: Vec<HarEntry>,
}

#[derive(Deserialize)]
struct HarEntry {
    request: HarRequest,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HarRequest {
    method: String,
    url: String,
    post_data: Option<HarPostData>,
}

#[derive(Deserialize)]
struct HarPostData {
    text: Option<String>,
}

/// The POST request of an archive; of several the one with this number, from 1.
///
/// # Errors
/// The text is no archive, it holds no POST request or none with this number, several and no number is given, or the body of
/// the request was not saved.
pub fn request_from_har(
    text: &[u8],
    number: Option<usize>,
) -> Result<Request<Bytes>, CapturedRequestError> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let archive: HarFile = serde_json::from_slice(text).map_err(|error| {
        CapturedRequestError::NotHar { line: error.line(), column: error.column() }
    })?;
    let posts = archive.log.entries.into_iter().map(|entry| entry.request);
    let mut posts: Vec<HarRequest> = posts.filter(|one| one.method == "POST").collect();
    let count = posts.len();
    let at = match (number, count) {
        (None, 1) => 0,
        (Some(number), _) if (1..=count).contains(&number) => number - 1,
        _ => return Err(CapturedRequestError::HarEntries { count }),
    };
    let request = posts.swap_remove(at);
    let body = match request.post_data {
        None => String::new(),
        Some(HarPostData { text: Some(text) }) => text,
        Some(HarPostData { text: None }) => return Err(CapturedRequestError::HarBody),
    };
    request_from_parts(&request.url, body.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(entries: &str) -> String {
        format!(r#"{{"log":{{"version":"1.2","creator":{{}},"entries":[{entries}]}}}}"#)
    }

    fn entry(method: &str, path: &str, data: &str) -> String {
        format!(
            r#"{{"request":{{"method":"{method}","url":"http://a.cn/{path}","headers":[]{data}}},"response":{{}}}}"#
        )
    }

    #[test]
    fn the_post_of_an_archive_is_taken() {
        let get = entry("GET", "x", "");
        let first = entry(
            "POST",
            "1",
            r#","postData":{"mimeType":"application/json","text":"{\"a\":\"券\"}"}"#,
        );
        let second = entry("POST", "2", "");
        let one = archive(&[&get[..], &first].join(","));
        let request = request_from_har(one.as_bytes(), None).expect("one");
        assert_eq!((request.uri().path(), &request.body()[..]), ("/1", r#"{"a":"券"}"#.as_bytes()));
        let two = archive(&[&first[..], &second].join(","));
        let request = request_from_har(two.as_bytes(), Some(2)).expect("the second");
        assert_eq!((request.uri().path(), request.body().len()), ("/2", 0));
        for (text, number, said) in [
            (&two[..], None, "2 POST requests"),
            (&two[..], Some(3), "2 POST requests"),
            (&archive(&get)[..], None, "0 POST requests"),
            ("{\"log\":", None, "not a HAR file"),
            (&archive(&entry("POST", "1", r#","postData":{"params":[]}"#))[..], None, "body"),
        ] {
            let error = request_from_har(text.as_bytes(), number).expect_err(said).to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
