//! The least that can write the same rows: the ledger's own table with its unique key, one prepared statement, 20,000 rows a
//! transaction, 8 KB pages. No network, no JSON, no second index, no digest, no checkpoint.

use std::path::Path;

use rusqlite::{Connection, params_from_iter, types::Value};

use crate::{coupon::Folder, measure::seconds, server::Server};

/// Rows that a bare writer commits at once: as many as the ledger does.
pub(crate) const PER_TRANSACTION: usize = 20_000;

/// The rows of a ledger's coupons, in memory, in the order in which they came.
pub(crate) struct Rows {
    schema: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
}

impl Rows {
    /// All rows of a server, as a sync brings them.
    pub(crate) fn synced(server: &Server, rows: usize) -> Self {
        let folder = Folder::new(server);
        folder.sync();
        let bare = Self::of(&folder.ledger());
        assert_eq!(bare.len(), rows, "the sync brought every row");
        bare
    }

    fn of(ledger: &Path) -> Self {
        let from = Connection::open(ledger).unwrap();
        let sql = "SELECT sql FROM sqlite_schema WHERE name = 'coupon_rows'";
        let schema = from.query_row(sql, [], |row| row.get(0)).unwrap();
        // All but the first, which SQLite counts by itself.
        let mut select = from.prepare("SELECT * FROM coupon_rows ORDER BY place").unwrap();
        let columns: Vec<String> =
            select.column_names().into_iter().skip(1).map(str::to_owned).collect();
        let rows = select
            .query_map([], |row| (1..=columns.len()).map(|index| row.get(index)).collect())
            .unwrap()
            .map(Result::unwrap)
            .collect();
        Self { schema, columns, rows }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Seconds for writing them into a new file, and for writing them again where nothing has changed.
    pub(crate) fn write(&self) -> (f64, f64) {
        let folder = tempfile::tempdir().unwrap();
        let mut to = Connection::open(folder.path().join("bare.db")).unwrap();
        to.execute_batch(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
             PRAGMA cache_size = -32768;",
        )
        .unwrap();
        to.execute_batch(&self.schema).unwrap();
        (seconds(|| self.upsert(&mut to)).0, seconds(|| self.upsert(&mut to)).0)
    }

    fn upsert(&self, to: &mut Connection) {
        let moved: Vec<String> =
            self.columns.iter().map(|c| format!("{c} = excluded.{c}")).collect();
        let sql = format!(
            "INSERT INTO coupon_rows ({}) VALUES ({}) ON CONFLICT (source, id) DO UPDATE SET {} \
             WHERE raw_hash <> excluded.raw_hash",
            self.columns.join(", "),
            vec!["?"; self.columns.len()].join(", "),
            moved.join(", "),
        );
        for rows in self.rows.chunks(PER_TRANSACTION) {
            let transaction = to.transaction().unwrap();
            let mut statement = transaction.prepare_cached(&sql).unwrap();
            for row in rows {
                statement.execute(params_from_iter(row)).unwrap();
            }
            drop(statement);
            transaction.commit().unwrap();
        }
    }
}
