//! The questions that a ledger asks its database. Their meaning is documented at [`Ledger`](crate::Ledger).

use std::{collections::BTreeMap, fmt, path::Path};

use coupon_domain::{AccountName, Coupon, Customer, ProviderName, Template, TemplateId};
use jiff::{SignedDuration, Timestamp};

use crate::{
    backend_error::BackendError,
    batch::{HashedBatch, WriteSummary},
    closed_reconciliation::ClosedReconciliation,
    error::LedgerError,
    journal::{JournalEntry, JournalFilter, NewEntry, PrepareOutcome, Settlement},
    journal_failure::JournalFailure,
    read::{
        AccountRow, CheckpointRow, CouponFilter, LedgerTable, NameRow, OpenTemplate, PageRequest,
        QuarantinedRow, RowCount, Stored, TemplateFilter,
    },
};

/// An account's rows from one provider.
pub(crate) type SourceName = (AccountName, ProviderName);

/// For this long after its end a coupon can still change; then it is over.
pub(crate) const AFTER_THE_END: SignedDuration = SignedDuration::from_hours(30 * 24);

/// One database, used by one thread.
pub(crate) trait Backend: fmt::Debug {
    /// The file, or the server without its password.
    fn path(&self) -> &Path;

    /// Writes a batch into the open transaction, or into a new one. After one has failed no other is taken.
    fn apply(&mut self, batch: &mut HashedBatch) -> Result<WriteSummary, LedgerError>;

    /// Ends the transaction of the batches.
    fn commit(&mut self) -> Result<(), LedgerError>;

    fn register_account(&mut self, account: &AccountRow) -> Result<(), BackendError>;
    fn begin_full(&mut self, source: &SourceName) -> Result<(), BackendError>;
    fn finish_full(
        &mut self,
        source: &SourceName,
        table: LedgerTable,
        at: Timestamp,
    ) -> Result<u64, BackendError>;
    fn templates(
        &mut self,
        filter: &TemplateFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Template>>, BackendError>;
    fn coupons(
        &mut self,
        filter: &CouponFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Coupon>>, BackendError>;
    /// As `coupons`, with all rows of a coupon of goods in whichever state they are.
    fn whole_coupon_rows(
        &mut self,
        filter: &CouponFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Coupon>>, BackendError>;
    /// The codes of goods that several rows bear, with the number of these rows.
    fn rows_by_code(
        &mut self,
        filter: &CouponFilter,
    ) -> Result<Vec<(SourceName, String, u64)>, BackendError>;
    /// The names by which the customers, or the templates, of a source can be asked for.
    fn names(
        &mut self,
        of: LedgerTable,
        source: (Option<AccountName>, Option<ProviderName>),
    ) -> Result<Vec<NameRow>, BackendError>;
    fn customers(
        &mut self,
        source: &SourceName,
        template: &TemplateId,
        request: PageRequest,
    ) -> Result<Vec<Stored<Customer>>, BackendError>;
    fn accounts(&mut self) -> Result<Vec<AccountRow>, BackendError>;
    fn checkpoints(&mut self) -> Result<Vec<CheckpointRow>, BackendError>;
    fn quarantine(
        &mut self,
        account: Option<&AccountName>,
        also_closed: bool,
        limit: u32,
    ) -> Result<Vec<QuarantinedRow>, BackendError>;
    fn quarantine_counts(&mut self) -> Result<BTreeMap<AccountName, u64>, BackendError>;
    fn counts(&mut self) -> Result<Vec<RowCount>, BackendError>;
    fn digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, BackendError>;
    fn recomputed_digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, BackendError>;
    fn open_templates(&mut self, source: &SourceName) -> Result<Vec<OpenTemplate>, BackendError>;
    fn oldest_open_coupon_created(
        &mut self,
        source: &SourceName,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, BackendError>;
    fn templates_to_look_up(
        &mut self,
        source: &SourceName,
        since: Timestamp,
    ) -> Result<Vec<TemplateId>, BackendError>;
    fn templates_to_read_customers_of(
        &mut self,
        source: &SourceName,
    ) -> Result<Vec<TemplateId>, BackendError>;
    fn journal_prepare(&mut self, entry: &NewEntry) -> Result<PrepareOutcome, JournalFailure>;
    fn journal_sent(
        &mut self,
        key: &str,
        request_id: Option<&str>,
        at: Timestamp,
    ) -> Result<(), JournalFailure>;
    fn journal_settle(&mut self, key: &str, end: &Settlement) -> Result<(), JournalFailure>;
    fn journal_withdraw(&mut self, key: &str, end: &Settlement) -> Result<(), JournalFailure>;
    fn journal_note_read(&mut self, key: &str, at: Timestamp) -> Result<(), JournalFailure>;
    fn journal_list(
        &mut self,
        filter: &JournalFilter,
        limit: u32,
    ) -> Result<Vec<JournalEntry>, BackendError>;
    fn journal_show(&mut self, key: &str) -> Result<Option<JournalEntry>, BackendError>;
    fn close_run(&mut self, run: &ClosedReconciliation) -> Result<(), BackendError>;
    fn closed_run(&mut self, name: &str) -> Result<Option<ClosedReconciliation>, BackendError>;
    fn closed_runs(&mut self) -> Result<Vec<String>, BackendError>;
}
