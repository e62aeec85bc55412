//! Ctrl-C stops a sync at a page boundary, with everything that was read in the ledger.

#![cfg(unix)]

use std::{
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use crate::support::{Place, Server, done, ran, rows};

#[test]
fn ctrl_c_stops_at_a_page_boundary_and_the_next_run_goes_on() {
    let server = Server::new(|request| {
        sleep(Duration::from_millis(30));
        let first = request.body.contains("\"page_number\":1,") && request.body.contains("create");
        let templates = request.path.contains("getVoucherInfos") && first;
        done(request, if templates { "[{\"id\":1,\"name\":\"十元券\"}]" } else { "null" })
    });
    let place = Place::at(server.address);
    let child = place
        .command(&["sync", "--output", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    for tries in 0.. {
        if server.asked().len() > 3 {
            break;
        }
        assert!(tries < 3000, "it asked nothing");
        sleep(Duration::from_millis(10));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let stopped = ran(child.wait_with_output().unwrap());
    assert_eq!(stopped.code, Some(130), "{stopped:?}");
    assert!(stopped.err.contains("error[interrupted]"), "{stopped:?}");
    let report: serde_json::Value = serde_json::from_str(&stopped.out).unwrap();
    assert_eq!(report["stopped"], "interrupted", "{report}");
    assert_eq!(rows(&place.path("coupons.db"), "select name from templates"), [["十元券"]]);

    let after = server.asked().len();
    place.good(&["sync"]);
    assert!(server.asked().len() > after);
}
