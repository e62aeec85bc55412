//! `coupon quarantine`: a row that could not be read is listed with its reason and shown with the vendor's text.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use crate::support::{Place, Reply, Server, done};

const BAD: &str = "{\"id\":7087421684223516949,\"name\":{\"not\":\"a name\"}}";

/// A folder whose ledger holds one template, and one row in quarantine.
fn synced() -> (Place, Server) {
    let server = Server::new(|request| -> Reply {
        let created =
            request.path.contains("getVoucherInfos") && request.body.contains("start_create_date");
        let first = request.body.contains("\"page_number\":1");
        let good = "{\"id\":7087421684223516948,\"name\":\"十元券\"}";
        done(request, &if created && first { format!("[{good},{BAD}]") } else { "null".to_owned() })
    });
    let place = Place::at(server.address);
    let days = ["--since", "2026-01-01", "--until", "2026-01-02"];
    let ran = place.run(&[&["sync", "--provider", "qince.voucher"][..], &days].concat());
    assert_eq!(ran.code, Some(9), "{ran:?}");
    assert!(ran.err.contains("coupon quarantine list"), "{ran:?}");
    (place, server)
}

#[test]
fn a_row_that_could_not_be_read_is_listed_and_shown() {
    let (place, _server) = synced();
    let list = place.json(&["quarantine", "list"]);
    let [row] = &list.as_array().unwrap()[..] else { panic!("{list}") };
    assert_eq!(row["provider"], "qince.voucher");
    assert!(row["reason"].as_str().unwrap().contains("name"), "{row}");
    assert!(row.get("row").is_none(), "a list is short: {row}");

    let id = row["id"].as_str().unwrap();
    assert_eq!(id.len(), 12, "{id}");
    for asked in [id, &id[..4], &id.to_uppercase()] {
        let shown = place.json(&["quarantine", "show", asked]);
        assert_eq!(shown["row"].to_string(), BAD, "the vendor's text, verbatim");
        assert_eq!(shown["reason"], row["reason"]);
    }
    assert!(place.good(&["quarantine", "list"]).out.contains(id));
}

#[test]
fn a_row_that_the_vendor_mended_is_no_longer_listed_and_its_entry_says_when_it_was_read() {
    let (place, _server) = synced();
    let id = place.json(&["quarantine", "list"])[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(place.json(&["quarantine", "list"])[0]["closed_at"], serde_json::Value::Null);
    let mended = Server::new(|request| -> Reply {
        let wanted = request.path.contains("getVoucherInfos")
            && request.body.contains("start_create_date")
            && request.body.contains("\"page_number\":1");
        let row = "{\"id\":7087421684223516949,\"name\":\"二十元券\"}";
        done(request, if wanted { row } else { "null" })
    });
    place.write("coupon.toml", &crate::support::qince_at(mended.address));
    let days = ["--since", "2026-01-01", "--until", "2026-01-02"];
    // Another address is another account to the ledger, so that the test moves the fingerprint.
    let ledger = rusqlite::Connection::open(place.path("coupons.db")).unwrap();
    ledger.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM accounts").unwrap();
    drop(ledger);
    place.good(&[&["sync", "--provider", "qince.voucher"][..], &days].concat());
    assert_eq!(place.json(&["quarantine", "list"]).as_array().unwrap().len(), 0);
    let closed = place.json(&["quarantine", "list", "--closed"]);
    assert_eq!(closed[0]["id"], id.as_str());
    assert!(closed[0]["closed_at"].as_str().unwrap().ends_with('Z'), "{closed}");
    assert_eq!(place.json(&["quarantine", "show", &id])["row"].to_string(), BAD);
}

#[test]
fn filters_hold_and_an_unknown_id_is_not_found() {
    let (place, _server) = synced();
    let none = place.json(&["quarantine", "list", "--provider", "qince.coupondetail"]);
    assert_eq!(none.as_array().unwrap().len(), 0, "{none}");
    assert_eq!(place.json(&["quarantine", "list", "--limit", "0"]).as_array().unwrap().len(), 0);
    let missing = place.run(&["quarantine", "show", "zzz"]);
    assert_eq!(missing.code, Some(5), "{missing:?}");
    assert!(missing.err.contains("coupon quarantine list"), "{missing:?}");
    assert_eq!(place.run(&["quarantine", "show", ""]).code, Some(2), "no digit names no row");
}

#[test]
fn a_retry_asks_the_vendor_again_and_says_of_each_row_whether_it_could_be_read() {
    let (place, _server) = synced();
    let id = place.json(&["quarantine", "list"])[0]["id"].as_str().unwrap().to_owned();
    let still = Server::new(|request| -> Reply {
        let first =
            request.path.contains("getVoucherInfos") && request.body.contains("\"page_number\":1");
        done(request, &if first { format!("[{BAD}]") } else { "null".to_owned() })
    });
    let forget = || {
        // Another address is another account to the ledger, so that the test moves the fingerprint.
        let ledger = rusqlite::Connection::open(place.path("coupons.db")).unwrap();
        ledger.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM accounts").unwrap();
    };
    place.write("coupon.toml", &crate::support::qince_at(still.address));
    forget();
    let ran = place.run(&["quarantine", "retry", "--output", "json"]);
    assert_eq!(ran.code, Some(9), "{ran:?}");
    let tried: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&tried[0]["id"], &tried[0]["closed_at"]),
        (&id.as_str().into(), &serde_json::Value::Null)
    );
    assert_eq!(still.calls("coupondetail"), 0, "the other provider is left alone");

    let mended = Server::new(|request| -> Reply {
        let first =
            request.path.contains("getVoucherInfos") && request.body.contains("\"page_number\":1");
        let row = "[{\"id\":7087421684223516949,\"name\":\"二十元券\"}]";
        done(request, if first { row } else { "null" })
    });
    place.write("coupon.toml", &crate::support::qince_at(mended.address));
    forget();
    assert_eq!(place.run(&["quarantine", "retry", "zzz"]).code, Some(5));
    let tried = place.json(&["quarantine", "retry", &id[..6]]);
    assert!(tried[0]["closed_at"].as_str().unwrap().ends_with('Z'), "{tried}");
    assert_eq!(place.json(&["quarantine", "list"]), serde_json::json!([]));
    let calls = mended.asked().len();
    let none = place.good(&["quarantine", "retry"]);
    assert!(none.err.contains("no row is in quarantine"), "{none:?}");
    assert_eq!(mended.asked().len(), calls, "nothing was asked");
}
