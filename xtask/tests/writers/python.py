"""Writes the cells of cells.json with the spreadsheet libraries of Python, each library and way a file.

python python.py CELLS FOLDER. A file has the columns order, time and amount; each cell stands in a row of its own in the column
of its kind, with plain values beside it. Behind the rows come a hidden row and an order that is merged over two rows.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEADER = ["订单号", "下单时间", "优惠金额"]
COLUMNS = {"id": 0, "day": 1, "amount": 2}
PLAIN = ["X1", "2026-03-02 08:00:00", "1.00"]
HIDDEN = ["HIDDEN", "2026-03-02 08:00:00", "2.00"]
MERGED = [["MERGED", "2026-03-02 08:00:00", "3.00"], [None, "2026-03-02 08:00:00", "4.00"]]


def rows(cells):
    """Each row of the file, the header first; the cell of the table stands in it as it is in the table."""
    yield HEADER
    for cell in cells:
        row = list(PLAIN)
        row[COLUMNS[cell["kind"]]] = cell
        yield row
    yield HIDDEN
    yield from MERGED


def value(cell):
    """The value of a cell for a library that takes values alone."""
    if not isinstance(cell, dict):
        return cell
    if "date" in cell:
        return datetime.fromisoformat(cell["date"])
    if "rich" in cell:
        return "".join(cell["rich"])
    if "formula" in cell:
        return "=" + cell["formula"]
    return next((cell[key] for key in ("text", "number", "error") if key in cell), None)


def of_openpyxl(cells, path, epoch=None):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    cover = book.active
    cover.title, cover["A1"] = "说明", "orders of March"
    hidden = book.create_sheet("旧")
    hidden.append(HEADER)
    hidden.append(["OLD", *PLAIN[1:]])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("订单")
    last = 0
    for last, row in enumerate(rows(cells), 1):
        for column, cell in enumerate(row, 1):
            there = sheet.cell(last, column)
            if isinstance(cell, dict) and "rich" in cell:
                bold = TextBlock(InlineFont(b=True), cell["rich"][0])
                there.value = CellRichText(bold, *cell["rich"][1:])
                continue
            there.value = value(cell)
            if isinstance(cell, dict) and "format" in cell:
                there.number_format = cell["format"]
    sheet.row_dimensions[last - 2].hidden = True
    sheet.merge_cells(start_row=last - 1, end_row=last, start_column=1, end_column=1)
    sheet.column_dimensions["B"].hidden = True
    book.save(path)


def of_xlsxwriter(cells, path, **options):
    book = xlsxwriter.Workbook(path, options)
    book.add_worksheet("说明").write(0, 0, "orders of March")
    hidden = book.add_worksheet("旧")
    hidden.write_row(0, 0, HEADER)
    hidden.write_row(1, 0, ["OLD", *PLAIN[1:]])
    hidden.hide()
    sheet = book.add_worksheet("订单")
    date, bold = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}), book.add_format({"bold": True})
    last = 0
    for last, row in enumerate(rows(cells)):
        for column, cell in enumerate(row):
            if not isinstance(cell, dict):
                sheet.write(last, column, cell)
                continue
            form = book.add_format({"num_format": cell["format"]}) if "format" in cell else None
            if "date" in cell:
                sheet.write_datetime(last, column, value(cell), form or date)
            elif "rich" in cell:
                sheet.write_rich_string(last, column, bold, *cell["rich"])
            elif "formula" in cell:
                sheet.write_formula(last, column, value(cell), form, cell.get("result", 0))
            elif "error" in cell:
                sheet.write_formula(last, column, "=" + cell["error"], form, cell["error"])
            elif "text" in cell:
                sheet.write_string(last, column, cell["text"])
            elif "number" in cell:
                sheet.write_number(last, column, cell["number"], form)
        if row is HIDDEN:
            sheet.set_row(last, None, None, {"hidden": True})
    if not options.get("constant_memory"):
        sheet.merge_range(last - 1, 0, last, 0, MERGED[0][0])
    book.close()


def of_pandas(cells, folder):
    """pandas carries values alone: no number formats, no rich text, no hidden rows."""
    table = [[value(cell) for cell in row] for row in rows(cells)]
    frame = pandas.DataFrame(table[1:], columns=HEADER, dtype=object)
    for name, engine in (("pandas-openpyxl.xlsx", "openpyxl"), ("pandas-xlsxwriter.xlsx", "xlsxwriter"), ("pandas.ods", "odf")):
        frame.to_excel(folder / name, index=False, engine=engine)
    frame.to_csv(folder / "pandas.csv", index=False, encoding="utf-8-sig")
    frame.to_csv(folder / "pandas-gb18030.csv", index=False, encoding="gb18030")


def main(cells, folder):
    cells = json.loads(Path(cells).read_text(encoding="utf-8"))
    of_openpyxl(cells, folder / "openpyxl.xlsx")
    of_openpyxl(cells, folder / "openpyxl.xlsm")
    of_openpyxl(cells, folder / "openpyxl-1904.xlsx", CALENDAR_MAC_1904)
    of_xlsxwriter(cells, folder / "xlsxwriter.xlsx")
    of_xlsxwriter(cells, folder / "xlsxwriter-1904.xlsx", date_1904=True)
    of_xlsxwriter(cells, folder / "xlsxwriter-inline.xlsx", constant_memory=True)
    of_pandas(cells, folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
