//! One export from beginning to end: the ledger's thread reads, another thread writes, and this task carries pages between them.

use std::{panic, path::Path, sync::Arc};

use coupon_domain::{AccountName, Coupon, Template};
use coupon_ledger::{Ledger, LedgerTable, Stored};
use jiff::Timestamp;
use tokio::{sync::mpsc, task::spawn_blocking};

use crate::{
    columns::{AddressedCustomer, Exported},
    error::ExportError,
    manifest::{LedgerEntry, Manifest},
    output_dir::{self, OutputDir},
    partitions::{Partitions, WrittenFiles},
    row_source::{PageSender, RowPage, RowSource},
    schema::fields,
    settings::{Dataset, ExportFormat, ExportOptions},
};

/// Pages on their way to the writer, at most.
pub(crate) const PAGES: usize = 2;

/// Progress of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportProgress {
    /// Rows read.
    pub rows: u64,
    /// Rows to read, as the ledger counted them at the beginning. Rows that are gone do not count.
    pub of: u64,
}

/// Writes one table of a ledger into files, and returns the manifest that now names them. `now` only says when. Runs on a tokio
/// runtime; if the future is dropped, the files of the last export stay.
///
/// # Errors
/// Any: then the files of the last export stay as well.
pub async fn export(
    ledger: &Ledger,
    settings: &ExportOptions,
    now: Timestamp,
    progress: &mut (dyn FnMut(ExportProgress) + Send),
) -> Result<Manifest, ExportError> {
    match settings.what {
        Dataset::Templates => run::<Stored<Template>>(ledger, settings, now, progress).await,
        Dataset::Coupons => run::<Stored<Coupon>>(ledger, settings, now, progress).await,
        Dataset::Customers => run::<AddressedCustomer>(ledger, settings, now, progress).await,
    }
}

/// The manifest of the last export of this table in this format under `to`; none if there was none.
///
/// # Errors
/// `NotAManifest` if something else lies there.
pub fn read_manifest(
    to: impl AsRef<Path>,
    what: Dataset,
    format: ExportFormat,
) -> Result<Option<Manifest>, ExportError> {
    output_dir::read(&output_dir::place(to.as_ref(), what, format))
}

async fn run<R: RowSource>(
    ledger: &Ledger,
    settings: &ExportOptions,
    now: Timestamp,
    progress: &mut (dyn FnMut(ExportProgress) + Send),
) -> Result<Manifest, ExportError> {
    let accounts = accounts(ledger, settings).await?;
    let of = count(ledger, settings).await?;
    let (to, what, format) = (settings.to.clone(), settings.what, settings.format);
    let folder = Arc::new(blocking(move || OutputDir::open(&to, what, format)).await?);
    let table = table(what);
    let digest = ledger.digest(table, settings.account.as_ref()).await?;
    let mut progress = ProgressCounter { rows: 0, of, tell: progress };

    let (to_writer, pages) = mpsc::channel(PAGES);
    let place = (folder.clone(), settings.clone());
    // One thread for all accounts: what it allocates for the next is what it freed of the last.
    let writer = spawn_blocking(move || write::<R>(pages, &place.0, &place.1));
    let read = read(ledger, settings, accounts, to_writer, &mut progress).await;
    // Awaited also if reading failed, so that nobody writes when this returns.
    let written = writer.await.unwrap_or_else(|error| panic::resume_unwind(error.into_panic()));
    read?;
    let mut written = written?;
    written.files.sort();

    let digest_after = ledger.digest(table, settings.account.as_ref()).await?;
    let manifest = Manifest {
        version: Manifest::VERSION,
        what,
        format,
        generation: folder.generation(),
        exported_at: now,
        account: settings.account.clone(),
        provider: settings.provider.clone(),
        state: settings.state.clone(),
        template: settings.template.clone(),
        since: settings.since,
        gone: settings.gone,
        csv_for_spreadsheets: settings.csv_for_spreadsheets,
        ledger: LedgerEntry { digest, digest_after },
        rows: written.files.iter().map(|file| file.rows).sum(),
        decimals_as_text_only: written.decimals_as_text_only,
        columns: fields::<R>(settings).iter().map(Into::into).collect(),
        files: written.files,
    };
    blocking(move || folder.publish(&manifest).map(|()| manifest)).await
}

