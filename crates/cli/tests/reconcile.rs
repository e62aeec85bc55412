//! A synced ledger against order files that were made from it, with breaks planted on purpose.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::{collections::BTreeSet, fmt::Write, fs};

use crate::support::{Place, Served, rows};
use coupon_sandbox::SandboxConfig;
use rusqlite::Connection;
use serde_json::Value;

const MAP: &str = "order_no = \"订单号\"\ntime = \"下单时间\"\nvoucher_amount = \"优惠券抵扣\"\n\
    goods_quantity = \"兑换数量\"\nproduct_code = \"商品编码\"\ncoupon = \"券\"\naccount = \"账户\"\n";
const RECONCILE: [&str; 5] = ["reconcile", "--orders", "orders.csv", "--map", "map.toml"];

/// A line of the order file.
#[derive(Debug, Clone, Default)]
struct Line {
    order_no: String,
    day: String,
    fen: Option<i64>,
    quantity: Option<i64>,
    product: String,
    coupon: String,
}

fn synced(coupons: usize) -> Place {
    let served = Served::new(SandboxConfig { coupons, ..SandboxConfig::default() });
    let place = Place::of(&served);
    place.good(&["sync"]);
    place.write("map.toml", MAP);
    place
}

/// The lines of a shop that agrees with the ledger: vouchers, then goods.
fn agreeing(place: &Place) -> (Vec<Line>, Vec<Line>) {
    let of = |provider: &str| {
        let sql = format!(
            "select order_no, strftime('%Y-%m-%d', used_at, '+8 hours'), coalesce(used_amount, amount, ''), \
             coalesce(quantity, ''), coalesce(product_code, ''), coalesce(code, id) from coupons \
             where provider = '{provider}' and state in ('used', 'recovered') order by id"
        );
        rows(&place.path("coupons.db"), &sql).into_iter().map(line).collect()
    };
    (of("qince.voucher"), of("qince.coupondetail"))
}

fn line(row: Vec<String>) -> Line {
    let [order_no, day, yuan, quantity, product, coupon] = row.try_into().unwrap();
    Line { order_no, day, fen: fen(&yuan), quantity: quantity.parse().ok(), product, coupon }
}

/// "104.29", "45.00" or "7" in fen.
fn fen(yuan: &str) -> Option<i64> {
    let (whole, part) = yuan.split_once('.').unwrap_or((yuan, ""));
    assert!(part.len() <= 2, "{yuan}");
    format!("{whole}{part:0<2}").parse().ok().filter(|_| !yuan.is_empty())
}

fn write(place: &Place, lines: &[Line]) {
    let mut text = "账户,订单号,下单时间,优惠券抵扣,兑换数量,商品编码,券\n".to_owned();
    for Line { order_no, day, fen, quantity, product, coupon } in lines {
        let yuan = fen.map(|fen| format!("{}.{:02}", fen / 100, fen % 100)).unwrap_or_default();
        let quantity = quantity.map(|quantity| quantity.to_string()).unwrap_or_default();
        writeln!(text, "trade,{order_no},{day} 10:00:00,{yuan},{quantity},{product},{coupon}")
            .unwrap();
    }
    place.write("orders.csv", &text);
}

