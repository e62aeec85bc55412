//! A generator of order files: every part of a file in one of the forms that people and programs give it.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::{collections::BTreeMap, fmt::Write as _, io::Write as _};

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

/// A source of choices that is the same for the same seed.
pub(crate) struct Choices(u64);

impl Choices {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed << 32)
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

/// Yuan and day of each order.
pub(crate) type Orders = BTreeMap<String, (Decimal, String)>;

/// A file, and what stands in it.
#[derive(Debug)]
pub(crate) struct MadeFile {
    pub(crate) bytes: Vec<u8>,
    pub(crate) orders: Orders,
    /// The fault that was put in, if one was: such a file must be refused.
    pub(crate) fault: Option<&'static str>,
    /// The choices, for the message of a failed test.
    pub(crate) choices: String,
}

/// A row before it is written.
struct Row {
    order: String,
    day: u8,
    fen: i64,
}

const ABOVE: [&str; 10] = [
    "",
    "",
    "微信支付账单明细\n",
    "标题{d}{d}{d}{d}\n期间：2025-08{d}{d}{d}{d}\n{d}{d}{d}{d}\n",
    "#账号：[2088]\n#起始日期：[2025年08月01日 00:00:00]   终止日期\n\n",
    "------\n共6笔记录\n收入：0笔 0.00元\n",
    "\n\n\n",
    "导出信息：\n姓名：某某\n\n特别提示：\n1.本明细仅供个人对账使用；\n",
    "orderNo{d}orderTime{d}remark{d}couponAmount{d}state\n",
    "\"\"\n【账单明细列表】\n",
];
const BELOW: [&str; 13] = [
    "",
    "",
    "合计{d}{d}{d}40.00{d}\n",
    "总交易单数{d}总金额\n`2{d}`80.00\n",
    "#------业务明细列表结束------\n#导出时间：[2025年11月01日 09:00:00]\n",
    "\n---------\n导出时间：2025-11-01\n",
    "{d}{d}合计：{d}99.00{d}\n",
    "资金流水总笔数{d}收入笔数{d}收入金额\n`4{d}`2{d}`101.97\n",
    "{d}{d}{d}{d}\n{d}{d}{d}{d}\n",
    "Total{d}{d}{d}1.00{d}\n",
    "本页小计{d}{d}{d}1.00{d}\n总计{d}{d}{d}1.00{d}\n",
    "3{d}合计{d}{d}40.00{d}\n",
    "{d}{d}{d}40.00{d}合计\n",
];
const ORDER_NAMES: [&str; 5] = ["订单号", "订单号 ", "*订单号", "订单号（必填）", "\u{feff}订单号"];
const AMOUNT_NAMES: [&str; 4] = ["优惠(元)", "优惠（元）", " 优惠(元)\t", "优惠 (元)"];
const MARKS: [&str; 14] = [
    "{}",
    "{}",
    "`{}",
    "'{}",
    "'{}'",
    "=\"{}\"",
    "\u{200b}{}",
    "\u{202d}{}\u{202c}",
    "\u{a0}{}",
    " {} ",
    "＇{}",
    "‘{}’",
    "“{}”",
    "\u{2066}{}\u{2069}",
];
const AMOUNTS: [&str; 11] =
    ["{}", "{}", "¥{}", "￥{}", "{}元", "CNY {}", " {} ", "`{}", "=\"{}\"", "RMB {}", "人民币{}元"];
const DAYS: [&str; 8] = [
    "2025-08-{} 10:00:00",
    "2025/8/{}",
    "2025年8月{}日",
    "2025-08-{}T10:00:00+08:00",
    "`2025-08-{} 10:00:00",
    "2025.08.{}",
    "202508{}",
    "2025-08-{} 00：00：00",
];
const REMARKS: [&str; 8] = [
    "茶",
    "",
    "\"少冰,\n不要吸管\"",
    "\"他说\"\"好\"\"\"",
    "8\" 披萨",
    "合计三杯",
    "\"a;b|c,d\"",
    "\"带{d}号\"",
];
const STATES: [&str; 3] = ["已完成", "", "/"];
const FAULTS: [&str; 7] =
    ["rounded", "comma", "short row", "open quote", "no column", "day", "twice"];

