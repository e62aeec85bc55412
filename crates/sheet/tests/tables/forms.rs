//! Forms of text files: delimiters, quotes, line breaks, marks, amounts, dates.

use crate::common::{PLAIN, SHOP, bytes, expected, options, orders, reads, table};
use coupon_sheet::{CellError, ForeignFormat, SheetError, read_table};

/// A file under the plain map that has the first orders.
macro_rules! plain {
    ($($name:ident: $file:literal, $count:literal;)*) => {$(
        #[test]
        fn $name() {
            reads($file, PLAIN, $count);
        }
    )*};
}

/// A file under the plain map whose first bad cell stands in a line and column.
macro_rules! wrong {
    ($($name:ident: $file:literal, $line:literal, $column:literal, $error:ident;)*) => {$(
        #[test]
        fn $name() {
            let error = CellError::$error;
            assert_eq!(orders(&table($file, PLAIN)), Err(($line, $column, error)));
        }
    )*};
}

plain! {
    case_00_plain: "00-plain.csv", 6;
    case_17_equals_quote: "17-equals-quote.csv", 6;
    case_17b_equals_quote_escaped: "17b-equals-quote-escaped.csv", 6;
    case_18_sep: "18-sep.csv", 6;
    case_19d_yuan_suffix: "19d-yuan-suffix.csv", 6;
    case_19e_cny: "19e-cny.csv", 6;
    case_19g_plus: "19g-plus.csv", 6;
    case_19h_dash_none: "19h-dash-none.csv", 6;
    case_19j_fullwidth: "19j-fullwidth.csv", 6;
    case_19k_nbsp: "19k-nbsp.csv", 6;
    case_22b_cr: "22b-cr.csv", 6;
    case_23a_slash_ymd: "23a-slash-ymd.csv", 6;
    case_23f_range: "23f-range.csv", 6;
    case_23g_fullwidth_colon: "23g-fullwidth-colon.csv", 6;
    case_23h_iso_offset: "23h-iso-offset.csv", 6;
    case_23i_iso_naive_t: "23i-iso-naive-T.csv", 6;
    case_23j_utc_z: "23j-utc-z.csv", 6;
    case_39_tab: "39-tab.tsv", 6;
    case_40_trailing_comma_rows: "40-trailing-comma-rows.csv", 6;
    case_41_bare_quote: "41-bare-quote.csv", 6;
    case_41b_inch_quote: "41b-inch-quote.csv", 6;
    case_43_zero_width: "43-zero-width.csv", 6;
    case_43b_concatenated: "43b-concatenated.csv", 6;
    case_43d_double_bom: "43d-double-bom.csv", 6;
    case_43e_single_quote_both: "43e-single-quote-both.csv", 6;
    case_43f_tab_before: "43f-tab-before.csv", 6;
    case_44_semicolon: "44-semicolon.csv", 6;
}

wrong! {
    case_21_rounded: "21-rounded.csv", 2, 0, Rounded;
    case_21b_rounded_short: "21b-rounded-short.csv", 2, 0, Rounded;
    case_21c_rounded_zeros: "21c-rounded-zeros.csv", 2, 0, Rounded;
    case_22_remark_newline: "22-remark-newline.csv", 14, 2, NotANumber;
    case_23b_mdy: "23b-mdy.csv", 2, 1, NotADay;
    case_23c_yy: "23c-yy.csv", 2, 1, NotADay;
    case_23d_epoch: "23d-epoch.csv", 2, 1, SerialNumber;
    case_23e_millis: "23e-millis.csv", 2, 1, SerialNumber;
    case_32_crlf_bad_line5: "32-crlf-bad-line5.csv", 5, 2, NotANumber;
}

/// Amounts below zero.
macro_rules! negative {
    ($($name:ident: $file:literal;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(orders(&table($file, PLAIN)), Ok(expected(6, "-")));
        }
    )*};
}

negative! {
    case_19a_minus_yen: "19a-minus-yen.csv";
    case_19b_yen_minus: "19b-yen-minus.csv";
    case_19c_unicode_minus: "19c-unicode-minus.csv";
    case_19f_minus: "19f-minus.csv";
    case_19i_parens: "19i-parens.csv";
}

#[test]
fn case_11_html() {
    let refused = read_table(&bytes("11-html.xls"), &options(SHOP)).unwrap_err();
    assert_eq!(refused, SheetError::Foreign(ForeignFormat::Html));
    let said = refused.to_string();
    assert!(said.contains("web page (HTML)") && said.len() <= 200, "{said}");
}

