//! One coupon for each customer of a file: all or nothing is wrong with it, and every row ends up where it is told.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use crate::support::Place;
use crate::support::bulk::{Desk, code, counts, results, states, summary, template};
use serde_json::Value;

#[test]
fn every_customer_of_the_file_gets_one() {
    let desk = Desk::new(20);
    let single = ["coupons", "issue", "--template", &desk.template, "--customer-code"];
    desk.place.good(&[&single[..], &[&code(2), "--yes"]].concat());
    desk.place.write(
        "customers.csv",
        "\u{feff}#名称;customer_code\r\n甲店;CUS010001\r\n\r\n乙店;CUS010002\r\n",
    );
    let done = desk.good("customers.csv", &[]);
    assert_eq!(counts(&done), [2, 0, 2, 0, 0, 0]);
    assert_eq!((&done["stopped"], &done["account"]), (&Value::Null, &"trade".into()));
    let held = desk.held();
    assert_eq!((held[&code(1)], held[&code(2)], held.len()), (1, 2, 2));

    // The holdings before are noted from one reading, so that a lost answer could be settled.
    let journal = desk.place.json(&["journal", "list"]);
    let entries = journal.as_array().unwrap().iter().take(2);
    let noted: Vec<_> =
        entries.map(|entry| (entry["key"].clone(), entry["baseline"].clone())).collect();
    let batch = done["batch"].as_str().unwrap();
    let key = |line: u64| Value::from(format!("{batch}:{line}"));
    assert_eq!(noted, [(key(4), 1.into()), (key(2), 0.into())]);
    let lines = results(&desk.place, "customers.results.csv");
    assert_eq!(lines[1][..4], ["4", "CUS010002", key(4).as_str().unwrap(), "done"]);

    let again = desk.good("customers.csv", &[]);
    assert_eq!(counts(&again), [2, 2, 0, 0, 0, 0]);
    assert_eq!(desk.asked(), 3, "nothing was sent again");
}

#[test]
fn all_that_is_broken_is_listed_and_nothing_is_sent() {
    let desk = Desk::new(20);
    let long = "9".repeat(33);
    let text = format!(
        "customer,until\n100004,\n7.08742E+18,\n\n\"{long}\",\n,\n100004,\n100005,2026/12/31\n100006,x\n"
    );
    desk.place.write("customers.csv", &text);
    let before = desk.served.sandbox.log(0).len();
    for (lang, parts) in [
        (
            "en",
            [
                "is what a spreadsheet made",
                "the same customer as on line 2",
                "5 lines",
                "nothing was sent",
            ],
        ),
        ("zh", ["已被电子表格改写", "与第 2 行客户相同", "5 行有误", "未发送"]),
    ] {
        let ran = desk.run("customers.csv", &["--lang", lang]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(4), ""), "{ran:?}");
        for part in parts.into_iter().chain(["RCV-3"]) {
            assert!(ran.err.contains(part), "{part}: {}", ran.err);
        }
        let colon = if lang == "zh" { "：" } else { ": " };
        for line in [3, 5, 7, 8, 9] {
            let place = format!("customers.csv:{line}{colon}");
            assert!(ran.err.contains(&place), "{place}: {}", ran.err);
        }
    }
    for (text, part) in [
        ("customer,phone\n1,2\n", "there is no column phone; known are customer, customer_code"),
        ("customer\n", "no customer"),
    ] {
        desk.place.write("customers.csv", text);
        let ran = desk.run("customers.csv", &[]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("customers.csv:1: ") && ran.err.contains(part), "{ran:?}");
    }
    // The other vendor is asked whether the template is its own; this one is asked nothing.
    let asked = desk.served.sandbox.log(0).into_iter().filter(|call| call.vendor == "qince");
    assert_eq!(asked.count(), before, "no call was made");
    assert!(!desk.place.path("customers.results.csv").exists());
}

#[test]
fn a_title_and_a_total_are_left_out_and_said() {
    let desk = Desk::new(20);
    let text = format!("发券名单\ncustomer_code,#名称\n{},甲店\n合计,1\n", code(1));
    desk.place.write("customers.csv", &text);
    let ran = desk.run("customers.csv", &[]);
    assert_eq!((ran.code, counts(&summary(&ran))), (Some(0), [1, 0, 1, 0, 0, 0]), "{ran:?}");
    assert!(ran.err.contains("customers.csv: ") && ran.err.contains("1, 4"), "{ran:?}");
    assert_eq!(states(&desk.place, "customers.results.csv"), [(3, "done".to_owned())]);
}

#[test]
fn without_a_yes_the_plan_is_shown_and_nothing_is_sent() {
    let desk = Desk::new(20);
    desk.file("customers.csv", 1..=3);
    let arguments = desk.issue("customers.csv");
    let unconfirmed: Vec<&str> = arguments.into_iter().filter(|word| *word != "--yes").collect();
    let ran = desk.place.run(&unconfirmed);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    for part in ["3 coupons for the customers of customers.csv", &code(1), "--yes"] {
        assert!(ran.err.contains(part), "{part}: {ran:?}");
    }
    for wrong in [
        &["coupons", "issue", "--file", "customers.csv", "--yes"][..],
        &["coupons", "issue", "--file", "-", "--template", "1", "--yes"],
    ] {
        let ran = desk.place.run(wrong);
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }
    assert_eq!(desk.asked(), 0);
    assert!(!desk.place.path("customers.results.csv").exists());
}

