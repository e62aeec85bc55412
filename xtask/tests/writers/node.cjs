// Writes the cells of cells.json with SheetJS and exceljs, each library and way a file.
//
// node node.cjs CELLS FOLDER, in a folder that has both libraries. The files are laid out as those of python.py.
const fs = require("fs"), path = require("path"), { createRequire } = require("module");
const load = createRequire(path.join(process.cwd(), "package.json"));
const XLSX = load("xlsx"), ExcelJS = load("exceljs");

const HEADER = ["订单号", "下单时间", "优惠金额"], COLUMNS = { id: 0, day: 1, amount: 2 };
const PLAIN = ["X1", "2026-03-02 08:00:00", "1.00"];
const HIDDEN = ["HIDDEN", "2026-03-02 08:00:00", "2.00"];
const MERGED = [["MERGED", "2026-03-02 08:00:00", "3.00"], [null, "2026-03-02 08:00:00", "4.00"]];
const ERRORS = { "#DIV/0!": 7, "#N/A": 42 };

function rows(cells) {
    const own = cells.map(cell => PLAIN.map((plain, column) => column === COLUMNS[cell.kind] ? cell : plain));
    return [HEADER, ...own, HIDDEN, ...MERGED];
}

const isCell = cell => cell !== null && typeof cell === "object";

// SheetJS takes a Date for local clock time.
function ofSheetJS(cell) {
    if (!isCell(cell)) return cell === null ? undefined : { t: "s", v: cell };
    const format = cell.format ? { z: cell.format } : {};
    if (cell.date) return { t: "d", v: new Date(cell.date), z: cell.format ?? "yyyy-mm-dd hh:mm:ss" };
    if (cell.rich) return { t: "s", v: cell.rich.join("") };
    if (cell.error) return { t: "e", v: ERRORS[cell.error] };
    if (cell.formula && cell.result === undefined) return { t: "n", f: cell.formula };
    if (cell.formula) return { t: typeof cell.result === "string" ? "s" : "n", f: cell.formula, v: cell.result };
    if (cell.text !== undefined) return { t: "s", v: cell.text };
    return cell.number === undefined ? undefined : { t: "n", v: cell.number, ...format };
}

function sheetJS(cells, file, options) {
    const table = rows(cells), sheet = {};
    table.forEach((row, r) => row.forEach((cell, c) => {
        const made = ofSheetJS(cell);
        if (made) sheet[XLSX.utils.encode_cell({ r, c })] = made;
    }));
    const last = table.length - 1;
    sheet["!ref"] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: { r: last, c: 2 } });
    sheet["!merges"] = [{ s: { r: last - 1, c: 0 }, e: { r: last, c: 0 } }];
    sheet["!rows"] = [];
    sheet["!rows"][last - 2] = { hidden: true };
    const book = XLSX.utils.book_new();
    if (options.bookType !== "csv") {
        XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["orders of March"]]), "说明");
        XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([HEADER, ["OLD", ...PLAIN.slice(1)]]), "旧");
        book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 0 }] };
    }
    XLSX.utils.book_append_sheet(book, sheet, "订单");
    XLSX.writeFile(book, file, options);
}

// exceljs takes the UTC side of a Date for clock time.
function ofExcelJS(cell) {
    if (!isCell(cell)) return cell;
    if (cell.date) return new Date(cell.date + "Z");
    if (cell.rich) return { richText: [{ font: { bold: true }, text: cell.rich[0] }, { text: cell.rich[1] }] };
    if (cell.error) return { error: cell.error };
    if (cell.formula) return { formula: cell.formula, result: cell.result };
    return cell.text ?? cell.number ?? null;
}

async function excelJS(cells, file, book) {
    const add = (name, state) => book.addWorksheet(name, { state });
    const end = sheet => sheet.commit && sheet.commit();
    const cover = add("说明", "visible"), old = add("旧", "hidden");
    cover.addRow(["orders of March"]);
    end(cover);
    [HEADER, ["OLD", ...PLAIN.slice(1)]].forEach(row => old.addRow(row));
    end(old);
    const sheet = add("订单", "visible"), table = rows(cells);
    table.forEach((row, at) => {
        const made = sheet.addRow(row.map(ofExcelJS));
        row.forEach((cell, column) => {
            const format = isCell(cell) && (cell.format ?? (cell.date && "yyyy-mm-dd hh:mm:ss"));
            if (format) made.getCell(column + 1).numFmt = format;
        });
        made.hidden = row === HIDDEN;
    });
    sheet.mergeCells(table.length - 1, 1, table.length, 1);
    end(sheet);
    await (book.commit ? book.commit() : book.xlsx.writeFile(file));
}

(async () => {
    const cells = JSON.parse(fs.readFileSync(process.argv[2], "utf8")), folder = process.argv[3];
    const file = name => path.join(folder, name);
    sheetJS(cells, file("sheetjs.xlsx"), { bookType: "xlsx" });
    sheetJS(cells, file("sheetjs-shared.xlsx"), { bookType: "xlsx", bookSST: true });
    sheetJS(cells, file("sheetjs-iso-dates.xlsx"), { bookType: "xlsx", cellDates: true });
    sheetJS(cells, file("sheetjs.xlsm"), { bookType: "xlsm" });
    sheetJS(cells, file("sheetjs.xlsb"), { bookType: "xlsb" });
    sheetJS(cells, file("sheetjs.xls"), { bookType: "biff8" });
    sheetJS(cells, file("sheetjs.ods"), { bookType: "ods" });
    sheetJS(cells, file("sheetjs.csv"), { bookType: "csv" });
    await excelJS(cells, file("exceljs.xlsx"), new ExcelJS.Workbook());
    const options = { filename: file("exceljs-inline.xlsx"), useStyles: true, useSharedStrings: false };
    await excelJS(cells, null, new ExcelJS.stream.xlsx.WorkbookWriter(options));
})();
