//! Each neutral verb through its own command, against the sandbox.

use crate::support::{Place, Served};
use coupon_sandbox::SandboxConfig;
use serde_json::{Value, json};

fn served() -> (Served, Place) {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    (served, place)
}

fn write(place: &Place, arguments: &[&str]) -> Value {
    let done = place.json(&[arguments, &["--yes"]].concat());
    assert_eq!(done["state"], "done", "{done}");
    done
}

#[test]
fn templates_are_created_changed_ended_and_given() {
    let (served, place) = served();
    let customer = &served.access().qince.customers[0];
    let new = json!({
        "name": "二十元券", "begins": "2026-01-01", "ends": "2046-12-31", "discount": { "amount": "20" },
        "grant": "promotion", "per_customer": 3, "total": 100,
        "audience": { "customers": { "ids": [customer.id] } }, "goods": "all",
    });
    place.write("template.json", &new.to_string());
    let made = write(&place, &["templates", "create", "--file", "template.json"]);
    let id = made["template"].as_str().unwrap();
    write(&place, &["templates", "set-end-date", id, "2047-06-30"]);

    let customers = place.json(&["templates", "customers", id]);
    assert_eq!(
        (&customers[0]["id"], customers.as_array().unwrap().len()),
        (&customer.id.as_str().into(), 1)
    );

    let issued =
        write(&place, &["coupons", "issue", "--template", id, "--customer-code", &customer.code]);
    assert_eq!(issued["provider"], "qince.voucher");
    write(&place, &["coupons", "issue", "--template", id, "--customer", &customer.id]);
    write(&place, &["templates", "end", id]);

    place.good(&["sync"]);
    let template = place.json(&["templates", "show", id]);
    assert_eq!((&template["state"], &template["name"]), (&"ended".into(), &"二十元券".into()));
    assert!(template["ends_at"].as_str().unwrap().starts_with("2047-06-30T15:59"), "{template}");
    let held = place.json(&["coupons", "list", "--template", id, "--customer", &customer.id]);
    assert_eq!(held.as_array().unwrap().len(), 2);

    // The state before each issue is noted, so that a lost answer could be settled by reading.
    let journal = place.json(&["journal", "list"]);
    let baselines = |entry: &&Value| entry["operation"] == "issue";
    let baselines: Vec<&Value> =
        journal.as_array().unwrap().iter().filter(baselines).map(|e| &e["baseline"]).collect();
    assert_eq!(baselines, [1, 0]);
}

#[test]
fn exchange_coupons_are_issued_reviewed_annotated_and_shown() {
    let (served, place) = served();
    let access = served.access().qince;
    let item = format!("{}=2/箱", access.products[0].id);
    let issued = write(
        &place,
        &[
            "coupons",
            "issue",
            "--deal",
            "端午陈列协议",
            "--customer",
            &access.customers[0].id,
            "--from",
            "2026-01-01",
            "--until",
            "2046-12-31",
            "--item",
            &item,
            "--key",
            "first",
        ],
    );
    assert_eq!(
        (&issued["provider"], &issued["key"]),
        (&"qince.coupondetail".into(), &"first".into())
    );
    let code = issued["code"].as_str().unwrap();
    assert!(code.len() <= 32, "it can be looked up: {code}");
    let shown = place.json(&["coupons", "show", code, "--raw"]);
    assert_eq!((&shown["code"], &shown["state"]), (&code.into(), &"pending_review".into()));
    assert_eq!(shown["raw"]["coupon_no"], code);

    write(&place, &["coupons", "set-fields", code, "渠道=餐饮", "备注=a=b"]);
    write(&place, &["coupons", "review", code, "--approve", "--reviewer", "王经理"]);
    let shown = place.json(&["coupons", "show", code, "--raw"]);
    assert_eq!(shown["state"], "available");
    assert!(shown["raw"].to_string().contains("a=b"), "{shown}");

    let other = format!("code:{}=1/箱", access.products[0].code);
    write(
        &place,
        &[
            "coupons",
            "issue",
            "--deal",
            "端午陈列协议",
            "--customer-code",
            &access.customers[1].code,
            "--code",
            "T-2",
            "--from",
            "2026-01-01",
            "--until",
            "2046-12-31",
            "--item",
            &other,
        ],
    );
    write(&place, &["coupons", "review", "T-2", "--reject", "--reviewer", "王经理"]);
    assert_eq!(place.json(&["coupons", "show", "T-2"])["state"], "sent_back");
    let again = place.run(&["coupons", "review", "T-2", "--approve", "--by", "王经理", "--yes"]);
    assert_eq!(again.code, Some(5), "{again:?}");
}

