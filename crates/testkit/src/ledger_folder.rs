//! A ledger with two accounts, in a folder of a test's own.

use std::path::{Path, PathBuf};

use coupon_domain::{Coupon, Record};
use coupon_ledger::{Batch, Environment, Ledger, OpenOptions};
use jiff::Timestamp;
use tempfile::TempDir;

/// A folder with a ledger of the accounts `trade` (Qince) and `tea` (Qmai). It is deleted with the value.
#[derive(Debug)]
pub struct LedgerFolder {
    dir: TempDir,
}

impl LedgerFolder {
    /// An empty folder.
    #[allow(clippy::new_without_default, reason = "a new folder is no default value")]
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The file of the ledger.
    pub fn ledger_file(&self) -> PathBuf {
        self.path().join("coupons.db")
    }

    /// Opens the ledger; the first call creates it.
    pub async fn ledger(&self) -> Ledger {
        let ledger =
            OpenOptions::new(Environment::Real).create(true).open(self.ledger_file()).unwrap();
        for (name, vendor) in [("trade", "qince"), ("tea", "qmai")] {
            ledger.register_account(&name.into(), vendor, "f").await.unwrap();
        }
        ledger
    }
}

/// Writes coupons as if they had been read on the first of April 2026. The row of each is its own JSON.
pub async fn put_coupons(
    ledger: &Ledger,
    account: &str,
    provider: &str,
    coupons: impl IntoIterator<Item = Coupon>,
) {
    let read_at = at("2026-03-31T16:00:00Z");
    let mut batch = Batch::new(account.into(), provider.into(), "test", read_at);
    batch.coupons = coupons
        .into_iter()
        .map(|value| Record { row: serde_json::to_string(&value).unwrap().into(), value })
        .collect();
    ledger.commit(batch).await.unwrap();
}

/// The instant that a text names, such as `2026-04-01T00:00:00Z`.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