pub(crate) async fn read<R: RowSource>(
    ledger: &Ledger,
    settings: &ExportOptions,
    accounts: Vec<AccountName>,
    to_writer: mpsc::Sender<RowPage<R>>,
    progress: &mut ProgressCounter<'_>,
) -> Result<(), ExportError> {
    for account in accounts {
        let mut on_rows = |rows| progress.add(rows);
        let sender =
            PageSender::new(account.clone(), settings.since, to_writer.clone(), &mut on_rows);
        R::feed(ledger, settings, &account, sender).await?;
    }
    Ok(())
}

/// Pages of one account come one after the other.
fn write<R: Exported>(
    mut pages: mpsc::Receiver<RowPage<R>>,
    folder: &Arc<OutputDir>,
    settings: &ExportOptions,
) -> Result<WrittenFiles, ExportError> {
    let mut written = WrittenFiles::default();
    let mut files: Option<Partitions> = None;
    while let Some(RowPage { account, rows }) = pages.blocking_recv() {
        if files.as_ref().is_none_or(|files| *files.account() != account) {
            finish(files.take(), &mut written)?;
        }
        let files = files.get_or_insert_with(|| {
            Partitions::new(folder.clone(), settings.clone(), fields::<R>(settings), account)
        });
        for row in &rows {
            files.add(row)?;
        }
    }
    finish(files, &mut written)?;
    Ok(written)
}

fn finish(files: Option<Partitions>, written: &mut WrittenFiles) -> Result<(), ExportError> {
    let of_account = files.map_or_else(|| Ok(WrittenFiles::default()), Partitions::finish)?;
    written.files.extend(of_account.files);
    written.decimals_as_text_only += of_account.decimals_as_text_only;
    Ok(())
}

/// The account that was asked for, or all.
pub(crate) async fn accounts(
    ledger: &Ledger,
    settings: &ExportOptions,
) -> Result<Vec<AccountName>, ExportError> {
    let known: Vec<_> = ledger.accounts().await?.into_iter().map(|row| row.name).collect();
    match &settings.account {
        None => Ok(known),
        Some(name) if known.contains(name) => Ok(vec![name.clone()]),
        Some(name) => Err(ExportError::UnknownAccount { name: name.clone(), known }),
    }
}

/// Rows that are wanted. A provider of which the ledger has no row of any table is a slip: its empty export would take the place
/// of the last one.
pub(crate) async fn count(ledger: &Ledger, settings: &ExportOptions) -> Result<u64, ExportError> {
    let mut counts = ledger.counts().await?;
    if let Some(name) = &settings.provider
        && !settings.gone
        && !counts.iter().any(|count| count.provider == *name)
    {
        let mut known: Vec<_> = counts.into_iter().map(|count| count.provider).collect();
        known.sort();
        known.dedup();
        return Err(ExportError::UnknownProvider { name: name.clone(), known });
    }
    counts.retain(|count| {
        count.table == table(settings.what)
            && settings.account.as_ref().is_none_or(|name| *name == count.account)
            && settings.provider.as_ref().is_none_or(|name| *name == count.provider)
    });
    Ok(counts.iter().map(|count| count.rows).sum())
}

fn table(what: Dataset) -> LedgerTable {
    match what {
        Dataset::Templates => LedgerTable::Templates,
        Dataset::Coupons => LedgerTable::Coupons,
        Dataset::Customers => LedgerTable::Customers,
    }
}

/// Runs work that may wait for the disk off the runtime's threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ExportError> + Send + 'static,
) -> Result<T, ExportError> {
    let done = spawn_blocking(work).await;
    done.unwrap_or_else(|error| panic::resume_unwind(error.into_panic()))
}

pub(crate) struct ProgressCounter<'a> {
    pub(crate) rows: u64,
    pub(crate) of: u64,
    pub(crate) tell: &'a mut (dyn FnMut(ExportProgress) + Send),
}

impl ProgressCounter<'_> {
    fn add(&mut self, rows: usize) {
        self.rows += rows as u64;
        (self.tell)(ExportProgress { rows: self.rows, of: self.of });
    }
}