fn report(place: &Place, more: &[&str], code: i32) -> Value {
    let ran = place.run(&[&RECONCILE[..], &["--output", "json"], more].concat());
    assert_eq!(ran.code, Some(code), "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn total(lines: &[Line]) -> i64 {
    lines.iter().filter_map(|line| line.fen).sum()
}

#[test]
fn a_shop_that_agrees_is_told_so_and_what_cannot_be_compared_is_counted() {
    let place = synced(2_000);
    let (vouchers, goods) = agreeing(&place);
    write(&place, &[vouchers.clone(), goods].concat());
    let run = report(&place, &[], 0);
    assert_eq!(run["breaks"], serde_json::json!([]));
    assert_eq!(fen(run["total"]["ledger_money"].as_str().unwrap()), Some(total(&vouchers)));
    assert_eq!(run["total"]["ledger_money"], run["total"]["orders_money"]);

    let sql = "select count(*) from coupons where provider = 'qmai' and state = 'used'";
    let used = &rows(&place.path("coupons.db"), sql)[0][0];
    let listed = run["not_reconcilable"][0]["coupons"].as_array().unwrap().len();
    assert_eq!((listed.to_string(), listed > 0), (used.clone(), true));
    let shown = place.good(&RECONCILE).out;
    assert!(shown.contains("everything that can be compared agrees"), "{shown}");
    assert!(
        shown.contains(&format!("tea qmai: {used} used coupons cannot be compared")),
        "{shown}"
    );
}

#[test]
fn each_planted_break_is_found_none_is_invented_and_the_money_adds_up_to_the_fen() {
    const EACH: usize = 7;
    let place = synced(5_000);
    let (mut vouchers, mut goods) = agreeing(&place);
    let ledger_fen = total(&vouchers);
    let mut planted = BTreeSet::new();
    let mut plant = |kind: &'static str, order: &str| planted.insert((kind, order.to_owned()));

    for line in &mut vouchers[..EACH] {
        line.fen = line.fen.map(|fen| fen + 1);
        plant("amount_differs", &line.order_no);
    }
    for line in &mut goods[..EACH] {
        line.quantity = line.quantity.map(|quantity| quantity + 1);
        plant("amount_differs", &line.order_no);
    }
    let database = Connection::open(place.path("coupons.db")).unwrap();
    for line in &vouchers[EACH..2 * EACH] {
        let sql = "update coupon_rows set ends_at = used_at - 1000000 where id = ?";
        assert_eq!(database.execute(sql, [&line.coupon]).unwrap(), 1);
        plant("used_outside_dates", &line.order_no);
    }
    let mut more = Vec::new();
    for (number, line) in vouchers[2 * EACH..3 * EACH].iter().enumerate() {
        let second = format!("TWICE-{number}");
        // The first of its orders, by number.
        plant("used_twice", (&line.order_no).min(&second));
        more.push(Line { order_no: second, fen: None, ..line.clone() });
    }
    for (number, line) in vouchers[..EACH].iter().enumerate() {
        let (order_no, coupon) = (format!("NEW-{number}"), String::new());
        plant("order_without_use", &order_no);
        more.push(Line { order_no, coupon, fen: Some(1_037 + number as i64), ..line.clone() });
    }
    for line in vouchers.drain(3 * EACH..4 * EACH) {
        plant("used_without_order", &line.order_no);
    }
    let lines = [vouchers, goods, more].concat();
    write(&place, &lines);

    let run = report(&place, &["--csv", "breaks.csv"], 9);
    let breaks = run["breaks"].as_array().unwrap();
    let text = |found: &Value, field: &str| found[field].as_str().unwrap().to_owned();
    let found: BTreeSet<_> =
        breaks.iter().map(|found| (text(found, "kind"), text(found, "order_no"))).collect();
    let planted: BTreeSet<_> =
        planted.into_iter().map(|(kind, order)| (kind.to_owned(), order)).collect();
    assert_eq!((found, breaks.len()), (planted, 6 * EACH));

    let sum = |field: &str| fen(run["total"][field].as_str().unwrap()).unwrap();
    assert_eq!((sum("ledger_money"), sum("orders_money")), (ledger_fen, total(&lines)));
    let of_days = |field: &str| -> i64 {
        let days = run["days"].as_array().unwrap().iter();
        days.map(|day| fen(day[field].as_str().unwrap()).unwrap()).sum()
    };
    assert_eq!((of_days("ledger_money"), of_days("orders_money")), (ledger_fen, total(&lines)));

    let csv = fs::read_to_string(place.path("breaks.csv")).unwrap();
    assert_eq!(csv.lines().count(), 1 + breaks.len());
    let ran = place.run(&[&RECONCILE[..], &["--tolerance", "0.01"]].concat());
    assert_eq!(ran.code, Some(9), "{}", ran.err);
    assert!(ran.err.contains(&format!("{} places", 5 * EACH)), "within a fen: {}", ran.err);
}

#[test]
fn a_closed_month_is_shown_again_as_it_was() {
    let place = synced(2_000);
    let (mut vouchers, _) = agreeing(&place);
    vouchers.retain(|line| line.day.starts_with("2025-06"));
    vouchers.pop();
    write(&place, &vouchers);
    let close = ["--close", "2025-06", "--html", "month.html", "--account", "trade"];
    let run = report(&place, &close, 9);
    assert_eq!((&run["since"], &run["until"]), (&"2025-06-01".into(), &"2025-06-30".into()));

    let database = Connection::open(place.path("coupons.db")).unwrap();
    database.execute("update coupon_rows set order_no = 'other', used_amount = '1'", []).unwrap();
    let show = ["reconcile", "--show", "2025-06"];
    let ran = place.run(&[&show[..], &["--output", "json", "--html", "again.html"]].concat());
    assert_eq!(ran.code, Some(9), "{ran:?}");
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap(), run);
    let page = |name: &str| fs::read_to_string(place.path(name)).unwrap();
    assert_eq!(page("again.html"), page("month.html"));
    assert!(!page("month.html").contains("http://"), "it needs nothing from outside");

    let again = place.run(&[&RECONCILE[..], &close].concat());
    assert_eq!(again.code, Some(2), "{again:?}");
    assert!(again.err.contains("2025-06 is closed already"), "{}", again.err);
    for option in [["--account", "trade"], ["--provider", "qince.voucher"]] {
        let ran = place.run(&[&show[..], &option].concat());
        assert_eq!((ran.code, ran.err.contains(option[0])), (Some(2), true), "{ran:?}");
    }
    let other = place.run(&["reconcile", "--show", "2025-07"]);
    assert_eq!(other.code, Some(2), "{other:?}");
    assert!(other.err.contains("there is: 2025-06"), "{}", other.err);
}

