//! The plan of a write can be checked by a person: names, validity, what is held, what changes from what to what.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use crate::support::{Place, Served};
use coupon_sandbox::SandboxConfig;
use serde_json::{Value, json};

/// A sandbox with a template of our own; the ledger is synced only if that is asked for.
fn desk(synced: bool) -> (Served, Place, String) {
    let served = Served::new(SandboxConfig { coupons: 30, ..SandboxConfig::default() });
    let place = Place::of(&served);
    let new = json!({
        "name": "二十元券", "begins": "2026-01-01", "ends": "2046-12-31", "discount": { "amount": "20" },
        "grant": "promotion", "per_customer": 3, "total": 100,
        "audience": { "customers": { "ids": [served.access().qince.customers[0].id] } }, "goods": "all",
    });
    place.write("template.json", &new.to_string());
    let made = place.json(&["templates", "create", "--file", "template.json", "--yes"]);
    let id = made["template"].as_str().unwrap().to_owned();
    match synced {
        true => drop(place.good(&["sync"])),
        false => std::fs::remove_file(place.path("coupons.db")).unwrap(),
    }
    (served, place, id)
}

/// The plan of a write that is not confirmed, in both languages.
fn plans(place: &Place, command: &[&str]) -> [String; 2] {
    let plan = |lang| {
        let ran = place.run(&[command, &["--lang", lang]].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.out.is_empty());
        ran.err
    };
    [plan("en"), plan("zh")]
}

fn assert_says(plans: &[String; 2], en: &[&str], zh: &[&str]) {
    for (plan, parts) in plans.iter().zip([en, zh]) {
        for part in parts {
            assert!(plan.lines().any(|line| line.trim() == *part), "{part}:\n{plan}");
        }
    }
}

#[test]
fn a_template_is_named_with_its_worth_and_what_changes_from_the_ledger_or_the_vendor() {
    for synced in [true, false] {
        let (_served, place, id) = desk(synced);
        let (en, zh) = (
            format!("template: {id} (二十元券, ¥20.00)"),
            format!("模板：{id}（二十元券，¥20.00）"),
        );
        let shown = plans(&place, &["templates", "set-end-date", &id, "2047-06-30"]);
        assert_says(
            &shown,
            &[
                "move the last day of a template through trade (qince.voucher):",
                &en,
                "last day: 2046-12-31 -> 2047-06-30",
            ],
            &[
                "更改模板截止日期，经由 trade（qince.voucher）：",
                &zh,
                "截止日期：2046-12-31 -> 2047-06-30",
            ],
        );
        assert!(!shown[0].contains('{'), "the JSON stays behind --verbose: {}", shown[0]);
        let verbose = place.run(&["templates", "set-end-date", &id, "2047-06-30", "-v"]);
        assert!(verbose.err.contains("\"change_end\""), "{}", verbose.err);
        let shown = plans(&place, &["templates", "end", &id]);
        assert_says(&shown, &[&en, "state: open -> ended"], &[&zh, "状态：进行中 -> 已结束"]);
        let unknown = plans(&place, &["templates", "end", "999"]);
        assert!(unknown[0].contains("999 (neither the ledger nor the vendor tells more)"));
        assert!(unknown[1].contains("状态：未知 -> 已结束"), "{}", unknown[1]);
        // Raw calls are told in the same words.
        let body = format!("{{\"voucherId\":\"{id}\"}}");
        let raw = plans(&place, &["call", "voucher.finishVoucher", "--body", &body]);
        assert_says(&raw, &["voucher.finishVoucher through trade (qince.voucher):", &en], &[&zh]);
        assert_eq!(place.path("coupons.db").exists(), synced, "a plan makes no ledger");
    }
}

#[test]
fn an_issue_tells_the_customer_the_validity_and_how_many_are_held() {
    let (served, place, id) = desk(true);
    let customer = &served.access().qince.customers[0];
    let issue = ["coupons", "issue", "--template", &id, "--customer-code", &customer.code];
    place.good(&[&issue[..], &["--yes"]].concat());
    let known = place.json(&["templates", "customers", &id]);
    let name = known[0]["name"].as_str().unwrap();
    let (en, zh) = (
        format!("customer: {} ({name}, {})", customer.id, customer.code),
        format!("客户：{}（{name}，{}）", customer.id, customer.code),
    );
    assert_says(
        &plans(&place, &issue),
        &[
            "issue a coupon through trade (qince.voucher):",
            &en,
            "the customer holds 1 of them now",
            "valid: 2026-01-01 to 2046-12-31",
        ],
        &[
            "发券，经由 trade（qince.voucher）：",
            &zh,
            "该客户目前持有 1 张",
            "有效期：2026-01-01 至 2046-12-31",
        ],
    );

    place.write("customers.csv", &format!("customer_code\n{}\nCUS-other\n", customer.code));
    let many = ["coupons", "issue", "--template", &id, "--file", "customers.csv"];
    assert_says(
        &plans(&place, &many),
        &[
            "2 coupons for the customers of customers.csv; 0 were issued before; the first of them:",
            &en,
        ],
        &["为 customers.csv 中的客户发放 2 张；此前已发 0 张；其中第一张：", &zh],
    );
}

#[test]
fn a_coupon_of_goods_tells_its_number_its_goods_and_later_what_a_review_and_fields_change() {
    let (served, place, _) = desk(true);
    let access = served.access().qince;
    let item = format!("{}=2/箱", access.products[0].id);
    let issue = [
        "coupons",
        "issue",
        "--agreement",
        "端午陈列协议",
        "--customer",
        &access.customers[0].id,
        "--code",
        "T-1",
        "--valid-from",
        "2026-01-01",
        "--valid-until",
        "2046-12-31",
        "--item",
        &item,
    ];
    let goods = format!("goods: {} 2箱", access.products[0].id);
    assert_says(
        &plans(&place, &issue),
        &[
            "number of the new coupon: T-1",
            "valid: 2026-01-01 to 2046-12-31",
            &goods,
            "the customer holds 0 of them now",
        ],
        &["新券号：T-1", "有效期：2026-01-01 至 2046-12-31", "该客户目前持有 0 张"],
    );
    place.good(&[&issue[..], &["--yes"]].concat());
    let shown = place.json(&["coupons", "show", "T-1"]);
    assert_eq!(shown["state"], "pending_review", "it is in the ledger at once");

    place.good(&["coupons", "set-fields", "T-1", "渠道=餐饮", "--yes"]);
    let fields = ["coupons", "set-fields", "T-1", "渠道=商超", "备注=新"];
    assert_says(
        &plans(&place, &fields),
        &["field 渠道: 餐饮 -> 商超", "field 备注: not known -> 新"],
        &["字段 渠道：餐饮 -> 商超", "字段 备注：未知 -> 新"],
    );
    let review = ["coupons", "review", "T-1", "--approve", "--reviewer", "王经理"];
    let shown = plans(&place, &review);
    assert_says(&shown, &["state: pending_review -> approved"], &["状态：待审批 -> 审批通过"]);
    assert!(shown[0].contains("coupon: T-1 (端午陈列协议, "), "{}", shown[0]);
    place.good(&[&review[..], &["--yes"]].concat());
    assert_eq!(
        place.json(&["coupons", "show", "T-1"])["state"],
        "available",
        "read again after it"
    );
    let journal: Value = place.json(&["journal", "list"]);
    let read =
        |entry: &&Value| entry["operation"] != "issue" && entry["operation"] != "create_template";
    let entries: Vec<&Value> = journal.as_array().unwrap().iter().filter(read).collect();
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().all(|entry| entry["read_at"].is_string()), "{journal}");
}
