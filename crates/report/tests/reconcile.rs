//! Each kind of break is found where it was planted, none is invented, and the money adds up.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::io::Cursor;

use common::{LedgerFolder, at, coupon, now, put_coupons};
use coupon_domain::{Coupon, CouponState, Item};
use coupon_ledger::Ledger;
use coupon_report::{
    Break, BreakKind, Mapping, Measure, NotReconcilableReason, OrderExamples, ReconcileError,
    ReconcileOptions, Reconciliation, breaks_csv, reconcile,
};
use jiff::civil::date;
use rust_decimal::Decimal;

const HEADER: &str = "账户,订单号,下单时间,优惠券抵扣,兑换数量,商品编码,券码\n";

fn mapping() -> Mapping {
    let text = r#"
        order_no = "订单号"
        time = "下单时间"
        voucher_amount = "优惠券抵扣"
        goods_quantity = "兑换数量"
        product_code = "商品编码"
        coupon = "券码"
        account = "账户"
    "#;
    toml::from_str(text).unwrap()
}

fn terms() -> ReconcileOptions {
    ReconcileOptions {
        account: None,
        since: date(2026, 3, 1),
        until: date(2026, 3, 31),
        tolerance: Decimal::ZERO,
        without_orders: vec!["qmai".into()],
    }
}

/// Used on a day of March, with validity over the whole of it.
fn voucher(id: &str, order: &str, day: u32, amount: &str) -> Coupon {
    Coupon {
        state: CouponState::Used,
        used_at: Some(at(&format!("2026-03-{day:02}T04:00:00Z"))),
        begins_at: Some(at("2026-02-28T16:00:00Z")),
        ends_at: Some(at("2026-03-31T15:59:59Z")),
        order_no: Some(order.to_owned()),
        used_amount: Some(amount.parse().unwrap()),
        ..coupon(id)
    }
}

fn goods(id: &str, code: &str, order: &str, product: &str, quantity: &str) -> Coupon {
    let quantity = Some(quantity.parse().unwrap());
    let item = Item {
        code: Some(product.to_owned()),
        quantity,
        unit: Some("箱".to_owned()),
        ..Item::default()
    };
    let code = Some(code.to_owned());
    Coupon { code, item: Some(item), used_amount: None, ..voucher(id, order, 9, "0") }
}

async fn run(
    ledger: &Ledger,
    lines: &[&str],
    terms: &ReconcileOptions,
) -> Result<Reconciliation, ReconcileError> {
    let file = format!("{HEADER}{}\n", lines.join("\n"));
    reconcile(ledger, Cursor::new(file), &mapping(), terms, now()).await
}

/// `used_without_order B2 [v2] 10 -`
fn shown(found: &Break) -> String {
    let or = |value: Option<Decimal>| value.map_or("-".to_owned(), |value| value.to_string());
    let order = found.order_no.as_deref().unwrap_or("-");
    format!(
        "{} {order} {:?} {} {}",
        found.kind.as_str(),
        found.coupons,
        or(found.ledger),
        or(found.orders)
    )
}

async fn filled(place: &LedgerFolder, vouchers: Vec<Coupon>, goods: Vec<Coupon>) -> Ledger {
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", vouchers).await;
    put_coupons(&ledger, "trade", "qince.coupondetail", goods).await;
    ledger
}