#[test]
fn orders_may_be_a_workbook() {
    let place = Place::new();
    place.good(&["sync"]);
    // Any workbook will do; this one has all that were used, under the names of our columns.
    place.good(&["export", "coupons", "--format", "xlsx", "--to", "out", "--account", "trade"]);
    let month = "out/coupons/xlsx/export-1/trade/2025-06.xlsx";
    let reconcile = ["reconcile", "--orders", month, "--map", "map.toml", "--account", "trade"];
    for (sheet, said) in [
        ("coupons", "2025-06.xlsx, line 8, column code: \""),
        ("orders", "there is no sheet orders (it has coupons)"),
    ] {
        let map = "order_no = \"order_no\"\nvoucher_amount = \"code\"\n";
        place.write("map.toml", &format!("{map}sheet = \"{sheet}\"\n"));
        let ran = place.run(&reconcile);
        assert_eq!((ran.code, ran.err.contains(said)), (Some(2), true), "{said}: {}", ran.err);
    }
}

#[test]
fn a_month_without_one_common_order_is_told_so_and_not_closed() {
    let place = Place::new();
    place.good(&["sync"]);
    place.write("map.toml", MAP);
    let orders =
        "账户,订单号,下单时间,优惠券抵扣,兑换数量,商品编码,券\ntrade,X-1,2025-09-01,5,,,\n";
    place.write("orders.csv", orders);
    let ran = place.run(&RECONCILE);
    assert_eq!(ran.code, Some(9), "{ran:?}");
    assert!(ran.out.contains("no order number of the file is in the ledger"), "{}", ran.out);
    let close = [&["reconcile", "close", "2025-09"], &RECONCILE[1..]].concat();
    for (lang, said) in [("en", "X-1"), ("zh", "文件中如 X-1")] {
        let ran = place.run(&[&close[..], &["--lang", lang]].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(said) && ran.out.is_empty(), "{}", ran.err);
    }
    assert_eq!(place.run(&["reconcile", "show", "2025-09"]).code, Some(2), "nothing was kept");
}

