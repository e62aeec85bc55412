//! Writes a coupon into a ledger, then a later version of it, and reads it back with the vendor's own text.
//!
//! `cargo run -p coupon-ledger --example two_versions`

use std::{error::Error, path::Path};

use coupon_domain::{AccountName, Coupon, CouponState, Record};
use coupon_ledger::{Batch, CouponFilter, Environment, Ledger, OpenOptions, Stored, WriteSummary};

/// The account whose coupons they are.
const ACCOUNT: &str = "trade";

/// A ledger in a new file that knows the account.
pub(crate) async fn open(file: &Path) -> Result<Ledger, Box<dyn Error>> {
    let ledger = OpenOptions::new(Environment::Sandbox).create(true).open(file)?;
    let account = AccountName::new(ACCOUNT);
    ledger.register_account(&account, "shop", "a hash of the credentials").await?;
    Ok(ledger)
}

/// Writes the coupon as it was at `fetched_at`.
pub(crate) async fn write(
    ledger: &Ledger,
    state: CouponState,
    fetched_at: &str,
) -> Result<WriteSummary, Box<dyn Error>> {
    let row = format!(r#"{{"id":"c1","state":"{state}"}}"#).into();
    let value = Coupon::new("c1".into(), state);
    let mut batch = Batch::new(ACCOUNT.into(), "shop".into(), "coupons", fetched_at.parse()?);
    batch.coupons.push(Record { value, row });
    Ok(ledger.commit(batch).await?)
}

/// Everything that the ledger knows of the coupons in a state.
pub(crate) async fn read(
    ledger: &Ledger,
    state: CouponState,
) -> Result<Vec<Stored<Coupon>>, Box<dyn Error>> {
    let filter = CouponFilter { state: Some(state), ..CouponFilter::default() };
    Ok(ledger.coupons(&filter, 10).await?)
}

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout, reason = "an example prints")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let ledger = open(&folder.path().join("coupons.db")).await?;
    write(&ledger, CouponState::Available, "2026-03-01T02:00:00Z").await?;
    let second = write(&ledger, CouponState::Used, "2026-03-02T02:00:00Z").await?;
    println!("changed: {}", second.coupons.changed);
    for stored in read(&ledger, CouponState::Used).await? {
        println!("{}, first seen {}: {}", stored.value.id, stored.first_seen, stored.row.as_str());
    }
    Ok(())
}