/// The file of a seed.
pub(crate) fn made_file(seed: u64) -> MadeFile {
    let mut choose = Choices::new(seed);
    let is_workbook = choose.below(4) == 0;
    let fault = (choose.below(8) == 0).then(|| choose.one(&FAULTS));
    let fault = fault.filter(|fault| !is_workbook || !matches!(*fault, "short row" | "open quote"));
    let count = choose.below(9) + u64::from(fault.is_some());
    let rows: Vec<Row> = (0..count)
        .map(|_| Row {
            order: format!("DD{:014}", choose.below(20_000_000) + 1),
            day: choose.below(28) as u8 + 1,
            fen: choose.below(2_000_000) as i64 - 500_000,
        })
        .collect();
    let mut orders = Orders::new();
    for row in rows.iter().filter(|row| row.fen != 0) {
        let day = format!("2025-08-{:02}", row.day);
        let order = orders.entry(row.order.clone()).or_insert((Decimal::ZERO, day));
        order.0 += Decimal::new(row.fen, 2);
    }
    let (bytes, choices) = match is_workbook {
        true => workbook(&mut choose, &rows, fault),
        false => text(&mut choose, &rows, fault),
    };
    MadeFile { bytes, orders, fault, choices }
}

fn yuan(fen: i64) -> String {
    Decimal::new(fen, 2).to_string()
}

/// An amount with thousands and with the sign in one of its places.
fn amount(choose: &mut Choices, fen: i64, delimiter: char) -> String {
    let whole = (fen.abs() / 100).to_string();
    let part = fen.abs() % 100;
    let parted = choose.below(4) == 0 && delimiter != ',';
    let whole = match (parted, whole.len()) {
        (true, 4..) => format!("{},{}", &whole[..whole.len() - 3], &whole[whole.len() - 3..]),
        _ => whole,
    };
    let number = format!("{whole}.{part:02}");
    match (fen < 0, choose.below(4)) {
        (false, _) => choose.one(&AMOUNTS).replace("{}", &number),
        (true, 0) => format!("({number})"),
        (true, 1) => format!("-¥{number}"),
        (true, 2) => format!("−{number}"),
        (true, _) => format!("-{number}"),
    }
}

fn text(choose: &mut Choices, rows: &[Row], fault: Option<&'static str>) -> (Vec<u8>, String) {
    let delimiter = choose.one(&[',', '\t', ';', '|']);
    let (above, below) = (choose.one(&ABOVE), choose.one(&BELOW));
    let (mark, ends) = (choose.one(&MARKS), choose.one(&["\n", "\r\n", "\r"]));
    let mark = if delimiter == '\t' { mark.trim_end_matches('\t') } else { mark };
    let wide = choose.below(10) == 0;
    let (day_form, encoding) = (choose.one(&DAYS), choose.below(5));
    let header = [choose.one(&ORDER_NAMES), "下单时间", "备注", choose.one(&AMOUNT_NAMES), "状态"];
    let header = header.map(|name| if delimiter == '\t' { name.trim_end() } else { name });
    let mut text = above.to_owned();
    let declared = choose.below(12) == 0;
    if declared {
        text = format!("sep={delimiter}\n{text}");
    }
    let header = header.map(|name| match (fault, name) {
        (Some("no column"), "下单时间") => "时间",
        (Some("twice"), "状态") => "下单时间",
        (_, name) => name,
    });
    writeln!(text, "{}", header.join("{d}")).expect("a string takes text");
    let bad = rows.len().saturating_sub(1) / 2;
    for (at, row) in rows.iter().enumerate() {
        let is_bad = |name: &str| at == bad && fault == Some(name);
        let order = match is_bad("rounded") {
            true => choose.one(&["2.02509E+17", "202509060000270000", "########"]).to_owned(),
            false => row.order.clone(),
        };
        let order = mark.replace("{}", &if wide { full_width(&order) } else { order });
        let day = match is_bad("day") {
            true => choose.one(&["08/11/2025", "45880", "1754841600000", "2025-13-01"]).to_owned(),
            false => day_form.replace("{}", &format!("{:02}", row.day)),
        };
        let yuan = match is_bad("comma") {
            true => choose.one(&["\"12,50\"", "1e3", "12.5.0", "468.32(已退款32.23)"]).to_owned(),
            false => amount(choose, row.fen, delimiter),
        };
        let remark = choose.one(&REMARKS);
        let remark = if is_bad("open quote") { "\"没有关" } else { remark };
        let state = choose.one(&STATES);
        match is_bad("short row") {
            true => writeln!(text, "{order}{{d}}{day}{{d}}{yuan}"),
            false => writeln!(text, "{order}{{d}}{day}{{d}}{remark}{{d}}{yuan}{{d}}{state}"),
        }
        .expect("a string takes text");
    }
    text.push_str(below);
    let text = text.replace("{d}", &delimiter.to_string()).replace('\n', ends);
    let text = if choose.below(3) == 0 { text.trim_end_matches(['\r', '\n']) } else { &text };
    let bytes = encoded(text, encoding);
    let choices = format!("{delimiter:?} {ends:?} encoding {encoding}\n{text}");
    match choose.below(12) == 0 {
        true => (zipped(&bytes), choices),
        false => (bytes, choices),
    }
}

