//! The parts that every page shares: the document around a body, tables, figures, a bar chart.

pub(crate) mod bar_chart;
mod document;
mod language;
mod number;
mod table;

pub use language::PageLanguage;

pub(crate) use self::{
    document::{document, figures, made_at, paragraph, soft},
    number::{grouped_count, money},
    table::{TableCell, table, table_with_total},
};