#[tokio::test]
async fn each_kind_of_break_is_found_and_none_is_invented() {
    let place = LedgerFolder::new();
    let early =
        Coupon { begins_at: Some(at("2026-03-20T16:00:00Z")), ..voucher("early", "A6", 20, "1") };
    let vouchers = vec![
        voucher("fine", "A1", 1, "10.00"),
        voucher("differs", "A2", 2, "10.00"),
        voucher("no order", "A3", 3, "5"),
        Coupon { order_no: None, ..voucher("blank order", "", 3, "6") },
        early,
        voucher("february", "A7", 1, "99"),
        Coupon { state: CouponState::Available, ..voucher("unused", "A8", 8, "3") },
    ];
    let exchanged = vec![
        goods("g1", "QD-1", "B1", "P1", "10"),
        goods("g2", "QD-1", "B1", "P2", "5"),
        goods("g3", "QD-2", "B2", "P1", "3"),
        goods("g4", "QD-3", "B3", "P1", "1"),
        goods("g5", "QD-3", "B4", "P1", "1"),
    ];
    let ledger = filled(&place, vouchers, exchanged).await;
    let lines = [
        "trade,A1,2026-03-01 08:00:00,10,,,",
        "trade,A2,2026-03-02,9.99,,,",
        "trade,A5,2026/3/5,\"¥1,234.50\",,,",
        "trade,A6,2026-03-20,1,,,",
        "trade,A7,2026-02-28,98,,,",
        "trade,A9,2026-03-09,0,,,",
        "trade,B1,2026-03-09,,10,P1,QD-1",
        "trade,B1,2026-03-09,,5.0,P2,QD-1",
        "trade,B2,2026-03-09,,2,P1,QD-2",
        "trade,B3,2026-03-09,,1,P1,QD-3",
        "trade,B4,2026-03-09,,1,P1,QD-3",
        ",,,,,,",
    ];
    let run = run(&ledger, &lines, &terms()).await.unwrap();
    let found: Vec<_> = run.breaks.iter().map(shown).collect();
    assert_eq!(
        found,
        [
            r#"amount_differs A2 ["differs"] 10.00 9.99"#,
            r#"used_without_order - ["blank order"] 6 -"#,
            r#"used_without_order A3 ["no order"] 5 -"#,
            r#"order_without_use A5 [] - 1234.50"#,
            r#"amount_differs B2 ["QD-2"] 3 2"#,
            r#"used_twice B3 ["QD-3"] - -"#,
            r#"used_outside_dates A6 ["early"] 1 -"#,
        ]
    );
    assert_eq!(run.breaks[0].lines, [3]);
    assert_eq!(run.breaks[5].other_orders, ["B4"]);
    assert_eq!(run.breaks[4].product.as_deref(), Some("P1"));
    assert_eq!((run.breaks[4].measure, run.breaks[0].measure), (Measure::Goods, Measure::Money));
    assert_eq!(BreakKind::ALL.len(), 5);
    // 10.00 + 10.00 + 5 + 6 + 1 against 10 + 9.99 + 1234.50 + 1; February is not March.
    assert_eq!(run.total.ledger_money.to_string(), "32.00");
    assert_eq!(run.total.orders_money.to_string(), "1255.49");
    assert_eq!(
        (run.total.ledger_goods.to_string(), run.total.orders_goods.to_string()),
        ("20".into(), "19.0".into())
    );
    assert_eq!(run.total.breaks, 7);
    let third = run.days.iter().find(|total| total.day == Some(date(2026, 3, 3))).unwrap();
    assert_eq!((third.uses, third.lines, third.breaks), (2, 0, 2));
    assert_eq!(run.order_lines, 10, "a blank line is no order, and B1 has two lines");
}