#[test]
fn qmai_shows_templates_by_id_and_coupons_with_their_customer() {
    let (served, place) = served();
    let access = served.access().qmai;
    let id = &access.coupon_ids[0];
    assert_eq!(place.json(&["templates", "show", id])["id"], id.as_str());

    let body = json!({ "customerId": access.customers[0] }).to_string();
    let held = place.json(&["call", "v3.getCustomerCoupons", "--body", &body]);
    let card = held["rows"][0]["cardId"].to_string().replace('"', "");
    let ran = place.run(&["coupons", "show", &card]);
    assert_eq!(ran.code, Some(5), "Qmai finds a coupon only with its customer: {ran:?}");
    let shown = place.json(&[
        "coupons",
        "show",
        &card,
        "--customer",
        &access.customers[0],
        "--provider",
        "qmai",
    ]);
    assert_eq!((&shown["code"], &shown["provider"]), (&card.as_str().into(), &"qmai".into()));
    assert_eq!(place.run(&["templates", "show", "123456"]).code, Some(5));
}

#[test]
fn a_write_without_a_terminal_needs_yes_and_shows_its_plan() {
    let (_served, place) = served();
    let ran = place.run(&["templates", "end", "4803729511981613562"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    for part in ["end a template through trade (qince.voucher)", "4803729511981613562", "--yes"] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    let ran = place.run(&[
        "call",
        "voucher.finishVoucher",
        "--body",
        "{\"voucherId\":\"1\"}",
        "--lang",
        "zh",
    ]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("未发送"), "{}", ran.err);
    assert_eq!(place.run(&["journal", "list"]).code, Some(3), "nothing was recorded");
}

#[test]
fn what_no_account_can_do_is_unsupported_and_what_several_can_do_is_a_question() {
    let (served, place) = served();
    let end = ["templates", "end", "1", "--yes"];
    assert_eq!(place.run(&[&end[..], &["--account", "tea"]].concat()).code, Some(11));
    assert_eq!(
        place.run(&[&end[..], &["--provider", "qince.coupondetail"]].concat()).code,
        Some(11)
    );
    assert_eq!(place.run(&[&end[..], &["--account", "nobody"]].concat()).code, Some(2));

    let twice = served.config().replace("[accounts.trade]", "[accounts.other]");
    let twice = format!("{}{}", served.config(), &twice[twice.find("[accounts.other]").unwrap()..]);
    place.write("coupon.toml", &twice);
    let ran = place.run(&end);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("other, trade") && ran.err.contains("--account"), "{}", ran.err);
    assert_eq!(
        place.run(&[&end[..], &["--account", "other"]].concat()).code,
        Some(5),
        "asked, and refused"
    );
}

#[test]
fn a_field_that_a_provider_cannot_carry_is_an_error_and_never_dropped() {
    let (served, place) = served();
    let customer = &served.access().qince.customers[0].id;
    let ran = place.run(&[
        "coupons",
        "issue",
        "--template",
        "1",
        "--customer",
        customer,
        "--code",
        "X",
        "--yes",
    ]);
    assert_eq!(ran.code, Some(11), "{ran:?}");
}
