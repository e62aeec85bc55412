//! Lists say what they count, why they are empty, and what may be older than the vendor's state.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use crate::support::{Place, Reply, Served, Server, done, rows};
use coupon_sandbox::SandboxConfig;
use serde_json::{Value, json};

fn served() -> (Served, Place) {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    place.good(&["sync"]);
    (served, place)
}

#[test]
fn rows_of_one_code_are_one_coupon_with_its_goods_in_list_show_summary_and_report() {
    let (_served, place) = served();
    let ledger = place.path("coupons.db");
    let several = "select code, count(*) from coupons where gone_at is null group by code \
                   having count(*) > 1 and min(product) is not null order by 2 desc, 1 limit 1";
    let [code, count] = &rows(&ledger, several)[0][..] else { panic!("the sandbox has some") };
    let count: usize = count.parse().unwrap();

    let shown = place.json(&["coupons", "show", code, "--raw"]);
    let goods = shown["goods"].as_array().unwrap();
    assert_eq!((&shown["code"], goods.len()), (&code.as_str().into(), count));
    let names = format!("select product_name from coupons where code = '{code}' order by id");
    let mut told: Vec<_> =
        goods.iter().map(|one| vec![one["name"].as_str().unwrap().to_owned()]).collect();
    let mut held = rows(&ledger, &names);
    told.sort();
    held.sort();
    assert_eq!(told, held);
    assert!(goods.iter().all(|one| one["raw"]["coupon_no"] == code.as_str()), "{shown}");
    assert!(shown.get("item").is_none() && shown["raw"]["coupon_no"] == code.as_str());
    // A row's own id stands for the coupon, too.
    let id = goods[count - 1]["id"].as_str().unwrap();
    assert_eq!(place.json(&["coupons", "show", id])["code"], code.as_str());
    // Straight from the vendor it has all of its rows as well.
    std::fs::rename(&ledger, place.path("aside.db")).unwrap();
    let asked = place.json(&["coupons", "show", code]);
    assert_eq!(asked["goods"].as_array().unwrap().len(), count, "{asked}");
    std::fs::rename(place.path("aside.db"), &ledger).unwrap();

    let distinct = "select count(distinct provider || case when product is null then id else code end) \
                    from coupons where gone_at is null";
    let distinct: u64 = rows(&ledger, distinct)[0][0].parse().unwrap();
    let list = place.json(&["coupons", "list"]);
    assert_eq!(list.as_array().unwrap().len() as u64, distinct);
    let listed = list.as_array().unwrap().iter().find(|one| one["code"] == code.as_str()).unwrap();
    assert_eq!(listed["goods"].as_array().unwrap().len(), count);
    let line = place.good(&["coupons", "list"]).out;
    let line = line.lines().find(|line| line.contains(code.as_str())).unwrap().to_owned();
    assert!(told.iter().all(|name| line.contains(&name[0])), "{line}");
    let report = place.json(&["sync"]);
    let coupons =
        report["held"].as_array().unwrap().iter().filter_map(|one| one["coupons"].as_u64());
    assert_eq!(coupons.sum::<u64>(), distinct);
    place.good(&["report", "--html", "report.html", "--lang", "en"]);
    let page = std::fs::read_to_string(place.path("report.html")).unwrap();
    assert!(page.contains(&format!("<dt>coupons</dt><dd>{distinct}</dd>")), "{distinct}");
    for state in ["available", "expired", "used", "pending_review"] {
        let listed = place.json(&["coupons", "list", "--state", state]);
        let all = list.as_array().unwrap().iter().filter(|one| one["state_now"] == state);
        assert_eq!(listed.as_array().unwrap().len(), all.count(), "{state}");
    }
}