#[tokio::test]
async fn thousands_of_orders_with_planted_breaks_add_up_to_the_cent() {
    let place = LedgerFolder::new();
    let (mut vouchers, mut lines, mut planted) = (Vec::new(), Vec::new(), Vec::new());
    let (mut ledger_cents, mut file_cents) = (0, 0);
    for n in 0..5_000_u32 {
        let (order, day, cents) =
            (format!("8144100181735{:06}", n + 1), n % 31 + 1, i64::from(n * 37 % 10_000 + 1));
        let amount = |cents: i64| Decimal::new(cents, 2).to_string();
        let (used, paid) = match n % 50 {
            7 => (Some(cents), Some(cents + 1)),
            17 => (Some(cents), None),
            27 => (None, Some(cents)),
            _ => (Some(cents), Some(cents)),
        };
        let kind = match n % 50 {
            7 => Some("amount_differs"),
            17 => Some("used_without_order"),
            27 => Some("order_without_use"),
            _ => None,
        };
        planted.extend(kind.map(|kind| format!("{kind} {order}")));
        if let Some(cents) = used {
            vouchers.push(voucher(&format!("v{n}"), &order, day, &amount(cents)));
            ledger_cents += cents;
        }
        if let Some(cents) = paid {
            lines.push(format!("trade,{order},2026-03-{day:02},{},,,", amount(cents)));
            file_cents += cents;
        }
    }
    let ledger = filled(&place, vouchers, Vec::new()).await;
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let run = run(&ledger, &lines, &terms()).await.unwrap();
    let mut found: Vec<_> = run
        .breaks
        .iter()
        .map(|found| format!("{} {}", found.kind.as_str(), found.order_no.as_deref().unwrap()))
        .collect();
    found.sort();
    planted.sort();
    assert_eq!(found.len(), 300);
    assert_eq!(found, planted);
    assert_eq!(run.total.ledger_money, Decimal::new(ledger_cents, 2));
    assert_eq!(run.total.orders_money, Decimal::new(file_cents, 2));
    let by_day: Decimal = run.days.iter().map(|day| day.ledger_money).sum();
    assert_eq!((by_day, run.days.len()), (run.total.ledger_money, 31));
}

