//! The last lines of a table: totals in every place, and rows that only look like totals.

use coupon_sheet::{ForeignFormat, SheetError, TableOptions, WantedColumn, read_table};

use crate::common::{PLAIN, options};

const ROWS: &str = "茶,DD1,2025-08-11,40.00\n茶,DD2,2025-08-12,5.00\n";

/// The order cells of the rows of a text, and the lines below the table.
fn read(text: &str, options: &TableOptions) -> (Vec<String>, Option<(u64, u64)>) {
    let table =
        read_table(text.as_bytes(), options).unwrap_or_else(|error| panic!("{text}: {error}"));
    (table.rows.iter().map(|row| row.cells[0].shown()).collect(), table.notes.below)
}

#[test]
fn a_total_is_known_in_whatever_column_its_name_stands() {
    for total in [
        "合计,,,45.00",
        ",合计,,45.00",
        "3,合计,,45.00",
        "3,共 2 单,,45.00",
        "合计,2,,45.00",
        "累计,,,45.00",
        "3,,合计,45.00",
        "3,4,合计,45.00",
        ",,,45.00,合计",
        "2,,,45.00,共2单",
        "总额,,,45.00",
        "Total,2,,45.00",
        "合计,共2单,2025-08-01至2025-08-31,45.00",
    ] {
        let text = format!(
            "商品,订单号,下单时间,优惠券抵扣,备注\n{}{total}\n",
            ROWS.replace(".00\n", ".00,\n")
        );
        let expected = (vec!["DD1".to_owned(), "DD2".to_owned()], Some((4, 4)));
        assert_eq!(read(&text, &options(PLAIN)), expected, "{total}");
    }
}

#[test]
fn a_total_is_known_where_the_order_number_is_the_only_column_that_every_row_has() {
    let column = |name: &str, filled| WantedColumn {
        names: vec![name.to_owned()],
        filled,
        fills_down: false,
    };
    let columns = vec![column("订单号", true), column("优惠券抵扣", false)];
    let options = TableOptions { columns, ..TableOptions::default() };
    for total in ["合计,,45.00", "3,合计,45.00", ",总计：,45.00", "合计,2,45.00"] {
        let text = format!("序号,订单号,优惠券抵扣\n1,DD1,40.00\n2,DD2,5.00\n{total}\n");
        let expected = (vec!["DD1".to_owned(), "DD2".to_owned()], Some((4, 4)));
        assert_eq!(read(&text, &options), expected, "{total}");
    }
}

#[test]
fn a_product_that_is_named_like_a_total_is_of_a_row_also_in_the_last_one() {
    for product in ["合计套餐", "汇总", "小计算器", "累计券", "总额券", "Total War", "====", "#1"]
    {
        let text = format!("商品,订单号,下单时间,优惠券抵扣\n{ROWS}{product},DD3,2025-08-13,7\n");
        let rows = ["DD1", "DD2", "DD3"].map(str::to_owned).to_vec();
        assert_eq!(read(&text, &options(PLAIN)), (rows, None), "{product}");
    }
}

#[test]
fn documents_of_other_kinds_are_named() {
    let zip_of = |name: &str| {
        let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for part in ["[Content_Types].xml", name] {
            to.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        }
        to.finish().unwrap().into_inner()
    };
    for (file, format) in [
        (zip_of("word/document.xml"), ForeignFormat::Document),
        (zip_of("ppt/presentation.xml"), ForeignFormat::Document),
        (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), ForeignFormat::OtherArchive),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), ForeignFormat::Picture),
    ] {
        assert_eq!(read_table(&file, &options(PLAIN)), Err(SheetError::Foreign(format)));
    }
}
