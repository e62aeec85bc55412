//! One row of a table as the cells of a file.

use std::fmt::Write as _;

use coupon_domain::CouponState;
use rust_decimal::Decimal;

use crate::{
    columns::{ColumnGetter, Exported},
    error::ExportError,
    schema::{is_in_file, splits_decimals},
    settings::{ExportFormat, ExportOptions},
    sink::{CellValue, Sink},
};

/// Writes rows into a sink, cell by cell in the order of [`fields`](crate::schema::fields).
pub(crate) struct RowWriter {
    format: ExportFormat,
    chinese_states: bool,
    /// Buffer for the text of a decimal, so that a row costs no allocation.
    text: String,
}

impl RowWriter {
    pub(crate) fn new(settings: &ExportOptions) -> Self {
        let format = settings.format;
        let chinese_states = settings.chinese_headers && format == ExportFormat::Xlsx;
        Self { format, chinese_states, text: String::new() }
    }

    pub(crate) fn write<R: Exported>(
        &mut self,
        row: &R,
        sink: &mut dyn Sink,
    ) -> Result<(), ExportError> {
        let format = self.format;
        for column in R::COLUMNS.iter().filter(|column| is_in_file(column.name, format)) {
            match column.value {
                ColumnGetter::Text(of) => {
                    sink.cell(of(row).map_or(CellValue::Nothing, CellValue::Text))?
                }
                ColumnGetter::State(of) => {
                    let state = of(row);
                    let chinese = self.chinese_states.then(|| chinese_state(state));
                    let word = chinese.as_deref().unwrap_or(state);
                    sink.cell(CellValue::Text(word))?
                }
                ColumnGetter::Count(of) => {
                    sink.cell(of(row).map_or(CellValue::Nothing, CellValue::Count))?
                }
                ColumnGetter::Flag(of) => sink.cell(CellValue::Flag(of(row)))?,
                ColumnGetter::Instant(of) => {
                    let at = of(row);
                    sink.cell(at.map_or(CellValue::Nothing, CellValue::Instant))?;
                    sink.cell(at.map_or(CellValue::Nothing, CellValue::Beijing))?;
                }
                ColumnGetter::Decimal(of) => self.decimal(of(row), sink)?,
            }
        }
        sink.end_row()
    }

    fn decimal(&mut self, value: Option<Decimal>, sink: &mut dyn Sink) -> Result<(), ExportError> {
        sink.cell(value.map_or(CellValue::Nothing, CellValue::Decimal))?;
        if !splits_decimals(self.format) {
            return Ok(());
        }
        let Some(value) = value else { return sink.cell(CellValue::Nothing) };
        self.text.clear();
        write!(self.text, "{value}").expect("text takes text");
        sink.cell(CellValue::Text(&self.text))
    }
}

/// The Chinese word for a state of a template or a coupon; a word that is not ours stays.
fn chinese_state(state: &str) -> String {
    match state {
        "open" => "进行中".to_owned(),
        "ended" => "已结束".to_owned(),
        word => match CouponState::named(word) {
            Some(state) => state.chinese().to_owned(),
            None => word.to_owned(),
        },
    }
}
