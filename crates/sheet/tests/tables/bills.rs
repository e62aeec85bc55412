//! Bills as payment services write them.

use crate::common::{Map, expected, orders, reads, table};
use coupon_sheet::{CellError, FileFormat, SheetTable, TextEncoding};

const TRADE_BILL: Map = ["商户订单号", "交易时间", "代金券金额"];
const ALIPAY: Map = ["商家订单号", "交易时间", "金额"];
const MEITUAN: Map = ["商家单号", "交易成功时间", "订单金额"];
const WECHAT: Map = ["商户单号", "交易时间", "金额(元)"];
const MERCHANT: Map = ["商户订单号", "完成时间", "券核销金额（元）"];

/// Encoding, header, lines above, lines below.
type Shape = (TextEncoding, u64, Option<(u64, u64)>, Option<(u64, u64)>);

fn shape(table: &SheetTable) -> Shape {
    let notes = &table.notes;
    let FileFormat::Delimited { encoding, .. } = notes.format else { panic!("text") };
    (encoding, notes.header_line, notes.above, notes.below)
}

#[test]
fn case_01_wechat_trade_bill() {
    let table = reads("01-wechat-trade-bill.csv", TRADE_BILL, 6);
    assert_eq!(shape(&table), (TextEncoding::Utf8, 1, None, Some((11, 12))));
    assert_eq!(table.rows.len(), 9);
}

#[test]
fn case_01b_wechat_trade_bill_no_summary() {
    let table = reads("01b-wechat-trade-bill-no-summary.csv", TRADE_BILL, 6);
    assert_eq!(shape(&table), (TextEncoding::Utf8, 1, None, None));
}

#[test]
fn case_02_backtick_order_no() {
    reads("02-backtick-order-no.csv", crate::common::PLAIN, 6);
}

#[test]
fn case_02_backtick_order_no_gbk() {
    let table = reads("02-backtick-order-no-gbk.csv", crate::common::PLAIN, 6);
    assert_eq!(shape(&table), (TextEncoding::Gb18030, 1, None, None));
}

#[test]
fn case_03_alipay_gb18030() {
    let table = reads("03-alipay-gb18030.csv", ALIPAY, 6);
    assert_eq!(shape(&table), (TextEncoding::Gb18030, 17, Some((1, 16)), None));
}

#[test]
fn case_03b_alipay_utf8() {
    let table = reads("03b-alipay-utf8.csv", ALIPAY, 6);
    assert_eq!(shape(&table), (TextEncoding::Utf8, 17, Some((1, 16)), None));
}

#[test]
fn case_03c_alipay_utf8_no_preamble() {
    reads("03c-alipay-utf8-no-preamble.csv", ALIPAY, 6);
}

#[test]
fn case_04_jd_preamble() {
    let table = reads("04-jd-preamble.csv", ALIPAY, 6);
    assert_eq!(shape(&table), (TextEncoding::Utf8, 14, Some((1, 13)), None));
}

#[test]
fn case_04b_jd_no_preamble() {
    reads("04b-jd-no-preamble.csv", ALIPAY, 6);
}

#[test]
fn case_04c_jd_refund_in_amount() {
    let table = table("04c-jd-refund-in-amount.csv", ALIPAY);
    assert_eq!(orders(&table), Err((8, 2, CellError::NotANumber)));
}

#[test]
fn case_04d_jd_blank_order() {
    let table = reads("04d-jd-blank-order.csv", ALIPAY, 6);
    assert_eq!(table.rows.len(), 7, "the line without an order is a row");
}

#[test]
fn case_05_meituan_preamble() {
    let table = reads("05-meituan-preamble.csv", MEITUAN, 6);
    assert_eq!(shape(&table), (TextEncoding::Utf8, 15, Some((1, 14)), None));
}

#[test]
fn case_05b_meituan_no_preamble() {
    reads("05b-meituan-no-preamble.csv", MEITUAN, 6);
}

#[test]
fn case_05c_meituan_refund_row() {
    let table = table("05c-meituan-refund-row.csv", MEITUAN);
    let mut rows = expected(6, "");
    rows.insert(2, ("DD20250902000902".into(), "2025-09-02".into(), "40".into()));
    assert_eq!(orders(&table), Ok(rows), "the sign is another column's");
}

#[test]
fn case_06_wechat_personal() {
    let table = reads("06-wechat-personal.csv", WECHAT, 6);
    assert_eq!(shape(&table), (TextEncoding::Utf8, 17, Some((1, 16)), None));
}

#[test]
fn case_06b_wechat_tabs_after_quote() {
    reads("06b-wechat-tabs-after-quote.csv", WECHAT, 6);
}

#[test]
fn case_07_wechat_personal() {
    let table = reads("07-wechat-personal.xlsx", WECHAT, 6);
    assert_eq!((table.notes.header_line, table.notes.above), (18, Some((1, 17))));
}

#[test]
fn case_07b_wechat_header_first() {
    reads("07b-wechat-header-first.xlsx", WECHAT, 6);
}

#[test]
fn case_13_wechat_empty_day() {
    let table = reads("13-wechat-empty-day.csv", TRADE_BILL, 0);
    assert_eq!((table.rows.len(), table.notes.below), (0, Some((2, 3))));
}

#[test]
fn case_13b_header_only() {
    let table = reads("13b-header-only.csv", TRADE_BILL, 0);
    assert_eq!((table.rows.len(), table.notes.below), (0, None));
}

#[test]
fn case_14_alipay_bill() {
    let table = reads("14-alipay-bill.zip", ALIPAY, 6);
    assert_eq!(table.notes.archived.as_deref(), Some("alipay_record_20251101.csv"));
}

#[test]
fn case_24_alipay_merchant_gbk() {
    let table = reads("24-alipay-merchant-gbk.csv", MERCHANT, 6);
    assert_eq!(shape(&table), (TextEncoding::Gb18030, 5, Some((1, 4)), Some((12, 15))));
}

#[test]
fn case_24b_alipay_merchant_utf8() {
    let table = reads("24b-alipay-merchant-utf8.csv", MERCHANT, 6);
    assert_eq!(shape(&table), (TextEncoding::Utf8, 5, Some((1, 4)), Some((12, 15))));
}