#[test]
fn case_12_unicode_text() {
    reads("12-unicode-text.txt", SHOP, 6);
}

#[test]
fn case_15_split_coupon() {
    let mut rows = expected(6, "");
    rows[2].2 = "39.999".into();
    assert_eq!(orders(&table("15-split-coupon.csv", PLAIN)), Ok(rows));
}

#[test]
fn case_16_repeated_coupon() {
    let map = ["订单号", "下单时间", "订单优惠券金额"];
    let table = table("16-repeated-coupon.csv", map);
    let sums: Vec<_> = orders(&table).unwrap().into_iter().map(|order| order.2).collect();
    assert_eq!(sums[..3], ["40", "61.97", "120"], "the rows as they stand");
}

#[test]
fn case_20_cancelled() {
    let rows = orders(&table("20-cancelled.csv", PLAIN)).unwrap();
    assert_eq!(rows.len(), 8, "closed orders are rows as others are");
}

#[test]
fn case_28_header_spaces() {
    for order_no in ["订单号(系统)", "订单号\n(系统)", "订单号"] {
        reads("28-header-spaces.csv", [order_no, "下单时间", "优惠券抵扣(元)"], 6);
    }
}

#[test]
fn case_29_suborders() {
    let rows = orders(&table("29-suborders.csv", PLAIN)).unwrap();
    assert_eq!(rows[0].0, "DD20250811000026-1", "the suffix is the map's to strip");
}

#[test]
fn case_32b_crlf_break_line3() {
    let table = table("32b-crlf-break-line3.csv", PLAIN);
    assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7]);
}

#[test]
fn case_32c_lf_break_line3() {
    let table = table("32c-lf-break-line3.csv", PLAIN);
    assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7]);
}

#[test]
fn case_41c_unclosed_quote() {
    let refused = read_table(&bytes("41c-unclosed-quote.csv"), &options(PLAIN)).unwrap_err();
    assert_eq!(refused, SheetError::UnclosedQuote { line: 3 });
}

#[test]
fn case_43b_repeats_its_header() {
    let table = table("43b-concatenated.csv", PLAIN);
    assert_eq!(table.notes.repeated_headers, [5]);
}

#[test]
fn case_43c_lowercase() {
    let rows = orders(&table("43c-lowercase.csv", PLAIN)).unwrap();
    assert_eq!(rows[0].0, "dd20250811000026", "the case of an id counts");
}

#[test]
fn case_43g_hash_prefix() {
    let rows = orders(&table("43g-hash-prefix.csv", PLAIN)).unwrap();
    assert_eq!((rows.len(), rows[0].0.as_str()), (6, "#DD20250811000026"));
}

/// pandas and SheetJS write a carriage return within a cell without quotes.
#[test]
fn a_carriage_return_alone_ends_a_row_that_is_then_too_short() {
    let file =
        "订单号,下单时间,备注,优惠券抵扣\nDD01,2026-03-01,少冰\r少糖,40\nDD02,2026-03-01,,5\n";
    let table = read_table(file.as_bytes(), &options(PLAIN)).unwrap();
    let widths: Vec<_> = table.rows.iter().map(|row| (row.line, row.width)).collect();
    assert_eq!(widths, [(2, 3), (3, 2), (4, 4)], "the caller refuses the first two");
}

/// Some programs put a delimiter behind the names alone.
#[test]
fn a_header_may_end_with_a_delimiter() {
    let file =
        "订单号,下单时间,优惠券抵扣,\nDD01,2026-03-01,40\nDD02,2026-03-01,5,\nDD03,2026-03-01\n";
    let table = read_table(file.as_bytes(), &options(PLAIN)).unwrap();
    let widths: Vec<_> = table.rows.iter().map(|row| row.width).collect();
    assert_eq!(widths, [4, 4, 2], "only the last row is too short");
}

#[test]
fn a_web_page_is_named_in_every_form_in_which_programs_save_it() {
    let page = "<!-- 导出 -->\n<table><tr><td>订单号</td></tr></table>";
    let letter = "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n";
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [page.as_bytes(), letter.as_bytes(), &wide] {
        let refused = read_table(bytes, &options(SHOP)).unwrap_err();
        assert_eq!(refused, SheetError::Foreign(ForeignFormat::Html));
    }
}
