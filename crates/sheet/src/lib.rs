#![doc = include_str!("../README.md")]

mod archive;
mod cell;
mod compound;
mod delimited;
mod encoding;
mod error;
mod error_zh;
mod finder;
mod first_rows;
mod footer;
mod format;
mod format_kind;
mod guard;
mod lines;
mod marks;
mod merged;
mod number_format;
mod ods;
mod ods_cell;
mod ods_parts;
mod options;
mod parts;
mod place;
mod quotes;
mod read;
mod row_assembler;
mod source;
mod source_row;
mod string_table;
mod table;
mod values;
mod workbook;
mod writer;
mod xls_facts;
mod xlsb;
mod xlsb_records;
mod xlsx;
mod xlsx_parts;
mod xlsx_row;
mod xml_text;

pub use self::{
    cell::SheetCell,
    error::{CellError, ForeignFormat, SheetError, TablePlace, excerpt},
    first_rows::first_rows,
    guard::{CsvGuard, unguarded},
    marks::is_column_name,
    options::{HiddenRows, SheetLimits, TableOptions, WantedColumn},
    read::{read_rows, read_table},
    source::TableFile,
    table::{FileFormat, SheetRow, SheetTable, TableNotes, TextEncoding},
    values::{CellDay, amount, day, id, text},
    writer::CsvTableWriter,
};
