//! Generated files: what lies around the table, marks, encodings, line ends and delimiters must not change what is read.
//! `PROPTEST_CASES=200000` asks for the long form.

use std::{fmt::Write as _, ops::Range};

use coupon_sheet::{
    CsvGuard, CsvTableWriter, SheetCell, TableOptions, WantedColumn, amount, id, read_table,
    unguarded,
};
use proptest::{collection::vec, prelude::*, sample::select};
use rust_decimal::Decimal;

/// A file, and the orders that stand in it.
#[derive(Debug)]
struct Made {
    bytes: Vec<u8>,
    orders: Vec<(String, Decimal)>,
}

fn made() -> impl Strategy<Value = Made> {
    let above = select(vec![
        "",
        "微信支付账单明细\n",
        "标题{d}{d}\n期间：2025-08{d}\n",
        "#账号\n\n",
        "------\n共6笔记录\n",
    ]);
    let below = select(vec![
        "",
        "合计{d}{d}40.00\n",
        "总交易单数{d}总金额\n`2{d}`80.00\n",
        "#结束\n#导出时间\n",
        "\n---\n",
    ]);
    let form = select(vec!["{}", "¥{}", "{}元", "CNY {}", " {}\t", "`{}", "'{}", "\"{}\""]);
    let mark = select(vec!["{}", "`{}", "'{}", "=\"{}\"", "{}\t", "\u{200b}{}", "\"{}\""]);
    let ends = select(vec!["\n", "\r\n", "\r"]);
    let delimiter = select(vec![',', '\t', ';', '|']);
    let remark = select(vec!["茶", "\"少冰,\n不要吸管\"", "8寸", ""]);
    let orders = vec((1_u32..1_000_000, -1_000_000_i64..1_000_000), ORDERS);
    (above, below, form, mark, ends, delimiter, remark, 0..4_u8, orders).prop_map(
        |(above, below, form, mark, ends, delimiter, remark, encoding, orders)| {
            let orders: Vec<_> = orders
                .into_iter()
                .map(|(order, fen)| (format!("DD{order:08}"), Decimal::new(fen, 2)))
                .collect();
            // A tab behind a value is a mark only if it is no delimiter.
            let tab = |text: &str| {
                if delimiter == '\t' { text.replace('\t', " ") } else { text.to_owned() }
            };
            let (mark, form) = (tab(mark), tab(form));
            let mut text = format!("{above}订单号{{d}}备注{{d}}金额\n");
            for (order, yuan) in &orders {
                let (order, yuan) =
                    (mark.replace("{}", order), form.replace("{}", &yuan.to_string()));
                writeln!(text, "{order}{{d}}{remark}{{d}}{yuan}").expect("a string takes text");
            }
            text.push_str(below);
            let text = text.replace("{d}", &delimiter.to_string()).replace('\n', ends);
            Made { bytes: encoded(&text, encoding), orders }
        },
    )
}

const ORDERS: Range<usize> = 0..12;

fn encoded(text: &str, encoding: u8) -> Vec<u8> {
    match encoding {
        0 => text.as_bytes().to_vec(),
        1 => ["\u{feff}", text].concat().into_bytes(),
        2 => encoding_rs::GB18030.encode(text).0.into_owned(),
        _ => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
    }
}

fn options() -> TableOptions {
    let column =
        |name: &str, filled| WantedColumn { names: vec![name.into()], filled, fills_down: filled };
    TableOptions {
        columns: vec![column("订单号", true), column("金额", false)],
        ..TableOptions::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_generated_file_is_read_as_it_was_made(made in made()) {
        let table = read_table(&made.bytes, &options()).unwrap();
        let orders: Vec<_> = table
            .rows
            .iter()
            .map(|row| (id(&row.cells[0]).unwrap().unwrap(), amount(&row.cells[1]).unwrap().unwrap()))
            .collect();
        prop_assert_eq!(orders, made.orders);
    }

    #[test]
    fn a_written_table_is_read_back(rows in vec(vec("\\PC{0,12}|[a\"\n\r,'=0-9]{1,6}", 2..3), 1..6)) {
        let mut table = CsvTableWriter::new(Vec::new(), CsvGuard::Spreadsheets);
        for cell in ["first", "second"] {
            table.plain(cell).unwrap();
        }
        table.end_row().unwrap();
        let rows: Vec<Vec<String>> = rows.into_iter().map(|cells| [vec!["x".to_owned()], cells].concat()).collect();
        for cells in &rows {
            for cell in cells {
                table.text(cell).unwrap();
            }
            table.end_row().unwrap();
        }
        let written = table.finish().unwrap();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&written[..]);
        let read: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(|cell| unguarded(cell).to_owned()).collect())
            .collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in vec(any::<u8>(), 0..200), text in "\\PC{0,80}") {
        for bytes in [&bytes[..], text.as_bytes()] {
            if let Err(error) = read_table(bytes, &options()) {
                prop_assert!(error.to_string().chars().count() < 500);
            }
        }
        let cell = SheetCell::Text(text);
        let _ = (id(&cell), amount(&cell), coupon_sheet::day(&cell));
    }
}