#[test]
fn a_file_that_does_not_fit_is_an_error_with_its_place_in_both_languages() {
    let place = Place::new();
    place.good(&["sync"]);
    place.write("map.toml", MAP);
    let header = "账户,订单号,下单时间,优惠券抵扣,兑换数量,商品编码,券\n";
    let bad = |orders: &str, more: &[&str], said: &str| {
        place.write("orders.csv", orders);
        let ran = place.run(&[&RECONCILE[..], more].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(said) && ran.out.is_empty(), "{said}: {}", ran.err);
    };
    bad(
        &format!("{header}trade,A1,2025-06-01,1个,,,\n"),
        &[],
        "orders.csv, line 2, column 优惠券抵扣",
    );
    bad(
        &format!("{header}trade,A1,2025-06-01,1个,,,\n"),
        &["--lang", "zh"],
        "第 2 行，列 优惠券抵扣",
    );
    bad(&format!("{header}shop,A1,2025-06-01,1,,,\n"), &[], "account shop is not among");
    bad("订单号\nA1\n", &[], "no column");
    bad("订单号\nA1\n", &["--lang", "zh"], "请修改 map.toml");
    bad("", &[], "orders.csv: it is empty");
    bad("", &["--lang", "zh"], "orders.csv：文件为空");
    bad(&header.replace(',', "^"), &[], "orders.csv: the header is one cell");
    bad(&header.replace(',', "^"), &["--lang", "zh"], "orders.csv：表头只有一格");
    bad(&format!("{header}trade,A1,2025-06-01,\"12,50\",,,\n"), &[], "\"12,50\" is no number");
    bad(header, &[], "name --since and --until");
    bad(header, &["--since", "2025-06-02", "--until", "2025-06-01"], "is after");
    place.write("map.toml", "order_no = \"订单号\"\namount = \"优惠券抵扣\"\n");
    bad(header, &[], "unknown field `amount`");
    let ran = place.run(&["reconcile", "--orders", "orders.csv"]);
    assert_eq!((ran.code, ran.err.contains("--map")), (Some(2), true), "{ran:?}");
}

#[test]
fn a_known_form_is_recognised_and_said_and_a_ready_map_has_a_name() {
    let place = synced(300);
    let maps: Value =
        serde_json::from_str(&place.good(&["reconcile", "maps", "--output", "json"]).out).unwrap();
    let names: Vec<&str> =
        maps.as_array().unwrap().iter().map(|map| map["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 11);
    assert!(place.good(&["reconcile", "maps"]).out.contains("Meituan transactions"));

    // A bill in the form of the ready map, with one line that is a refund.
    let header: Vec<&str> =
        maps[0]["header"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let row = |state: &str, line: &Line| {
        let cell = |name: &&str| match *name {
            "交易时间" => format!("`{} 10:00:00", line.day),
            "商户订单号" => format!("`{}", line.order_no),
            "交易状态" => format!("`{state}"),
            "代金券金额" => {
                format!("`{}.{:02}", line.fen.unwrap() / 100, line.fen.unwrap() % 100)
            }
            _ => "`0".to_owned(),
        };
        header.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    let (vouchers, _) = agreeing(&place);
    let mut rows: Vec<String> = vouchers.iter().map(|line| row("SUCCESS", line)).collect();
    rows.push(row("REFUND", &vouchers[0]));
    place.write(
        "bill.csv",
        &format!("{}\n{}\n总交易单数,总金额\n`1,`2\n", header.join(","), rows.join("\n")),
    );
    let bill = ["reconcile", "--orders", "bill.csv", "--account", "trade"];
    for more in [&[][..], &["--map", "wechat-trade"]] {
        let ran = place.good(&[&bill[..], more].concat());
        assert!(ran.out.contains(&format!("{} orders in the file", vouchers.len())), "{}", ran.out);
        assert!(ran.err.contains("bill.csv: read as WeChat Pay trade bill (seen)"), "{}", ran.err);
        assert!(ran.err.contains("bill.csv: 1 lines do not count"), "{}", ran.err);
    }
    let zh = place.good(&[&bill[..], &["--lang", "zh"]].concat());
    assert!(zh.err.contains("按微信支付交易账单读取（已见）"), "{}", zh.err);

    let refused = |args: &[&str], said: &[&str]| {
        let ran = place.run(&[&["reconcile", "--account", "trade"], args].concat());
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        said.iter().for_each(|part| assert!(ran.err.contains(part), "{part}: {}", ran.err));
    };
    place.write("plain.csv", "订单号,金额\nA,1\n");
    refused(&["--orders", "plain.csv"], &["plain.csv: no known form", "order_no", "wechat-fund, "]);
    refused(&["--orders", "bill.csv", "--map", "wechat"], &["no file wechat", "wechat-trade, "]);
    let both = format!(
        "{},{}",
        header.join(","),
        maps[8]["header"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap())
            .collect::<Vec<_>>()
            .join(",")
    );
    place.write("both.csv", &both);
    refused(&["--orders", "both.csv"], &["more than one known form fits: wechat-trade, taobao"]);
    place.write("wechat-trade", MAP);
    refused(
        &["--orders", "bill.csv", "--map", "wechat-trade"],
        &["is the file of this name, not the ready map", "no column 订单号"],
    );
}