#[test]
fn a_word_that_nothing_bears_is_refused_with_the_nearest_and_customers_have_three_names() {
    let (served, place) = served();
    let customer = &served.access().qince.customers[0];
    let whole = rows(
        &place.path("coupons.db"),
        &format!(
            "select distinct customer_name from coupons where customer = '{}' and customer_name is not null",
            customer.id
        ),
    );
    let name = &whole[0][0];
    let by_id = place.json(&["coupons", "list", "--customer", &customer.id]);
    assert!(!by_id.as_array().unwrap().is_empty());
    let padded = format!("  {} ", customer.code);
    for word in [padded.as_str(), name] {
        assert_eq!(place.json(&["coupons", "list", "--customer", word]), by_id, "{word}");
    }
    let id = by_id.as_array().unwrap().iter().find_map(|one| one["template"].as_str()).unwrap();
    let listed = place.json(&["coupons", "list", "--template", id]);
    let template = listed[0]["template_name"].as_str().unwrap();
    assert_eq!(place.json(&["coupons", "list", "--template", template]), listed);

    let near = format!("{}x", customer.code);
    for (option, word, meant) in [
        ("--customer", near.as_str(), customer.code.as_str()),
        ("--template", &format!("{template}券"), template),
        ("--provider", "qince.vouchr", "qince.voucher"),
        ("--account", "trad", "trade"),
        ("--state", "avalable", "available"),
    ] {
        let ran = place.run(&["coupons", "list", option, word]);
        assert_eq!(ran.code, Some(2), "{option}: {ran:?}");
        let says = format!("did you mean {meant}");
        assert!(ran.err.contains(&says) && ran.out.is_empty(), "{option}: {}", ran.err);
        if option != "--state" {
            let ran = place.run(&["coupons", "list", option, word, "--lang", "zh"]);
            assert!(ran.err.contains(&format!("是否指 {meant}")), "{option}: {}", ran.err);
        }
    }
    let export = ["export", "coupons", "--format", "csv", "--to", "out", "--template"];
    assert_eq!(place.run(&[&export[..], &["4803"]].concat()).code, Some(2));
    assert_eq!(place.run(&[&export[..], &[template]].concat()).code, Some(2), "a name is no id");
    place.good(&[&export[..], &[id]].concat());
}

#[test]
fn an_empty_list_says_why_and_json_stays_pure() {
    let place = Place::new();
    place.good(&["sync", "--provider", "qince.voucher", "--max-calls", "0"]);
    for (lang, why) in [("en", "run `coupon sync`"), ("zh", "尚无同步数据")] {
        let ran = place.good(&["coupons", "list", "--customer", "nobody", "--lang", lang]);
        assert!(ran.err.contains(why) && ran.out.is_empty(), "{ran:?}");
    }
    let (_served, place) = served();
    for (lang, why) in [("en", "nothing matches --state =0"), ("zh", "没有符合 --state =0")] {
        let command = ["coupons", "list", "--state", "=0", "--lang", lang];
        let ran = place.good(&command);
        assert!(ran.err.contains(why) && ran.out.is_empty(), "{ran:?}");
        for (format, text) in [("json", "[]\n"), ("jsonl", "")] {
            let ran = place.good(&[&command[..], &["--output", format]].concat());
            assert_eq!((ran.out.as_str(), ran.err.as_str()), (text, ""));
        }
    }
    for (command, why) in [
        (["journal", "list"], "no write is recorded"),
        (["quarantine", "list"], "no row is in quarantine"),
    ] {
        let ran = place.good(&command);
        assert!(ran.err.contains(why) && ran.out.is_empty(), "{ran:?}");
        assert_eq!(place.json(&command), json!([]));
    }
}