fn full_width(text: &str) -> String {
    let wide = |letter: char| char::from_u32(u32::from(letter) + 0xfee0).expect("ASCII");
    text.chars().map(wide).collect()
}

fn encoded(text: &str, encoding: u64) -> Vec<u8> {
    let wide = || [0xfeff].into_iter().chain(text.encode_utf16());
    match encoding {
        0 => text.as_bytes().to_vec(),
        1 => ["\u{feff}", text].concat().into_bytes(),
        2 => encoding_rs::GB18030.encode(text).0.into_owned(),
        3 => wide().flat_map(u16::to_le_bytes).collect(),
        _ => wide().flat_map(u16::to_be_bytes).collect(),
    }
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("账单/bill.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

fn workbook(choose: &mut Choices, rows: &[Row], fault: Option<&'static str>) -> (Vec<u8>, String) {
    let mut book = Workbook::new();
    if choose.below(3) == 0 {
        let cover = book.add_worksheet();
        cover.write(0, 0, "说明").unwrap();
        cover.set_hidden(choose.below(2) == 0);
    }
    let sheet = book.add_worksheet();
    let first = choose.below(4) as u32;
    let left = choose.below(2) as u16;
    for line in 0..first {
        sheet.write(line, left, choose.one(&["标题", "共6笔记录", "导出时间：2025"])).unwrap();
    }
    let (order_name, amount_name) = (choose.one(&ORDER_NAMES), choose.one(&AMOUNT_NAMES));
    let time = if fault == Some("no column") { "时间" } else { "下单时间" };
    let state = if fault == Some("twice") { time } else { "状态" };
    for (at, name) in (left..).zip([order_name, time, "备注", amount_name, state]) {
        sheet.write(first, at, name).unwrap();
    }
    let (mark, day_form, numbers) = (choose.one(&MARKS), choose.one(&DAYS), choose.below(2) == 0);
    let date = Format::new().set_num_format(choose.one(&[
        "yyyy-mm-dd",
        "yyyy/m/d h:mm",
        "m\"月\"d\"日\"",
    ]));
    let bad = rows.len().saturating_sub(1) / 2;
    let mut line = first;
    for (at, row) in rows.iter().enumerate() {
        line += 1 + u32::from(choose.below(10) == 0);
        let is_bad = |name: &str| at == bad && fault == Some(name);
        match is_bad("rounded") {
            true => sheet.write(line, left, 202_509_060_000_270_000_f64).unwrap(),
            false => sheet.write(line, left, mark.replace("{}", &row.order)).unwrap(),
        };
        day(sheet, (line, left + 1), row, (is_bad("day"), numbers), (day_form, &date));
        sheet
            .write(line, left + 2, choose.one(&["茶", "少冰,\n不要吸管", "合计三杯", "8\""]))
            .unwrap();
        match (is_bad("comma"), numbers) {
            (true, _) => sheet.write(line, left + 3, "12,50").unwrap(),
            (false, true) => sheet.write(line, left + 3, row.fen as f64 / 100.0).unwrap(),
            (false, false) => sheet.write(line, left + 3, amount(choose, row.fen, ';')).unwrap(),
        };
        sheet.write(line, left + 4, choose.one(&STATES)).unwrap();
    }
    if choose.below(3) == 0 {
        sheet.write(line + 1, left, choose.one(&["合计", "总计：", "Total"])).unwrap();
        let total = rows.iter().map(|row| row.fen).sum::<i64>();
        sheet.write(line + 1, left + 3, yuan(total)).unwrap();
    }
    let choices = format!("workbook from row {first}, marks {mark}, numbers {numbers}");
    (book.save_to_buffer().unwrap(), choices)
}

fn day(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    row: &Row,
    (is_bad, numbers): (bool, bool),
    (form, format): (&str, &Format),
) {
    // 2025-08-01 has the serial number 45870.
    let serial = 45_869.0 + f64::from(row.day) + 0.75;
    match (is_bad, numbers) {
        (true, _) => sheet.write(line, column, serial).unwrap(),
        (false, true) => sheet.write_with_format(line, column, serial, format).unwrap(),
        (false, false) => {
            sheet.write(line, column, form.replace("{}", &format!("{:02}", row.day))).unwrap()
        }
    };
}