#[test]
fn a_refused_row_stops_nobody_else_and_is_tried_again() {
    let desk = Desk::new(20);
    let one = template(&desk.place, 1);
    let template = ["coupons", "issue", "--template", &one, "--customer-code"];
    desk.place.good(&[&template[..], &[&code(2), "--yes"]].concat());
    desk.place.write(
        "customers.csv",
        &format!("customer_code\n{}\n{}\nCUS999999\n{}\n", code(1), code(2), code(3)),
    );
    let arguments = [
        "coupons",
        "issue",
        "--file",
        "customers.csv",
        "--template",
        &one,
        "--yes",
        "--output",
        "json",
    ];
    let ran = desk.place.run(&arguments);
    assert_eq!(ran.code, Some(5), "{ran:?}");
    assert!(
        ran.err.contains("error[refused]: 2 ") && ran.err.contains("customers.csv:3"),
        "{ran:?}"
    );
    assert_eq!(counts(&summary(&ran)), [4, 0, 2, 2, 0, 0]);
    let lines = results(&desk.place, "customers.results.csv");
    let listed: Vec<_> = lines.iter().map(|line| (line[3].as_str(), line[4].as_str())).collect();
    assert_eq!(listed, [("done", ""), ("refused", "1"), ("refused", "1"), ("done", "")]);
    assert!(lines[1][5].contains("RCV-8") && lines[2][5].contains("CUS999999"), "{lines:?}");

    let asked = desk.asked();
    let again = desk.place.run(&arguments);
    assert_eq!((again.code, counts(&summary(&again))), (Some(5), [4, 2, 0, 2, 0, 0]), "{again:?}");
    assert_eq!(desk.asked(), asked + 2, "only what was refused");
    assert!(results(&desk.place, "customers.results.csv")[1][2].ends_with(":3.2"));
}

#[test]
fn the_first_lost_answer_stops_the_run_unless_it_is_to_go_on() {
    let desk = Desk::new(20);
    desk.file("customers.csv", 1..=5);
    desk.befall("reset-after", 1, Some(1));
    let ran = desk.run("customers.csv", &[]);
    assert_eq!(ran.code, Some(10), "{ran:?}");
    for part in ["customers.csv:3: ", "error[unknown]: 1 line", "(3)", "coupon journal resolve"] {
        assert!(ran.err.contains(part), "{part}: {ran:?}");
    }
    let told = summary(&ran);
    assert_eq!((counts(&told), &told["stopped"]), ([5, 0, 1, 0, 1, 3], &"unknown".into()));
    let seen = states(&desk.place, "customers.results.csv");
    let words: Vec<&str> = seen.iter().map(|(_, state)| state.as_str()).collect();
    assert_eq!(words, ["done", "unknown", "waiting", "waiting", "waiting"]);

    let stuck = desk.run("customers.csv", &[]);
    assert_eq!((stuck.code, desk.asked()), (Some(10), 2), "no guess: {stuck:?}");

    desk.befall("reset-before", 0, Some(1));
    let on = desk.run("customers.csv", &["--go-on"]);
    assert_eq!(on.code, Some(10), "{on:?}");
    assert_eq!(counts(&summary(&on)), [5, 1, 2, 0, 2, 0]);
    assert_eq!(desk.asked(), 5);

    // One of the two was carried out, the other was not: both are settled by looking, and what is missing is sent.
    desk.resolve();
    let last = desk.good("customers.csv", &[]);
    assert_eq!(counts(&last), [5, 4, 1, 0, 0, 0]);
    let held = desk.held();
    assert!(held.len() == 5 && held.values().all(|&count| count == 1), "{held:?}");
    assert!(states(&desk.place, "customers.results.csv").iter().all(|(_, state)| state == "done"));
}

#[test]
fn who_has_an_unknown_row_gets_no_other_one_meanwhile() {
    let desk = Desk::new(20);
    let lines = [code(1), code(2), code(1)].join("\n");
    desk.place.write("customers.csv", &format!("customer_code\n{lines}\n"));
    let refused = desk.run("customers.csv", &[]);
    assert_eq!(refused.code, Some(4), "{refused:?}");

    desk.befall("reset-before", 0, Some(1));
    let ran = desk.run("customers.csv", &["--allow-duplicates", "--go-on"]);
    assert_eq!((ran.code, counts(&summary(&ran))), (Some(10), [3, 0, 1, 0, 1, 1]), "{ran:?}");
    desk.resolve();
    assert_eq!(counts(&desk.good("customers.csv", &["--allow-duplicates"])), [3, 1, 2, 0, 0, 0]);
    let held = desk.held();
    assert_eq!((held[&code(1)], held[&code(2)]), (2, 1));
}

