//! The one table of cells and their values.

use coupon_sheet::{CellDay, CellError, SheetCell, amount, day, id};
use jiff::civil::date;

fn text(text: &str) -> SheetCell {
    SheetCell::Text(text.to_owned())
}

fn number(value: f64, format: Option<&str>) -> SheetCell {
    SheetCell::Number { value, format: format.map(Into::into) }
}

#[test]
fn ids() {
    for (cell, value) in [
        ("DD0001", "DD0001"),
        ("`DD0001", "DD0001"),
        ("'DD0001'", "DD0001"),
        ("=\"DD0001\"", "DD0001"),
        ("\tDD0001 ", "DD0001"),
        ("DD0001\u{200b}", "DD0001"),
        ("\u{202d}DD0001\u{202c}", "DD0001"),
        ("\u{a0}DD0001", "DD0001"),
        ("ＤＤ０００１", "DD0001"),
        ("1E5", "1E5"),
        ("E10", "E10"),
        ("CUS1.0E", "CUS1.0E"),
        ("1.0.0", "1.0.0"),
        ("2E", "2E"),
        ("12.50", "12.50"),
        ("007", "007"),
        ("1,234", "1,234"),
        ("202509060000270", "202509060000270"),
        ("2025090600002710", "2025090600002710"),
        ("20250906000027001", "20250906000027001"),
        ("DD-5", "DD-5"),
        ("#1", "#1"),
    ] {
        assert_eq!(id(&text(cell)), Ok(Some(value.to_owned())), "{cell}");
    }
    for cell in [
        "2E+17",
        "1.23E+18",
        "7.08742E+18",
        "1E+05",
        "1.5e18",
        "202509060000270000",
        "4092727203789390000",
        "1,234,567,890,123,450,000",
        "10010.0",
        "1,234.00",
        "########",
    ] {
        assert_eq!(id(&text(cell)), Err(CellError::Rounded), "{cell}");
    }
    assert_eq!(id(&text("-5")), Err(CellError::NegativeId));
    for blank in [SheetCell::Blank, text(""), text(" \u{200b}"), text("'")] {
        assert_eq!(id(&blank), Ok(None));
    }
    for (value, format, shown) in [
        (59.0, Some("\"DD\"00000000"), "DD00000059"),
        (59.0, Some("0"), "59"),
        (59.0, None, "59"),
        (999_999_999_999_999.0, None, "999999999999999"),
        (1234.0, Some("#,##0"), "1234"),
    ] {
        assert_eq!(id(&number(value, format)), Ok(Some(shown.to_owned())), "{format:?}");
    }
    for (value, error) in [
        (1_234_567_890_123_456.0, CellError::Rounded),
        (-5.0, CellError::NegativeId),
        (1e-40, CellError::NotANumber),
    ] {
        assert_eq!(id(&number(value, None)), Err(error));
    }
}

#[test]
fn amounts() {
    for (cell, value) in [
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("-1,234,567", "-1234567"),
        ("0.5", "0.5"),
        ("¥40", "40"),
        ("￥40", "40"),
        ("40元", "40"),
        ("CNY 40", "40"),
        ("40 CNY", "40"),
        ("４０．００", "40.00"),
        ("(40.00)", "-40.00"),
        ("（４０）", "-40"),
        ("(¥40)", "-40"),
        ("-¥40", "-40"),
        ("¥-40", "-40"),
        ("¥ 40", "40"),
        ("−40", "-40"),
        ("－40", "-40"),
        ("+40", "40"),
        ("`40", "40"),
        ("'40", "40"),
        ("=\"40\"", "40"),
        ("\t40 ", "40"),
        ("0.000009", "0"),
    ] {
        let value = Some(value.parse().unwrap());
        assert_eq!(amount(&text(cell)), Ok(value), "{cell}");
    }
    for cell in [
        "12,50",
        "1,23,456",
        "1234,567",
        ",123",
        "1.234,567",
        "1,234,5",
        "4 0",
        "1e3",
        "坏",
        "--5",
        "-(5)",
        "(-5)",
        "-¥-5",
        "1_000",
        "40(已退款)",
        "2392.11(已全额退款)",
        "¥",
        "1箱2盒",
    ] {
        assert_eq!(amount(&text(cell)), Err(CellError::NotANumber), "{cell}");
    }
    for none in ["", " ", "-", "--", "/", "null", "NULL", "`-"] {
        assert_eq!(amount(&text(none)), Ok(None), "{none}");
    }
    for (value, shown) in [
        (40.0, "40"),
        (0.1 + 0.2, "0.3"),
        (-19.99, "-19.99"),
        (-7.1e-15, "0"),
        (5.551_115_123_125_783e-17, "0"),
        (1e-40, "0"),
    ] {
        assert_eq!(amount(&number(value, None)), Ok(Some(shown.parse().unwrap())), "{value}");
    }
    for (cell, error) in [
        (SheetCell::Failed("#N/A".into()), CellError::FailedFormula),
        (SheetCell::Uncalculated, CellError::UncalculatedFormula),
        (number(1e16, None), CellError::Rounded),
    ] {
        assert_eq!(amount(&cell), Err(error));
    }
}

#[test]
fn days() {
    let march = CellDay::Civil(date(2026, 3, 1));
    for cell in [
        "2026-03-01 08:00:00",
        "2026/3/1 8:00",
        "2026年3月1日",
        "2026.03.01",
        "20260301",
        "20260301080000",
        "2026-03-01",
        "2026-03-01T08:00:00",
        "2026-03-01 00：00：00",
        "２０２６-3-1",
        "`2026-03-01",
        "\t2026-03-01 ",
    ] {
        assert_eq!(day(&text(cell)), Ok(Some(march)), "{cell}");
    }
    for cell in [
        "2026-03-01T00:00:00Z",
        "2026-03-01T08:00:00+08:00",
        "2026-03-01 08:00:00 +08:00",
        "2026-03-01 08:00:00 +0800",
        "2026-03-01 00:00:00 UTC",
        "2026-03-01 00:00:00Z",
    ] {
        let instant = CellDay::Instant("2026-03-01T00:00:00Z".parse().unwrap());
        assert_eq!(day(&text(cell)), Ok(Some(instant)), "{cell}");
    }
    for (cell, error) in [
        ("3/1/2026", CellError::NotADay),
        ("2026-13-01", CellError::NotADay),
        ("2026-03", CellError::NotADay),
        ("26-03-01", CellError::NotADay),
        ("坏", CellError::NotADay),
        ("45880", CellError::SerialNumber),
        ("45891.99930555555", CellError::SerialNumber),
        ("1754841600", CellError::SerialNumber),
        ("1754841600000", CellError::SerialNumber),
    ] {
        assert_eq!(day(&text(cell)), Err(error), "{cell}");
    }
    assert_eq!(day(&SheetCell::Moment("2026-03-01 08:00:00".into())), Ok(Some(march)));
    assert_eq!(day(&number(20_260_301.0, None)), Ok(Some(march)));
    assert_eq!(day(&number(46_000.5, None)), Err(CellError::SerialNumber));
    assert_eq!(day(&SheetCell::Blank), Ok(None));
}