#[tokio::test]
async fn the_tolerance_is_per_order_and_never_for_goods() {
    let place = LedgerFolder::new();
    let vouchers =
        vec![voucher("a", "A1", 1, "10"), voucher("b", "A1", 1, "5"), voucher("c", "A2", 1, "1")];
    let ledger = filled(&place, vouchers, vec![goods("g", "QD", "B1", "P1", "1")]).await;
    let lines = [
        "trade,A1,2026-03-01,14.99,,,",
        "trade,A2,2026-03-01,0.98,,,",
        "trade,B1,2026-03-09,,1.01,P1,",
    ];
    let terms = ReconcileOptions { tolerance: Decimal::new(1, 2), ..terms() };
    let run = run(&ledger, &lines, &terms).await.unwrap();
    let found: Vec<_> = run.breaks.iter().map(shown).collect();
    assert_eq!(found, [r#"amount_differs A2 ["c"] 1 0.98"#, r#"amount_differs B1 ["QD"] 1 1.01"#]);
}

#[tokio::test]
async fn what_cannot_be_compared_is_listed_with_the_reason() {
    let place = LedgerFolder::new();
    let ledger = filled(&place, Vec::new(), vec![goods("g", "QD", "B1", "P1", "1")]).await;
    let qmai = |id: &str, changed: &str| Coupon {
        state: CouponState::Used,
        changed_at: Some(at(changed)),
        amount: Some(Decimal::TEN),
        ..coupon(id)
    };
    let coupons = [qmai("in", "2026-03-31T15:00:00Z"), qmai("out", "2026-03-31T16:00:00Z")];
    put_coupons(&ledger, "tea", "qmai", coupons).await;
    let mapping = Mapping { goods_quantity: None, product_code: None, ..mapping() };
    let run = reconcile(&ledger, Cursor::new(HEADER), &mapping, &terms(), now()).await.unwrap();
    assert!(run.agrees());
    let listed: Vec<_> = run
        .not_reconcilable
        .iter()
        .map(|group| {
            (group.provider.as_str(), group.why, group.coupons.len(), group.coupons[0].approximate)
        })
        .collect();
    assert_eq!(
        listed,
        [
            ("qmai", NotReconcilableReason::NoOrders, 1, true),
            ("qince.coupondetail", NotReconcilableReason::NoColumn, 1, false)
        ]
    );
}

#[tokio::test]
async fn orders_of_an_account_whose_coupons_name_none_are_listed_and_no_breaks() {
    let place = LedgerFolder::new();
    let ledger = filled(&place, vec![voucher("v", "A1", 1, "5")], Vec::new()).await;
    let lines = [
        "trade,A1,2026-03-01,5,,,",
        "tea,T1,2026-03-02,3,,,",
        "tea,T1,2026-03-02,4.50,,,",
        "tea,T2,2026-03-02,0,,,",
        "tea,T3,2026-04-02,1,,,",
    ];
    let run = run(&ledger, &lines, &terms()).await.unwrap();
    assert!(run.agrees(), "{:?}", run.breaks);
    let [group] = &run.orders_not_reconcilable[..] else { panic!("{run:?}") };
    assert_eq!(group.account.as_str(), "tea");
    let [order] = &group.orders[..] else { panic!("{group:?}") };
    let sum = order.amount.map(|yuan| yuan.to_string());
    assert_eq!((order.order_no.as_str(), sum.as_deref()), ("T1", Some("7.50")));
    assert_eq!((&order.lines[..], order.day), (&[3, 4][..], Some(date(2026, 3, 2))));
    assert_eq!((run.order_lines, run.total.lines), (4, 1));
}

#[tokio::test]
async fn a_line_with_an_amount_and_a_quantity_is_one_line_of_its_day() {
    let place = LedgerFolder::new();
    let ledger = filled(&place, vec![voucher("v", "A1", 1, "5")], Vec::new()).await;
    let lines = ["trade,A1,2026-03-01,5,2,P1,", "trade,A1,2026-03-01,,3,P2,"];
    let run = run(&ledger, &lines, &terms()).await.unwrap();
    assert_eq!((run.days[0].lines, run.total.lines), (2, 2), "{run:?}");
    assert_eq!(run.total.orders_goods.to_string(), "5");
}

#[tokio::test]
async fn a_coupon_in_two_orders_of_the_file_is_used_twice() {
    let place = LedgerFolder::new();
    let ledger = filled(&place, vec![voucher("v", "A1", 1, "5")], Vec::new()).await;
    let lines = ["trade,A1,2026-03-01,5,,,v", "trade,A2,2026-03-02,5,,,'v"];
    let run = run(&ledger, &lines, &terms()).await.unwrap();
    let found: Vec<_> = run.breaks.iter().map(shown).collect();
    assert_eq!(found, [r#"used_twice A1 ["v"] - -"#, r#"order_without_use A2 [] - 5"#]);
    assert_eq!(run.breaks[0].lines, [2, 3]);
}

#[tokio::test]
async fn a_file_without_one_order_of_the_ledger_is_told_with_a_number_of_each_side() {
    let place = LedgerFolder::new();
    let ledger = filled(&place, vec![voucher("v", "A1", 1, "10")], vec![]).await;
    let none = |lines: &'static [&'static str]| async {
        run(&ledger, lines, &terms()).await.unwrap().no_common_order
    };
    let examples = OrderExamples { orders: "B7".to_owned(), ledger: "A1".to_owned() };
    assert_eq!(none(&["trade,B7,2026-03-02,10,,,"]).await, Some(examples));
    assert_eq!(none(&["trade,B7,2026-03-02,10,,,", "trade,A1,2026-03-02,0,,,"]).await, None);
    assert_eq!(none(&["trade,B7,2026-04-02,10,,,"]).await, None, "an order of another month");
    assert_eq!(none(&[]).await, None, "a day without orders");
}

#[tokio::test]
async fn a_use_without_a_day_belongs_to_the_range_of_its_order_or_to_none() {
    let place = LedgerFolder::new();
    let undated = |id: &str, order: &str| Coupon { used_at: None, ..voucher(id, order, 1, "5") };
    let ledger = filled(&place, vec![undated("a", "A1"), undated("b", "A2")], Vec::new()).await;
    let run = run(&ledger, &["trade,A1,2026-03-01,5,,,"], &terms()).await.unwrap();
    assert!(run.agrees(), "{:?}", run.breaks);
    assert_eq!((run.undated, run.total.uses), (1, 1));
}

#[tokio::test]
async fn a_file_that_does_not_fit_is_refused_with_line_and_column() {
    let place = LedgerFolder::new();
    let ledger = place.ledger().await;
    for (line, message) in [
        (
            "trade,1.23E+18,2026-03-01,1,,,",
            "line 2, column 订单号: \"1.23E+18\" is a number that a spreadsheet",
        ),
        ("trade,,2026-03-01,1,,,", "line 2, column 订单号: \"\" is blank"),
        ("trade,A,03/01/2026,1,,,", "line 2, column 下单时间: \"03/01/2026\" is no day"),
        ("trade,A,2026-03-01,ten,,,", "line 2, column 优惠券抵扣: \"ten\" is no number"),
        ("trade,A,2026-03-01,\"12,50\",,,", "line 2, column 优惠券抵扣: \"12,50\" is no number"),
        ("trade,A,2026-03-01", "line 2: found record with 3 fields"),
        ("other,A,2026-03-01,1,,,", "line 2: account other is not among tea, trade"),
    ] {
        let error = run(&ledger, &[line], &terms()).await.unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
    let not_utf8 =
        reconcile(&ledger, Cursor::new(b"\xd5\xff\n"), &mapping(), &terms(), now()).await;
    let not_utf8 = not_utf8.unwrap_err().to_string();
    assert!(not_utf8.contains("line 1 is neither UTF-8 nor GB18030"), "{not_utf8}");
    for (file, message) in [
        ("\u{feff}\r\n", "it is empty"),
        ("PK\u{3}\u{4}", "the workbook cannot be read"),
        ("订单号^优惠券抵扣\nA^1\n", "the header is one cell"),
        ("订单号;优惠券抵扣\nA;1\n", "no column \"下单时间\""),
        ("账户,订单号,下单时间,优惠券抵扣,订单号\n", "column 订单号 is there twice"),
    ] {
        let error = reconcile(&ledger, Cursor::new(file), &mapping(), &terms(), now()).await;
        let error = error.unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
    let other = reconcile(&ledger, Cursor::new("a,b\n"), &mapping(), &terms(), now()).await;
    assert!(other.unwrap_err().to_string().contains("no column \"订单号\" (it has a, b)"));
    let nothing = Mapping { voucher_amount: None, goods_quantity: None, ..mapping() };
    let nothing = reconcile(&ledger, Cursor::new(HEADER), &nothing, &terms(), now()).await;
    assert!(matches!(nothing.unwrap_err(), ReconcileError::NothingToCompare));
    let nobody = Mapping { account: None, ..mapping() };
    let nobody = reconcile(&ledger, Cursor::new(HEADER), &nobody, &terms(), now()).await;
    assert!(matches!(nobody.unwrap_err(), ReconcileError::NoAccount));
}

#[tokio::test]
async fn a_sum_that_would_be_rounded_is_refused() {
    let place = LedgerFolder::new();
    let vouchers =
        vec![voucher("a", "A1", 1, "0.0000000000000000000000000001"), voucher("b", "A1", 1, "100")];
    let ledger = filled(&place, vouchers, Vec::new()).await;
    let error = run(&ledger, &[], &terms()).await.unwrap_err();
    assert!(error.to_string().starts_with("order A1: more digits"), "{error}");
}

#[tokio::test]
async fn a_run_is_read_back_from_its_json_and_its_breaks_from_csv() {
    let place = LedgerFolder::new();
    let ledger =
        filled(&place, vec![voucher("=1+1", "8144100181735612578", 1, "5")], Vec::new()).await;
    let run = run(&ledger, &[], &terms()).await.unwrap();
    let json = serde_json::to_string(&run).unwrap();
    assert_eq!(serde_json::from_str::<Reconciliation>(&json).unwrap(), run);
    assert!(json.contains(r#""ledger":"5""#), "money is text: {json}");

    let mut file = Vec::new();
    breaks_csv(&run, &mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    let row = "used_without_order,trade,2026-03-01,'8144100181735612578,,'=1+1,,money,5,,\r\n";
    assert!(text.starts_with("\u{feff}kind,account,day") && text.ends_with(row), "{text}");
}