#[test]
fn a_row_is_read_again_after_a_write_of_ours_and_the_journal_says_when_and_who() {
    let (served, place) = served();
    let access = served.access().qince;
    let id = rows(
        &place.path("coupons.db"),
        "select id from templates where provider = 'qince.voucher' and state = 'open' \
         and ends_at > '2027-01-01' limit 1",
    );
    let id = match id.first() {
        Some(row) => row[0].clone(),
        None => {
            let new = json!({
                "name": "二十元券", "begins": "2026-01-01", "ends": "2046-12-31", "discount": { "amount": "20" },
                "grant": "promotion", "per_customer": 3, "total": 100,
                "audience": { "customers": { "ids": [access.customers[0].id] } }, "goods": "all",
            });
            place.write("template.json", &new.to_string());
            let made = place.json(&["templates", "create", "--file", "template.json", "--yes"]);
            made["template"].as_str().unwrap().to_owned()
        }
    };
    let template = || place.json(&["templates", "show", &id]);
    assert!(template()["first_seen"].is_string(), "in the ledger at once");
    let write = [
        "templates",
        "set-end-date",
        &id,
        "2047-06-30",
        "--yes",
        "--key",
        "k1",
        "--as",
        " 王经理 ",
    ];
    place.good(&write);
    assert!(
        template()["ends_at"].as_str().unwrap().starts_with("2047-06-30T15:59"),
        "{}",
        template()
    );
    assert!(template().get("unread_write_at").is_none());
    let entry = place.json(&["journal", "show", "k1"]);
    assert_eq!((&entry["operator"], &entry["role"]), (&"王经理".into(), &Value::Null));
    assert!(entry["read_at"].is_string(), "{entry}");
    place.good(&["templates", "end", &id, "--yes", "--key", "k2"]);
    assert_eq!(
        (&template()["state"], &template()["state_now"]),
        (&"ended".into(), &"ended".into())
    );

    let of = |name: &str| {
        let list = place.json(&["journal", "list", "--operator", name]);
        list.as_array()
            .unwrap()
            .iter()
            .map(|one| one["key"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("王经理"), ["k1"]);
    assert!(!of(&std::env::var("USER").unwrap_or_default()).contains(&"k1".to_owned()));
    assert!(place.good(&["journal", "list"]).out.contains("王经理"));
}

#[test]
fn a_row_that_could_not_be_read_after_a_write_is_marked_until_it_is() {
    let server = Server::new(|request| -> Reply {
        let wanted =
            request.path.contains("getVoucherInfos") && request.body.contains("\"page_number\":1");
        let day = request.body.contains("start_create_date");
        let row =
            "[{\"id\":\"7087421684223516948\",\"name\":\"十元券\",\"end_date\":\"2020-01-01\"}]";
        match (wanted, day) {
            (true, true) => done(request, row),
            (true, false) if request.body.contains("modify") => done(request, "null"),
            (true, false) => Reply::Hang,
            _ => done(request, "null"),
        }
    });
    let place = Place::at(server.address);
    let days = ["--since", "2026-01-01", "--until", "2026-01-02", "--provider", "qince.voucher"];
    place.good(&[&["sync"][..], &days].concat());
    let body = "{\"voucherId\":\"7087421684223516948\"}";
    let ran = place.good(&["call", "voucher.finishVoucher", "--yes", "--key", "k", "--body", body]);
    assert!(ran.err.contains("could not be read again"), "{}", ran.err);
    let listed = place.json(&["templates", "list"]);
    assert!(listed[0]["unread_write_at"].as_str().unwrap().ends_with('Z'), "{listed}");
    let shown = place.good(&["templates", "list"]).out;
    assert!(
        shown.contains("(changed by you at 20") && shown.contains(" +08:00, not read since)"),
        "{shown}"
    );
    let shown = place.good(&["templates", "list", "--lang", "zh"]).out;
    assert!(shown.contains("由您更改，之后未再读取"), "{shown}");
}

#[test]
fn templates_end_by_the_clock_and_a_vendors_word_is_said_to_be_one() {
    let (_served, place) = served();
    let ledger = rusqlite::Connection::open(place.path("coupons.db")).unwrap();
    ledger
        .execute_batch(
            "UPDATE template_rows SET state = 'open', ends_at = 1000000 WHERE place = 1;
             UPDATE template_rows SET state = '0', ends_at = NULL WHERE place = 2;
             UPDATE coupon_rows SET state = '转赠' WHERE place = 1;",
        )
        .unwrap();
    drop(ledger);
    let list = place.json(&["templates", "list", "--limit", "2"]);
    let states =
        |at: usize| [&list[at]["state"], &list[at]["state_now"]].map(|one| one.as_str().unwrap());
    assert_eq!((states(0), states(1)), (["open", "ended"], ["0", "0"]));
    let people = place.good(&["templates", "list", "--limit", "2"]).out;
    assert!(people.contains(" ended ") && people.contains("0 (the vendor's word)"), "{people}");
    let people = place.good(&["templates", "list", "--limit", "2", "--lang", "zh"]).out;
    assert!(people.contains("已结束") && people.contains("0（厂商原词）"), "{people}");
    let people = place.good(&["coupons", "list", "--state", "=转赠"]).out;
    assert!(people.contains("转赠 (the vendor's word)"), "{people}");
}

#[test]
fn people_read_beijing_time_with_its_zone_and_programs_instants() {
    let server = Server::new(|request| done(request, "null"));
    let place = Place::at(server.address);
    let write =
        ["call", "voucher.finishVoucher", "--yes", "--key", "k", "--body", "{\"voucherId\":\"1\"}"];
    place.good(&write);
    let entry = place.json(&["journal", "show", "k"]);
    let prepared: jiff::Timestamp = entry["prepared_at"].as_str().unwrap().parse().unwrap();
    let beijing = coupon_domain::beijing_text(prepared);
    assert!(beijing.ends_with(" +08:00"));
    for command in [&["journal", "show", "k"][..], &["journal", "list"]] {
        let people = place.good(command).out;
        assert!(people.contains(&beijing), "{beijing}: {people}");
    }
    // A write that was done before is one document, too.
    let again = place.json(&write);
    assert_eq!((&again["key"], &again["code"]), (&"k".into(), &Value::Null));
}
