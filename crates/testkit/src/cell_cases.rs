//! The one table of cells and their values. Every reader of people's tables reads all of it.

use rust_xlsxwriter::{Format, Formula, Workbook};

use self::CellKind::{Amount, Day, Id};

/// The value that a cell is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// An id: of an order, a customer, a coupon.
    Id,
    /// An amount in yuan, or a quantity.
    Amount,
    /// A Beijing day.
    Day,
}

/// A cell of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellContent {
    /// A text, in CSV and in a workbook.
    Text(&'static str),
    /// A number of a workbook, and its number format.
    Number(f64, &'static str),
    /// A formula of a workbook, and its stored result.
    Formula(&'static str),
}

/// A cell, and what it is read as.
#[derive(Debug, Clone, Copy)]
pub struct CellCase {
    /// The value that is asked for.
    pub kind: CellKind,
    /// The cell.
    pub cell: CellContent,
    /// The value as text, none, or the name of the reason why there is none.
    pub expected: Result<Option<&'static str>, &'static str>,
}

const fn id(cell: &'static str, value: &'static str) -> CellCase {
    case(Id, CellContent::Text(cell), Ok(Some(value)))
}

const fn amount(cell: &'static str, value: &'static str) -> CellCase {
    case(Amount, CellContent::Text(cell), Ok(Some(value)))
}

const fn day(cell: &'static str, value: &'static str) -> CellCase {
    case(Day, CellContent::Text(cell), Ok(Some(value)))
}

const fn none(kind: CellKind, cell: &'static str) -> CellCase {
    case(kind, CellContent::Text(cell), Ok(None))
}

const fn refused(kind: CellKind, cell: &'static str, reason: &'static str) -> CellCase {
    case(kind, CellContent::Text(cell), Err(reason))
}

const fn number(
    kind: CellKind,
    value: f64,
    format: &'static str,
    expected: Result<Option<&'static str>, &'static str>,
) -> CellCase {
    case(kind, CellContent::Number(value, format), expected)
}

const fn case(
    kind: CellKind,
    cell: CellContent,
    expected: Result<Option<&'static str>, &'static str>,
) -> CellCase {
    CellCase { kind, cell, expected }
}

/// The table.
pub const CELL_CASES: &[CellCase] = &[
    id("DD0001", "DD0001"),
    id("`DD0001", "DD0001"),
    id("'DD0001'", "DD0001"),
    id("=\"DD0001\"", "DD0001"),
    id("`=\"DD0001\"", "DD0001"),
    id("\tDD0001 ", "DD0001"),
    id("DD0001\u{200b}", "DD0001"),
    id("\u{200e}DD0001", "DD0001"),
    id("\u{202d}DD0001\u{202c}", "DD0001"),
    id("\u{feff}DD0001", "DD0001"),
    id("\u{a0}DD0001\u{3000}", "DD0001"),
    id("ＤＤ０００１", "DD0001"),
    id("＇DD0001", "DD0001"),
    id("‘DD0001’", "DD0001"),
    id("“DD0001”", "DD0001"),
    id("\"DD0001\"", "DD0001"),
    id("＝＂DD0001＂", "DD0001"),
    id("\u{2066}DD0001\u{2069}", "DD0001"),
    id("\u{ad}DD0001", "DD0001"),
    id("1E5", "1E5"),
    id("E10", "E10"),
    id("CUS1.0E", "CUS1.0E"),
    id("1.0.0", "1.0.0"),
    id("2E", "2E"),
    id("12.50", "12.50"),
    id("007", "007"),
    id("1,234", "1,234"),
    id("202509060000270", "202509060000270"),
    id("2025090600002710", "2025090600002710"),
    id("20250906000027001", "20250906000027001"),
    id("DD-5", "DD-5"),
    refused(Id, "2E+17", "Rounded"),
    refused(Id, "1.23E+18", "Rounded"),
    refused(Id, "7.08742E+18", "Rounded"),
    refused(Id, "1E+05", "Rounded"),
    refused(Id, "4.09273 E+18", "Rounded"),
    refused(Id, "1.5e18", "Rounded"),
    refused(Id, "１．２３Ｅ＋１８", "Rounded"),
    refused(Id, "202509060000270000", "Rounded"),
    refused(Id, "4092727203789390000", "Rounded"),
    refused(Id, "'4092727203789390000", "Rounded"),
    refused(Id, "1,234,567,890,123,450,000", "Rounded"),
    refused(Id, "10010.0", "Rounded"),
    refused(Id, "1,234.00", "Rounded"),
    refused(Id, "########", "Rounded"),
    refused(Id, "#N/A", "FailedFormula"),
    refused(Id, "#REF!", "FailedFormula"),
    refused(Id, "Err:502", "FailedFormula"),
    refused(Id, "=\"DD\"&\"01\"", "UncalculatedFormula"),
    refused(Id, "=A1", "UncalculatedFormula"),
    refused(Id, "-5", "NegativeId"),
    refused(Id, "−5", "NegativeId"),
    none(Id, ""),
    none(Id, " \u{200b}"),
    none(Id, "'"),
    number(Id, 59.0, "\"DD\"00000000", Ok(Some("DD00000059"))),
    number(Id, 59.0, "0", Ok(Some("59"))),
    number(Id, 59.0, "General", Ok(Some("59"))),
    number(Id, 7.0, "000", Ok(Some("007"))),
    number(Id, 999_999_999_999_999.0, "General", Ok(Some("999999999999999"))),
    number(Id, 1_234.0, "#,##0", Ok(Some("1234"))),
    number(Id, 1_234_567_890_123_456.0, "General", Err("Rounded")),
    number(Id, -5.0, "General", Err("NegativeId")),
    case(Id, CellContent::Formula("0"), Err("UncalculatedFormula")),
    case(Id, CellContent::Formula("#N/A"), Err("FailedFormula")),
    amount("1234.50", "1234.5"),
    amount("1,234.50", "1234.5"),
    amount("-1,234,567", "-1234567"),
    amount("0.5", "0.5"),
    amount("¥40", "40"),
    amount("￥40", "40"),
    amount("¥ 40", "40"),
    amount("40元", "40"),
    amount("CNY 40", "40"),
    amount("40 CNY", "40"),
    amount("４０．００", "40"),
    amount("￥１，２３４．５０", "1234.5"),
    amount("(40.00)", "-40"),
    amount("（４０）", "-40"),
    amount("(¥40)", "-40"),
    amount("-¥40", "-40"),
    amount("¥-40", "-40"),
    amount("−40", "-40"),
    amount("－40", "-40"),
    amount("+40", "40"),
    amount("`40", "40"),
    amount("'40", "40"),
    amount("=\"40\"", "40"),
    amount("\t40 ", "40"),
    amount("\u{a0}40\u{a0}", "40"),
    amount("¥(40.00)", "-40"),
    amount("(40.00)元", "-40"),
    amount("RMB 40.00", "40"),
    amount("人民币40.00元", "40"),
    amount("CN¥40", "40"),
    amount("–40", "-40"),
    amount("“40”", "40"),
    amount("0.000009", "0"),
    amount("-0.00000000000001", "0"),
    amount("40.00000000000001", "40"),
    amount("39.99999999999999", "40"),
    amount("39.999", "39.999"),
    amount("0.333333", "0.333333"),
    amount("0.00", "0"),
    refused(Amount, "12,50", "NotANumber"),
    refused(Amount, "1,23,456", "NotANumber"),
    refused(Amount, "1234,567", "NotANumber"),
    refused(Amount, ",123", "NotANumber"),
    refused(Amount, "1.234,567", "NotANumber"),
    refused(Amount, "4 0", "NotANumber"),
    refused(Amount, "1e3", "NotANumber"),
    refused(Amount, "坏", "NotANumber"),
    refused(Amount, "--5", "NotANumber"),
    refused(Amount, "-(5)", "NotANumber"),
    refused(Amount, "(-5)", "NotANumber"),
    refused(Amount, "-¥-5", "NotANumber"),
    refused(Amount, "1_000", "NotANumber"),
    refused(Amount, "2392.11(已全额退款)", "NotANumber"),
    refused(Amount, "¥", "NotANumber"),
    refused(Amount, "()", "NotANumber"),
    refused(Amount, "((40))", "NotANumber"),
    refused(Amount, "40%", "NotANumber"),
    refused(Amount, "$40", "NotANumber"),
    refused(Amount, "40-", "NotANumber"),
    refused(Amount, "1箱2盒", "NotANumber"),
    refused(Amount, "########", "NotANumber"),
    refused(Amount, "#DIV/0!", "FailedFormula"),
    refused(Amount, "=20+20", "UncalculatedFormula"),
    none(Amount, ""),
    none(Amount, "-"),
    none(Amount, "--"),
    none(Amount, "/"),
    none(Amount, "—"),
    none(Amount, "——"),
    none(Amount, "null"),
    none(Amount, "NULL"),
    none(Amount, "`-"),
    none(Amount, "－"),
    none(Amount, "–"),
    none(Amount, "¥ -"),
    none(Amount, "-元"),
    none(Amount, "无"),
    none(Amount, "N/A"),
    none(Amount, "\\N"),
    none(Amount, "(NULL)"),
    number(Amount, 40.0, "General", Ok(Some("40"))),
    number(Amount, 40.0, "¥#,##0.00", Ok(Some("40"))),
    number(Amount, 0.1 + 0.2, "General", Ok(Some("0.3"))),
    number(Amount, -19.99, "0.00", Ok(Some("-19.99"))),
    number(Amount, -7.1e-15, "General", Ok(Some("0"))),
    number(Amount, 5.551_115_123_125_783e-17, "General", Ok(Some("0"))),
    number(Amount, 1e16, "General", Err("Rounded")),
    case(Amount, CellContent::Formula("0"), Err("UncalculatedFormula")),
    case(Amount, CellContent::Formula("#N/A"), Err("FailedFormula")),
    case(Amount, CellContent::Formula("40"), Ok(Some("40"))),
    day("2026-03-01 08:00:00", "2026-03-01"),
    day("2026/3/1 8:00", "2026-03-01"),
    day("2026年3月1日", "2026-03-01"),
    day("2026.03.01", "2026-03-01"),
    day("20260301", "2026-03-01"),
    day("20260301080000", "2026-03-01"),
    day("2026-03-01", "2026-03-01"),
    day("2026-03-01T08:00:00", "2026-03-01"),
    day("2026-03-01 00：00：00", "2026-03-01"),
    day("２０２６-3-1", "2026-03-01"),
    day("`2026-03-01", "2026-03-01"),
    day("\t2026-03-01 ", "2026-03-01"),
    day("2026-03-01T00:00:00Z", "2026-03-01"),
    day("2026-02-28T16:00:00Z", "2026-03-01"),
    day("2026-03-01T08:00:00+08:00", "2026-03-01"),
    day("2026-03-01 08:00:00 +0800", "2026-03-01"),
    day("2026-02-28 16:00:00 UTC", "2026-03-01"),
    day("2026-02-28 16:00:00Z", "2026-03-01"),
    day("2026-03-01 00:00:00 UTC+8", "2026-03-01"),
    day("2026-02-28 16:30:00 GMT+00:00", "2026-03-01"),
    day("2026-02-28T16:30:00.000+0000", "2026-03-01"),
    day("2026-02-28 08:30:00 -8", "2026-03-01"),
    day("2026-03-01 08:00:00+08", "2026-03-01"),
    day("2026-03-01T08:00:00+08:00[Asia/Shanghai]", "2026-03-01"),
    day("2026-03-01 08:00:00 CST", "2026-03-01"),
    day("2026-03-01 08:00 AM", "2026-03-01"),
    day("2026-03-01 上午8:00", "2026-03-01"),
    day("2026-03-01 Sunday", "2026-03-01"),
    day("2026年03月01日 08时00分", "2026-03-01"),
    day("2026-03-01 08:00-10:00", "2026-03-01"),
    day("2026-03-01 08:00~10:00", "2026-03-01"),
    refused(Day, "2026-03-01 08:00:00 PST", "NotADay"),
    refused(Day, "2026-03-01 08:00:00 UTC+x", "NotADay"),
    refused(Day, "2026-03-01Z08", "NotADay"),
    refused(Day, "2026-Mar-01", "NotADay"),
    refused(Day, "0000-00-00 00:00:00", "NotADay"),
    refused(Day, "3/1/2026", "NotADay"),
    refused(Day, "2026-13-01", "NotADay"),
    refused(Day, "2026-02-30", "NotADay"),
    refused(Day, "2026-03", "NotADay"),
    refused(Day, "26-03-01", "NotADay"),
    refused(Day, "坏", "NotADay"),
    refused(Day, "#VALUE!", "FailedFormula"),
    refused(Day, "45880", "SerialNumber"),
    refused(Day, "45891.99930555555", "SerialNumber"),
    refused(Day, "1754841600", "SerialNumber"),
    refused(Day, "1754841600000", "SerialNumber"),
    none(Day, ""),
    number(Day, 46_082.5, "yyyy-mm-dd hh:mm", Ok(Some("2026-03-01"))),
    number(Day, 46_082.0, "yyyy\"年\"m\"月\"d\"日\"", Ok(Some("2026-03-01"))),
    number(Day, 20_260_301.0, "General", Ok(Some("2026-03-01"))),
    number(Day, 46_082.5, "General", Err("SerialNumber")),
];

impl CellCase {
    /// Files of one row with the cell in a column, each with its name: CSV and a workbook, or a workbook alone.
    pub fn files(&self, header: &[&str], row: &[&str], column: usize) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![(format!("{self:?} in XLSX"), self.workbook(header, row, column))];
        if let CellContent::Text(text) = self.cell {
            let mut cells: Vec<String> = row.iter().map(|cell| (*cell).to_owned()).collect();
            cells[column] = format!("\"{}\"", text.replace('"', "\"\""));
            let csv = format!("{}\n{}\n", header.join(","), cells.join(","));
            files.push((format!("{self:?} in CSV"), csv.into_bytes()));
        }
        files
    }

    fn workbook(&self, header: &[&str], row: &[&str], column: usize) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let place = |at: usize| u16::try_from(at).unwrap();
        sheet.write_row(0, 0, header.iter().copied()).unwrap();
        for (at, cell) in row.iter().enumerate().filter(|(at, _)| *at != column) {
            sheet.write_string(1, place(at), *cell).unwrap();
        }
        match self.cell {
            CellContent::Text(text) => sheet.write_string(1, place(column), text).unwrap(),
            CellContent::Number(value, format) => {
                let format = Format::new().set_num_format(format);
                sheet.write_number_with_format(1, place(column), value, &format).unwrap()
            }
            CellContent::Formula(result) => {
                let formula = Formula::new("=A9").set_result(result);
                sheet.write_formula(1, place(column), formula).unwrap()
            }
        };
        book.save_to_buffer().unwrap()
    }
}
