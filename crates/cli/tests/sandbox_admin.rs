//! `coupon sandbox` for other machines, and with a folder of snapshots.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
};

use crate::support::Place;
use serde_json::Value;

/// A running sandbox; it ends with this value.
struct Running(Child, String);

impl Running {
    fn start(place: &Place, arguments: &[&str]) -> Self {
        let arguments = [&["sandbox", "--output", "json", "--coupons", "30"], arguments].concat();
        let mut child = place.command(&arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let access: Value = serde_json::from_str(&line).unwrap();
        let base_url = access["qince"]["base_url"].as_str().unwrap().to_owned();
        Self(child, base_url)
    }

    fn post(&self, path: &str) -> String {
        let address = self.1.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn snapshots_go_into_the_folder_that_was_named() {
    let place = Place::new();
    fs::create_dir(place.path("snapshots")).unwrap();
    let sandbox = Running::start(&place, &["--snapshots", "snapshots"]);
    let answer = sandbox.post("/_sandbox/snapshots/before");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let text = fs::read_to_string(place.path("snapshots").join("before.json")).unwrap();
    assert!(text.contains("\"coupons\": 30"), "{text}");
    let answer = sandbox.post("/_sandbox/snapshots/before/load");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn a_sandbox_that_listens_everywhere_is_called_by_an_address_of_this_machine() {
    let place = Place::new();
    let sandbox = Running::start(&place, &["--host", "0.0.0.0", "--admin-token", "t0ken"]);
    assert!(sandbox.1.starts_with("http://127.0.0.1:"), "{}", sandbox.1);
    let answer = sandbox.post("/_sandbox/reset");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn a_token_that_no_header_can_hold_is_refused() {
    let ran = Place::new().run(&["sandbox", "--admin-token", "with space"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("no spaces"), "{ran:?}");
}
