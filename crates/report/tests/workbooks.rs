//! Orders in a workbook are the orders of the same table as CSV.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::io::Cursor;

use common::{LedgerFolder, coupon, now, put_coupons};
use coupon_report::{Mapping, ReconcileError, ReconcileOptions, Reconciliation, reconcile};
use jiff::civil::date;
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

const HEADER: [&str; 5] = ["账户", "订单号", "下单时间", "优惠券抵扣", "备注"];

fn mapping() -> Mapping {
    let text = "order_no = \"订单号\"\ntime = \"下单时间\"\nvoucher_amount = \"优惠券抵扣\"\naccount = \"账户\"\n";
    toml::from_str(text).unwrap()
}

/// A workbook whose second sheet is `orders`, the header in its third row.
fn book(fill: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap().write(0, 0, "读我").unwrap();
    let sheet = book.add_worksheet().set_name("orders").unwrap();
    sheet.write_row(2, 0, HEADER).unwrap();
    fill(sheet).unwrap();
    book.save_to_buffer().unwrap()
}

async fn compare(file: &[u8], mapping: &Mapping) -> Result<Reconciliation, ReconcileError> {
    let place = LedgerFolder::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("1")]).await;
    let terms = ReconcileOptions {
        account: None,
        since: date(2026, 3, 1),
        until: date(2026, 3, 31),
        tolerance: Decimal::ZERO,
        without_orders: Vec::new(),
    };
    reconcile(&ledger, Cursor::new(file), mapping, &terms, now()).await
}

#[tokio::test]
async fn dates_texts_and_numbers_are_read_as_they_were_written() {
    let date_format = Format::new().set_num_format("yyyy/m/d h:mm");
    let file = book(|sheet| {
        let at = ExcelDateTime::from_ymd(2026, 3, 1)?.and_hms(8, 0, 0)?;
        sheet.write(3, 0, "trade")?.write(3, 1, "8144100181735612578")?;
        sheet.write_with_format(3, 2, &at, &date_format)?.write(3, 3, 0.1 + 0.2)?;
        // Row 5 is empty, and so is no order.
        sheet.write(5, 0, "trade")?.write(5, 1, 20_260_302)?;
        sheet.write(5, 2, "2026-03-02")?.write(5, 3, "¥1,234.50")?;
        // A cell that nobody asked for may be wrong.
        sheet.write_formula(5, 4, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!"))?;
        Ok(())
    });
    let run = compare(&file, &Mapping { sheet: Some("orders".to_owned()), ..mapping() }).await;
    let lines = "trade,8144100181735612578,2026-03-01 08:00:00,0.3,\n\n\
                 trade,20260302,2026-03-02,\"1,234.50\",\n";
    let csv = format!("{}\n{lines}", HEADER.join(","));
    let (run, as_csv) = (run.unwrap(), compare(csv.as_bytes(), &mapping()).await.unwrap());
    assert_eq!(run.breaks.len(), 2, "both orders are without a use");
    assert_eq!((run.total.orders_money.to_string(), run.order_lines), ("1234.80".to_owned(), 2));
    let numbers: Vec<_> = run.breaks.iter().map(|found| found.lines.clone()).collect();
    assert_eq!(numbers, [[4], [6]], "rows as the spreadsheet counts them");
    let orders = |run: &Reconciliation| -> Vec<_> {
        let breaks = run.breaks.iter();
        breaks.map(|found| (found.order_no.clone(), found.day, found.orders)).collect()
    };
    assert_eq!(orders(&run), orders(&as_csv));
}

#[tokio::test]
async fn what_a_workbook_has_lost_is_refused_with_its_place() {
    let with = |order: f64, amount: &'static str| {
        book(move |sheet| {
            sheet.write(3, 0, "trade")?.write(3, 1, order)?.write(3, 2, "2026-03-01")?;
            sheet.write(3, 3, amount)?;
            Ok(())
        })
    };
    let named = |sheet: Option<&str>| Mapping { sheet: sheet.map(str::to_owned), ..mapping() };
    let mut cut = with(1.0, "1");
    cut.truncate(200);
    for (file, sheet, said) in [
        (with(8_144_100_181_735_612_578.0, "1"), Some("orders"), "line 4, column 订单号: "),
        (with(1.0, "12,50"), Some("orders"), "line 4, column 优惠券抵扣: \"12,50\" is no number"),
        (with(1.0, "1"), Some("order"), "there is no sheet order (it has 说明, orders)"),
        (with(1.0, "1"), Some("说明"), "no column \"订单号\" (it has 读我)"),
        (cut, None, "the workbook cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), None, "the workbook cannot be read"),
    ] {
        let error = compare(&file, &named(sheet)).await.unwrap_err().to_string();
        assert!(error.contains(said), "{said}: {error}");
    }
}
