//! The least that can write the same rows into PostgreSQL: the ledger's own table with all its indexes, rows ready in memory,
//! 20,000 a transaction, COPY into a temporary table and one upsert out of it. No network, no JSON, no digest, no checkpoint.

use std::io::Write as _;

use postgres::{Client, NoTls};
use rusqlite::types::Value;

use crate::{
    bare::{PER_TRANSACTION, Rows},
    measure::seconds,
};

/// Seconds for writing the rows into a new table like that of the ledger in this database, and for writing them again where
/// nothing has changed.
pub(crate) fn write(rows: &Rows, database: &str) -> (f64, f64) {
    let mut client = Client::connect(database, NoTls).unwrap();
    client
        .batch_execute(
            "CREATE SCHEMA bare;
             CREATE TABLE bare.coupon_rows (LIKE coupon.coupon_rows INCLUDING ALL);
             CREATE TEMPORARY TABLE incoming ON COMMIT DELETE ROWS AS SELECT * FROM bare.coupon_rows WHERE false;",
        )
        .unwrap();
    let both = (seconds(|| upsert(&mut client, rows)).0, seconds(|| upsert(&mut client, rows)).0);
    let count = client.query_one("SELECT count(*) FROM bare.coupon_rows", &[]).unwrap();
    assert_eq!(count.get::<_, i64>(0), rows.len() as i64, "every row is written");
    both
}

fn upsert(client: &mut Client, rows: &Rows) {
    let names = rows.columns.join(", ");
    let moved: Vec<String> = rows.columns.iter().map(|c| format!("{c} = excluded.{c}")).collect();
    let copy = format!("COPY incoming ({names}) FROM STDIN");
    let upsert = format!(
        "INSERT INTO bare.coupon_rows AS r ({names}) SELECT {names} FROM incoming \
         ON CONFLICT (source, id) DO UPDATE SET {} WHERE r.raw_hash <> excluded.raw_hash",
        moved.join(", ")
    );
    let mut lines = Vec::new();
    for rows in rows.rows.chunks(PER_TRANSACTION) {
        lines.clear();
        rows.iter().for_each(|row| line(row, &mut lines));
        let mut transaction = client.transaction().unwrap();
        let mut writer = transaction.copy_in(&copy).unwrap();
        writer.write_all(&lines).unwrap();
        writer.finish().unwrap();
        transaction.execute(&upsert, &[]).unwrap();
        transaction.commit().unwrap();
    }
}

/// A row in COPY's text format.
fn line(row: &[Value], lines: &mut Vec<u8>) {
    for (index, value) in row.iter().enumerate() {
        if index > 0 {
            lines.push(b'\t');
        }
        match value {
            Value::Null => lines.extend_from_slice(br"\N"),
            Value::Integer(number) => write!(lines, "{number}").unwrap(),
            Value::Real(number) => write!(lines, "{number}").unwrap(),
            Value::Blob(bytes) => {
                lines.extend_from_slice(br"\\x");
                bytes.iter().for_each(|byte| write!(lines, "{byte:02x}").unwrap());
            }
            Value::Text(text) => text.bytes().for_each(|byte| match byte {
                b'\\' => lines.extend_from_slice(br"\\"),
                b'\n' => lines.extend_from_slice(br"\n"),
                b'\r' => lines.extend_from_slice(br"\r"),
                b'\t' => lines.extend_from_slice(br"\t"),
                byte => lines.push(byte),
            }),
        }
    }
    lines.push(b'\n');
}
