//! The least that writes the coupons of a ledger as Parquet: one SELECT, one file, the same columns, types, row groups and
//! compression. No months, no manifest, no digest, no waiting for the disk.

use std::{fs, fs::File, path::Path, sync::Arc};

use jiff::{Timestamp, tz::Offset};
use parquet::{
    basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel},
    column::writer::ColumnWriter,
    data_type::ByteArray,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::types::Type,
};
use rusqlite::{Connection, types::ValueRef};

/// Rows of a row group.
const GROUP: usize = 32_768;
const SCALE: usize = 4;

/// A column of the export.
pub(crate) struct Column {
    name: String,
    kind: Kind,
    /// The column of the ledger.
    source: String,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Instant,
    Beijing,
    Decimal,
}

/// As a manifest names them.
pub(crate) fn columns(manifest: &Path) -> Vec<Column> {
    let text = fs::read_to_string(manifest).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let columns = manifest["columns"].as_array().unwrap().iter().map(|column| {
        let name = column["name"].as_str().unwrap().to_owned();
        let (kind, suffix) = match column["kind"].as_str().unwrap() {
            "text" => (Kind::Text, "_text"),
            "instant" => (Kind::Instant, ""),
            "beijing time" => (Kind::Beijing, "_beijing"),
            "decimal" => (Kind::Decimal, ""),
            other => panic!("no coupon has a {other}"),
        };
        let source = name.strip_suffix(suffix).unwrap_or(&name).to_owned();
        Column { name, kind, source }
    });
    columns.collect()
}

/// Returns how many rows there were.
pub(crate) fn write(ledger: &Path, columns: &[Column], to: &File) -> usize {
    let mut sources: Vec<&str> = columns.iter().map(|column| column.source.as_str()).collect();
    sources.dedup();
    let from = Connection::open(ledger).unwrap();
    let sql = format!(
        "SELECT {} FROM coupon_rows JOIN sources ON no = source WHERE gone_at IS NULL ORDER BY place",
        sources.join(", ")
    );
    let place = |column: &Column| sources.iter().position(|source| *source == column.source);
    let places: Vec<usize> = columns.iter().map(|column| place(column).unwrap()).collect();
    let mut statement = from.prepare(&sql).unwrap();
    let mut found = statement.query([]).unwrap();
    let mut writer = begin(columns, to);
    let mut buffers: Vec<Buffer> = columns.iter().map(|_| Buffer::default()).collect();
    let mut rows = 0;
    while let Some(row) = found.next().unwrap() {
        for ((column, buffer), place) in columns.iter().zip(&mut buffers).zip(&places) {
            buffer.push(column.kind, row.get_ref(*place).unwrap());
        }
        rows += 1;
        if rows % GROUP == 0 {
            flush(&mut writer, &mut buffers);
        }
    }
    flush(&mut writer, &mut buffers);
    writer.close().unwrap();
    rows
}

fn begin(columns: &[Column], to: &File) -> SerializedFileWriter<File> {
    let fields = columns.iter().map(|Column { name, kind, .. }| {
        let (physical, logical) = match kind {
            Kind::Text | Kind::Beijing => (Physical::BYTE_ARRAY, LogicalType::String),
            Kind::Instant => (Physical::INT64, LogicalType::timestamp(true, TimeUnit::MICROS)),
            Kind::Decimal => (Physical::INT64, LogicalType::decimal(SCALE as i32, 18)),
        };
        let field = Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(logical));
        let field = match kind {
            Kind::Decimal => field.with_precision(18).with_scale(SCALE as i32),
            Kind::Text | Kind::Beijing | Kind::Instant => field,
        };
        Arc::new(field.build().unwrap())
    });
    let schema = Type::group_type_builder("row").with_fields(fields.collect()).build().unwrap();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    SerializedFileWriter::new(to.try_clone().unwrap(), Arc::new(schema), Arc::new(properties))
        .unwrap()
}

/// The values of one column, and for each row whether there is one.
#[derive(Default)]
struct Buffer {
    levels: Vec<i16>,
    texts: Vec<ByteArray>,
    longs: Vec<i64>,
}

impl Buffer {
    fn push(&mut self, kind: Kind, value: ValueRef<'_>) {
        self.levels.push(i16::from(!matches!(value, ValueRef::Null)));
        match (kind, value) {
            (_, ValueRef::Null) => {}
            (Kind::Text, ValueRef::Text(text)) => self.texts.push(text.to_vec().into()),
            (Kind::Instant, ValueRef::Integer(at)) => self.longs.push(at),
            (Kind::Beijing, ValueRef::Integer(at)) => self.texts.push(beijing(at).as_str().into()),
            (Kind::Decimal, ValueRef::Text(text)) => {
                self.longs.push(scaled(std::str::from_utf8(text).unwrap()));
            }
            (_, other) => panic!("{other:?} in the ledger"),
        }
    }
}

fn beijing(microseconds: i64) -> String {
    let at = Timestamp::from_microsecond(microseconds).unwrap();
    let civil = Offset::constant(8).to_datetime(at);
    format!("{} {}", civil.date(), civil.time())
}

/// In units of the last digit of the column.
fn scaled(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<SCALE$}").parse().unwrap()
}

fn flush(writer: &mut SerializedFileWriter<File>, buffers: &mut [Buffer]) {
    let mut group = writer.next_row_group().unwrap();
    for buffer in buffers {
        let Buffer { levels, texts, longs } = std::mem::take(buffer);
        let levels = Some(levels.as_slice());
        let mut column = group.next_column().unwrap().unwrap();
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(to) => to.write_batch(&texts, levels, None),
            ColumnWriter::Int64ColumnWriter(to) => to.write_batch(&longs, levels, None),
            _ => panic!("no such column"),
        }
        .unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
}
