//! No secret, openid or digest of a configured account in anything that is printed or kept, whatever goes wrong.

use std::fmt::Write;

use crate::support::{APP_KEY, OPENID, Place, Ran, Reply, Request, Server, done};
use coupon_testkit::passed_in_matrix;

/// Everything that was printed and every file that was left, but for those that hold the secrets.
fn seen(place: &Place, ran: &[Ran]) -> Vec<u8> {
    let mut all = Vec::new();
    for ran in ran {
        all.extend_from_slice(ran.out.as_bytes());
        all.extend_from_slice(ran.err.as_bytes());
    }
    for (path, bytes) in place.files() {
        if !path.ends_with("key") && !path.ends_with("openid") {
            all.extend_from_slice(&bytes);
        }
    }
    all
}

fn holds(bytes: &[u8], canary: &str) -> bool {
    bytes.windows(canary.len()).any(|window| window == canary.as_bytes())
}

/// Texts that must not be seen after these requests: the account's own texts and the digest of each call.
fn canaries(server: &Server) -> Vec<String> {
    let mut canaries = vec![OPENID.to_owned(), APP_KEY.to_owned()];
    for request in server.asked() {
        let mut parts = request.path.rsplit('/');
        let digest = parts.nth(1).expect("a path of eight parts").to_owned();
        assert_eq!(digest.len(), 32, "{}", request.path);
        canaries.push(digest);
    }
    canaries
}

fn commands(place: &Place) -> Vec<Ran> {
    let write = "{\"voucherId\":\"1\"}";
    let all: [&[&str]; 8] = [
        &["sync", "--since", "2026-01-01", "--until", "2026-01-02", "-vv"],
        &["accounts", "list"],
        &["accounts", "check", "-vv"],
        &["call", "voucher.getVoucherInfos", "-vv", "--output", "json"],
        &["call", "voucher.finishVoucher", "--yes", "-vv", "--body", write],
        &["coupons", "issue", "--template", "1", "--customer", "2", "--yes", "-vv"],
        &["coupons", "show", "X", "-vv", "--lang", "zh"],
        &["journal", "list", "--output", "json"],
    ];
    all.iter().map(|arguments| place.run(arguments)).collect()
}

type Answer = fn(&Request) -> Reply;

fn echo(request: &Request) -> String {
    format!("<html>cannot serve {} with {APP_KEY}</html>", request.path)
}

#[test]
fn nothing_shows_the_account_whatever_the_vendor_answers() {
    let answers: [(&str, Answer); 8] = [
        ("a success", |request| done(request, "null")),
        ("rows", |request| {
            let first = !request.body.contains("page_number")
                || request.body.contains("\"page_number\":1,");
            let rows = "[{\"id\":1,\"name\":\"券\",\"coupon_no\":\"X\"}]";
            done(request, if first { rows } else { "null" })
        }),
        ("a page that prints the path", |request| Reply::Text(echo(request))),
        ("a status that prints the path", |request| Reply::Status(404, echo(request))),
        ("a server error that prints the path", |request| Reply::Status(500, echo(request))),
        ("a refusal that quotes openid and key", |request| {
            let msg_id = request.msg_id();
            let text = format!("openid {OPENID} appkey {APP_KEY} 无效");
            Reply::Text(format!(
                "{{\"return_code\":\"7\",\"return_msg\":\"{text}\",\"msg_id\":\"{msg_id}\"}}"
            ))
        }),
        ("another call's answer", |_| {
            Reply::Text(format!("{{\"return_code\":\"0\",\"msg_id\":\"{OPENID}\"}}"))
        }),
        ("nothing", |_| Reply::Hang),
    ];
    let mut bytes = 0;
    for (name, answer) in answers {
        let server = Server::new(answer);
        let place = Place::at(server.address);
        let ran = commands(&place);
        let seen = seen(&place, &ran);
        assert!(seen.len() > 10_000, "there is something to look through: {}", seen.len());
        let canaries = canaries(&server);
        bytes += seen.len() * canaries.len();
        assert!(canaries.len() > 6, "calls were made: {name}");
        for canary in canaries {
            if holds(&seen, &canary) {
                let printed = ran.iter().fold(String::new(), |mut all, ran| {
                    let _ = writeln!(all, "{}\n{}", ran.out, ran.err);
                    all
                });
                panic!("{name}: {canary} was seen in {printed}");
            }
        }
    }
    passed_in_matrix(
        "R12",
        "bytes of output and files looked through for openid, key and digests",
        bytes,
    );
}

#[test]
fn a_broken_configuration_does_not_show_what_stands_in_it() {
    let place = Place::new();
    for line in [
        format!("app_key = \"{APP_KEY}"),
        format!("app_key = [\"{APP_KEY}\"]"),
        format!("rate = \"{APP_KEY}\""),
        format!("app_key = {{ env = \"NOT_SET\" }}\nopenid = \" {OPENID}\""),
        format!("app_key = \"{APP_KEY} \"\nopenid = \"{OPENID}\""),
        format!(
            "app_key = {{ command = [\"sh\", \"-c\", \"echo {APP_KEY} >&2; exit 3\"] }}\nopenid = \"{OPENID}\""
        ),
        format!("app_key = \"{APP_KEY}\"\nopenid = \"{OPENID}\"\nproxy = \"{APP_KEY}\""),
    ] {
        let account = "[accounts.trade]\nvendor = \"qince\"\nbase_url = \"https://127.0.0.1:9\"\n";
        place.write("coupon.toml", &format!("{account}{line}\n"));
        let ran = place.run(&["sync"]);
        assert_eq!(ran.code, Some(3), "{line}: {ran:?}");
        for canary in [APP_KEY, OPENID] {
            assert!(!ran.err.contains(canary), "{line}: {ran:?}");
        }
    }
}

#[test]
fn a_dry_run_exists_to_show_them_so_this_search_would_find_them() {
    let server = Server::new(|request| done(request, "null"));
    let place = Place::at(server.address);
    let shown = [place.good(&["call", "voucher.getVoucherInfos", "--dry-run"])];
    assert!(holds(&seen(&place, &shown), OPENID));
    assert!(!holds(&seen(&place, &shown), APP_KEY), "the key itself is never shown");
    place.write("note", APP_KEY);
    assert!(holds(&seen(&place, &[]), APP_KEY), "files are looked through, too");
    let signed = ["sign", "qince", "--app-key", APP_KEY, "--timestamp", "1", "--body", "{}"];
    let signed = [place.good(&signed)];
    assert!(!signed[0].out.contains(APP_KEY), "masked where it is signed: {signed:?}");
}
