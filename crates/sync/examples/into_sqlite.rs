//! Syncs 兑货券 of a sandbox in this process into a SQLite file, twice: the second sync finds nothing new.
//!
//! `cargo run -p coupon-sync --example into_sqlite`

use std::{error::Error, path::Path, sync::Arc};

use coupon_domain::AccountName;
use coupon_ledger::{Environment, LEASE, LedgerTable, OpenOptions};
use coupon_qince::{CouponDetails, Qince};
use coupon_qince_wire::{Account, AccountConfig};
use coupon_sandbox::{InProcess, Sandbox, SandboxConfig};
use coupon_sign::Secret;
use coupon_sync::{SyncOptions, SyncSummary, sync};
use coupon_transport::{Client, Rate, RetryConfig};

/// A provider over the sandbox. One over the network takes `ReqwestConnector` instead of `InProcess`.
fn provider(sandbox: &Sandbox) -> Result<CouponDetails, Box<dyn Error>> {
    let access = sandbox.qince();
    let keys = (Secret::new(access.openid), Secret::new(access.app_key));
    let config = AccountConfig { base_url: access.base_url, ..AccountConfig::new(keys.0, keys.1) };
    let connector = Arc::new(InProcess(sandbox.clone()));
    let client = Client::new(connector, RetryConfig::default(), Rate::Unlimited);
    Ok(CouponDetails::new(Arc::new(Qince::new(Account::new(config)?, client)), 1000))
}

/// Returns the summaries of two syncs, and the digest of the coupons after them.
pub(crate) async fn sync_twice(file: &Path) -> Result<([SyncSummary; 2], String), Box<dyn Error>> {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 100, ..SandboxConfig::default() });
    let provider = provider(&sandbox)?;
    let account = AccountName::new("trade");
    let ledger = OpenOptions::new(Environment::Sandbox).create(true).open(file)?;
    ledger.register_account(&account, "qince", "the sandbox").await?;

    let lock = ledger.lock_account(&account, LEASE)?;
    let clock = move || sandbox.now();
    let options = SyncOptions::new(&lock, jiff::civil::date(2024, 1, 1), &clock);
    let first = sync(&ledger, &provider, &options, &|_progress| {}).await?;
    let second = sync(&ledger, &provider, &options, &|_progress| {}).await?;
    Ok(([first, second], ledger.digest(LedgerTable::Coupons, None).await?))
}

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout, reason = "an example prints")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (summaries, digest) = sync_twice(&folder.path().join("coupons.db")).await?;
    for SyncSummary { calls, streams, .. } in summaries {
        let new: u64 = streams.iter().map(|stream| stream.written.coupons.new).sum();
        println!("{calls} calls, {new} new coupons");
    }
    println!("rows and digest: {digest}");
    Ok(())
}