#[test]
fn another_file_does_not_pass_for_the_rest_of_the_first() {
    let desk = Desk::new(20);
    desk.file("customers.csv", 1..=2);
    desk.good("customers.csv", &[]);
    desk.file("customers.csv", 1..=3);
    let asked = desk.asked();
    let changed = desk.run("customers.csv", &[]);
    assert_eq!((changed.code, desk.asked()), (Some(2), asked), "{changed:?}");
    assert!(
        changed.err.contains("customers.results.csv") && changed.err.contains("--results"),
        "{changed:?}"
    );

    // Nor does a ledger that knows nothing of what was done.
    desk.file("customers.csv", 1..=2);
    let elsewhere = desk.run("customers.csv", &["--store", "sqlite:other.db"]);
    assert_eq!((elsewhere.code, desk.asked()), (Some(2), asked), "{elsewhere:?}");
    assert!(elsewhere.err.contains("sqlite:other.db knows nothing"), "{elsewhere:?}");
    desk.file("customers.csv", 1..=3);

    // A name of its own keeps a batch together whatever is added to its file.
    let named = |file, results| {
        let more = ["--key", "march", "--results", results];
        desk.run(file, &more)
    };
    assert_eq!(counts(&summary(&named("customers.csv", "march.csv"))), [3, 0, 3, 0, 0, 0]);
    desk.file("customers.csv", 1..=4);
    assert_eq!(counts(&summary(&named("customers.csv", "march.csv"))), [4, 3, 1, 0, 0, 0]);
    desk.file("customers.csv", 2..=5);
    let moved = named("customers.csv", "march.csv");
    assert_eq!((moved.code, desk.asked()), (Some(2), asked + 4), "{moved:?}");
    assert!(moved.err.contains("journal march:2") && moved.err.contains(&code(1)), "{moved:?}");
}

#[test]
fn exchange_coupons_have_goods_and_days_of_their_own() {
    let desk = Desk::new(20);
    let product = &desk.served.access().qince.products[0];
    let text = format!(
        "customer_code,code,until,items\n{},,,\n{},OWN-1,2040/6/30,\"code:{}=2.5/箱\"\n",
        code(1),
        code(2),
        product.code
    );
    desk.place.write("customers.csv", &text);
    let item = format!("{}=1/箱", product.id);
    let issue = ["coupons", "issue", "--file", "customers.csv", "--deal", "端午陈列协议", "--yes"];
    let terms = ["--from", "2026-01-01", "--until", "2046-12-31"];
    let unfinished = desk.place.run(&[&issue[..], &terms].concat());
    assert_eq!(unfinished.code, Some(4), "{unfinished:?}");
    assert!(
        unfinished.err.contains("customers.csv:2: ") && unfinished.err.contains("CPA-11"),
        "{unfinished:?}"
    );

    let whole = [&issue[..], &terms, &["--item", &item]].concat();
    let done = desk.place.json(&whole);
    assert_eq!(
        (counts(&done), &done["provider"]),
        ([2, 0, 2, 0, 0, 0], &"qince.coupondetail".into())
    );
    let lines = results(&desk.place, "customers.results.csv");
    assert_eq!(lines[1][7], "OWN-1");
    let usual = desk.place.json(&["coupons", "show", &lines[0][7]]);
    let own = desk.place.json(&["coupons", "show", "OWN-1"]);
    assert_eq!(
        (&usual["customer_code"], &own["customer_code"]),
        (&code(1).into(), &code(2).into())
    );
    assert!(own["ends_at"].as_str().unwrap().starts_with("2040-06-30"), "{own}");
    assert!(usual["ends_at"].as_str().unwrap().starts_with("2046-12-31"), "{usual}");

    // The same rows with other terms are not the same coupons.
    let other =
        [&issue[..], &["--from", "2026-01-01", "--until", "2045-12-31", "--item", &item]].concat();
    let ran = desk.place.run(&other);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("2045-12-31") && ran.err.contains("2046-12-31"), "{ran:?}");
}

#[test]
fn what_would_befall_every_row_stops_the_run() {
    let desk = Desk::new(20);
    desk.file("customers.csv", 1..=3);
    let place = Place::new();
    let key = desk.served.access().qince.app_key;
    place.write("coupon.toml", &desk.served.config().replace(&key, "another-key"));
    place.write("customers.csv", "customer_code\nCUS010001\n");
    let ran = place.run(&[&desk.issue("customers.csv")[..], &["--output", "json"]].concat());
    assert_eq!(ran.code, Some(6), "{ran:?}");
    assert_eq!((counts(&summary(&ran)), desk.asked()), ([1, 0, 0, 0, 0, 1], 0));

    desk.befall("429=3600", 1, Some(1));
    let ran = desk.run("customers.csv", &[]);
    assert_eq!(ran.code, Some(7), "{ran:?}");
    let told = summary(&ran);
    assert_eq!((counts(&told), &told["stopped"]), ([3, 0, 1, 1, 0, 1], &"failed".into()));
    assert_eq!(counts(&desk.good("customers.csv", &[])), [3, 1, 2, 0, 0, 0]);
    let held = desk.held();
    assert!(held.len() == 3 && held.values().all(|&count| count == 1), "{held:?}");
}
