//! Every write of every vendor whose answer says nothing: unknown, exit code 10, never refused, sent once.

use crate::support::{Place, Reply, Request, Server};
use coupon_config::{Vendor, vendors};
use coupon_wire::OperationKind;

type Answer = fn(&Request) -> Reply;

/// Answers that leave it open whether the vendor did it.
const FAULTS: [(&str, Answer); 8] = [
    ("answer lost", |_| Reply::Hang),
    ("answer cut", |asked| Reply::Cut(success(asked))),
    ("500", |_| Reply::Status(500, String::new())),
    ("502 HTML", |_| Reply::Status(502, HTML.to_owned())),
    ("503 in the vendor's words", |asked| Reply::Status(503, refusal(asked))),
    ("302", |_| Reply::Status(302, String::new())),
    ("200 HTML", |_| Reply::Text(HTML.to_owned())),
    ("no code", |_| Reply::Text("{}".to_owned())),
];

const HTML: &str = "<html><body><h1>系统维护中</h1></body></html>";

fn success(asked: &Request) -> String {
    format!(
        r#"{{"return_code":"0","status":"true","code":"0","msg_id":"{}","data":{{"id":"1"}}}}"#,
        asked.msg_id()
    )
}

fn refusal(asked: &Request) -> String {
    format!(
        r#"{{"return_code":"1","status":true,"code":"20001","msg_id":"{}","message":"不存在"}}"#,
        asked.msg_id()
    )
}

/// The writes of the table, and one that is in no table.
fn writes(vendor: &Vendor) -> Vec<Vec<&'static str>> {
    let all = vendor.operations().into_iter();
    let listed = all.filter(|one| one.kind == OperationKind::Write).map(|one| vec![one.name]);
    let path = if vendor.name == "qince" { "customer/v1/modify" } else { "v3/any/write" };
    listed.chain([vec!["--path", path]]).collect()
}

fn config(address: std::net::SocketAddr) -> String {
    format!(
        "[accounts.qmai]\nvendor = \"qmai\"\nbase_url = \"http://{address}\"\nopen_id = \"1\"\ngrant_code = \"g\"\nopen_key = \"k\"\n\
         [accounts.qince]\nvendor = \"qince\"\nbase_url = \"http://{address}\"\nopenid = \"1\"\napp_key = \"k\"\n"
    )
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is the result")]
fn a_write_whose_answer_says_nothing_is_unknown_and_is_sent_once() {
    let (mut lines, mut tried) = (Vec::new(), 0);
    for (fault, answer) in FAULTS {
        let server = Server::new(answer);
        let place = Place::new();
        place.write("coupon.toml", &config(server.address));
        let mut line = format!("{fault:>26}");
        for vendor in vendors() {
            for (number, write) in writes(vendor).into_iter().enumerate() {
                let key = format!("{}-{number}", vendor.name);
                let sent = server.asked().len();
                let account = ["call", "--account", vendor.name, "--unchecked", "--yes"];
                let named = ["--key", &key, "--output", "json"];
                let ran = place.run(&[&account[..], &write, &named].concat());
                let stored = place.json(&["journal", "show", &key]);
                let (state, times) = (stored["state"].clone(), server.asked().len() - sent);
                let place = format!("{fault}: {write:?}: {ran:?}");
                assert_eq!(
                    (ran.code, state.as_str(), times),
                    (Some(10), Some("unknown"), 1),
                    "{place}"
                );
                line += " ?1";
                tried += 1;
            }
        }
        lines.push(line);
    }
    let names: Vec<String> =
        vendors().iter().flat_map(writes).map(|write| write.join(" ")).collect();
    println!("columns: {}", names.join(", "));
    println!("{}", lines.join("\n"));
    println!(
        "{} faults x {} writes = {tried}: each unknown, exit 10, sent once",
        FAULTS.len(),
        names.len()
    );
    assert_eq!(tried, FAULTS.len() * names.len());
    coupon_testkit::passed_in_matrix(
        "R3",
        "answers that say nothing x writes, by the command",
        tried,
    );
}

/// A refusal in the vendor's own words has had no effect, whatever the operation.
#[test]
fn a_write_that_the_vendor_refuses_is_refused() {
    let server = Server::new(|asked| Reply::Text(refusal(asked)));
    let place = Place::new();
    place.write("coupon.toml", &config(server.address));
    let mut failed = Vec::new();
    for vendor in vendors() {
        for (number, write) in writes(vendor).into_iter().enumerate() {
            let key = format!("{}-{number}", vendor.name);
            let account = ["call", "--account", vendor.name, "--unchecked", "--yes", "--key", &key];
            let ran = place.run(&[&account[..], &write].concat());
            let stored = place.json(&["journal", "show", &key]);
            if (ran.code, stored["state"].as_str()) != (Some(5), Some("refused")) {
                failed.push(format!("{write:?}: {ran:?} {stored}"));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
