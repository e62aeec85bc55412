//! A request as curl, as HTTP, and as a program in other languages.

mod programs;

use std::fmt::Write;

use axum::http::Request;
use bytes::Bytes;

pub(super) use self::programs::programs;

/// As it goes over the wire.
pub(super) fn http(request: &Request<Bytes>) -> String {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let host = request.uri().authority().map_or("", |host| host.as_str());
    let mut text = format!("{} {path} HTTP/1.1\nhost: {host}\n", request.method());
    for (name, value) in request.headers() {
        line(&mut text, format_args!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
    }
    text + "\n" + &String::from_utf8_lossy(request.body())
}

/// For a shell. Its signature ages: after ten minutes the answer says so.
pub(super) fn curl(request: &Request<Bytes>) -> String {
    let mut text = format!("curl {}", quoted(&request.uri().to_string()));
    for (name, value) in request.headers() {
        let header = format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
        write!(text, " \\\n  -H {}", quoted(&header)).expect("text grows");
    }
    write!(text, " \\\n  --data-binary {}", quoted(&String::from_utf8_lossy(request.body())))
        .expect("text grows");
    text
}

/// For a shell of POSIX: nothing within single quotes means anything but they themselves.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("text grows");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_gets_the_very_bytes() {
        let request = Request::post("http://127.0.0.1:1/a?b=c")
            .header("content-type", "application/json")
            .body(Bytes::from(r#"{"name":"it's $HOME"}"#))
            .unwrap();
        assert_eq!(
            curl(&request),
            "curl 'http://127.0.0.1:1/a?b=c' \\\n  -H 'content-type: application/json' \\\n  \
             --data-binary '{\"name\":\"it'\\''s $HOME\"}'"
        );
        assert!(http(&request).starts_with("POST /a?b=c HTTP/1.1\nhost: 127.0.0.1:1\n"));
    }
}
