//! P9: `coupon reconcile` of a large order file, as CSV and as XLSX, beside the least that adds up the same file by order: the bare loops
//! of `csv` and `calamine` over every row, with order number, day and amount read as values.

use std::{collections::HashMap, fs, fs::File, io::BufReader, path::Path};

use calamine::{DataRef, Reader as _, Xlsx, open_workbook};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::{
    coupon::Folder,
    measure::{Figure, Limit, Rounds, median, seconds},
    server::Server,
};

const HEADER: [&str; 6] = ["订单号", "下单时间", "商品名称", "数量", "优惠券抵扣", "备注"];
const MAP: &str = "order_no = \"订单号\"\ntime = \"下单时间\"\nvoucher_amount = \"优惠券抵扣\"\n";
/// The most memory of one run, in MB of a million bytes.
const MEMORY: f64 = 200.0;

/// Sum and first day of each order.
type Sums = HashMap<String, (Decimal, Date)>;

pub(crate) fn figures(rounds: Rounds, rows: usize, show: &mut impl FnMut(Figure)) {
    let server = Server::start(1_000);
    let folder = Folder::new(&server);
    folder.sync();
    let place = |name: &str| folder.path().join(name);
    fs::write(place("map.toml"), MAP).unwrap();
    write_csv(&place("orders.csv"), rows);
    write_xlsx(&place("orders.xlsx"), rows);
    let sums = bare_csv(&place("orders.csv"));
    assert!(sums == bare_xlsx(&place("orders.xlsx")), "both files hold the same orders");
    for (name, bare) in [("csv", bare_csv as fn(&Path) -> Sums), ("xlsx", bare_xlsx)] {
        let file = format!("orders.{name}");
        let mut peaks = Vec::new();
        let args = ["reconcile", "--orders", &file, "--map", "map.toml", "--account", "bench"];
        let (ours, reference) = rounds.alternate(
            || {
                let run = folder.run(&args);
                peaks.push(run.peak);
                run.seconds
            },
            || seconds(|| assert!(!bare(&place(&file)).is_empty())).0,
        );
        let what = format!("{rows} order lines of {name} reconciled / bare loop");
        show(Figure { id: "P9", what, ours, reference, unit: "s", limit: Limit::AtMostTimes(1.3) });
        let (what, ours) = (format!("peak memory of that, {name}"), median(peaks));
        let limit = Limit::AtMost(MEMORY);
        show(Figure { id: "P9", what, ours, reference: MEMORY, unit: "MB", limit });
    }
}

/// Order number, day of March 2020 and amount of a line. Of ten lines two give and take back the discount of one order; the other
/// orders have none.
fn line(at: usize) -> (String, u8, &'static str) {
    let (order, amount) = match at % 10 {
        0 => (at, "40.00"),
        9 => (at - 9, "-40.00"),
        _ => (at, "0.00"),
    };
    (format!("DD202003{order:012}"), (at * 31 / 1_048_575) as u8 % 31 + 1, amount)
}

fn write_csv(path: &Path, rows: usize) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    writer.write_record(HEADER).unwrap();
    for at in 0..rows {
        let (order, day, amount) = line(at);
        let time = format!("2020-03-{day:02} 12:30:00");
        writer.write_record([&order, &time, "茉莉绿茶", "2", amount, "少冰"]).unwrap();
    }
    writer.flush().unwrap();
}

fn write_xlsx(path: &Path, rows: usize) {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let sheet = book.add_worksheet_with_low_memory().unwrap();
    for (column, name) in (0..).zip(HEADER) {
        sheet.write(0, column, name).unwrap();
    }
    for at in 0..rows {
        let (order, day, amount) = line(at);
        let row = u32::try_from(at + 1).unwrap();
        let time = ExcelDateTime::from_ymd(2020, 3, day).unwrap().and_hms(12, 30, 0).unwrap();
        sheet.write(row, 0, order).unwrap();
        sheet.write_datetime_with_format(row, 1, time, &date).unwrap();
        sheet.write(row, 2, "茉莉绿茶").unwrap();
        sheet.write(row, 3, 2).unwrap();
        sheet.write(row, 4, amount.parse::<f64>().unwrap()).unwrap();
        sheet.write(row, 5, "少冰").unwrap();
    }
    book.save(path).unwrap();
}

fn add(sums: &mut Sums, order: &str, day: Date, amount: Decimal) {
    let sum = sums.entry(order.to_owned()).or_insert((Decimal::ZERO, day));
    sum.0 += amount;
    sum.1 = sum.1.min(day);
}

fn bare_csv(path: &Path) -> Sums {
    let (mut sums, mut record) = (Sums::new(), csv::StringRecord::new());
    let mut reader = csv::Reader::from_path(path).unwrap();
    while reader.read_record(&mut record).unwrap() {
        add(&mut sums, &record[0], record[1][..10].parse().unwrap(), record[4].parse().unwrap());
    }
    sums
}

fn bare_xlsx(path: &Path) -> Sums {
    let mut book: Xlsx<BufReader<File>> = open_workbook(path).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let mut cells = book.worksheet_cells_reader(&sheet).unwrap();
    let (mut sums, mut order, mut day) = (Sums::new(), String::new(), Date::default());
    while let Some(cell) = cells.next_cell().unwrap() {
        match (cell.get_position(), cell.get_value()) {
            ((0, _), _) => {}
            ((_, 0), DataRef::SharedString(text)) => order = (*text).to_owned(),
            ((_, 1), DataRef::DateTime(at)) => {
                let (year, month, of_month, ..) = at.to_ymd_hms_milli();
                let part = |part: u8| i8::try_from(part).unwrap();
                day = Date::new(i16::try_from(year).unwrap(), part(month), part(of_month)).unwrap();
            }
            ((_, 4), DataRef::Float(yuan)) => {
                add(&mut sums, &order, day, Decimal::try_from(*yuan).unwrap());
            }
            _ => {}
        }
    }
    sums
}
