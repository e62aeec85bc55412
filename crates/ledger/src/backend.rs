//! What a ledger asks of the database that it lies in. What each question means is said at [`Ledger`](crate::Ledger).

use std::{fmt, path::Path};

use coupon_domain::{AccountName, Coupon, Customer, ProviderName, Template, TemplateId};
use jiff::{SignedDuration, Timestamp};

use crate::{
    batch::{Hashed, WriteSummary},
    closed::ClosedReconciliation,
    error::{JournalError, LedgerError},
    fault::Fault,
    journal::{JournalEntry, JournalFilter, NewEntry, PrepareOutcome, Settlement},
    read::{
        AccountRow, CheckpointRow, CouponFilter, LedgerTable, OpenTemplate, Paging, QuarantinedRow,
        RowCount, Stored, TemplateFilter,
    },
};

/// An account's rows from one provider.
pub(crate) type Source = (AccountName, ProviderName);

/// The database may fail, or the journal refuse.
pub(crate) type JournalAnswer<T> = Result<Result<T, JournalError>, Fault>;

/// For this long after its end a coupon can still change; then it is over.
pub(crate) const AFTER_THE_END: SignedDuration = SignedDuration::from_hours(30 * 24);

/// One database, used by one thread.
pub(crate) trait Backend: fmt::Debug {
    /// The file, or the server without its password.
    fn path(&self) -> &Path;

    /// Writes a batch into the open transaction, or into a new one. After one has failed no other is taken.
    fn apply(&mut self, batch: &Hashed) -> Result<WriteSummary, LedgerError>;

    /// Ends the transaction of the batches.
    fn commit(&mut self) -> Result<(), LedgerError>;

    fn register_account(&mut self, account: &AccountRow) -> Result<(), Fault>;
    fn begin_full(&mut self, source: &Source) -> Result<(), Fault>;
    fn finish_full(
        &mut self,
        source: &Source,
        table: LedgerTable,
        at: Timestamp,
    ) -> Result<u64, Fault>;
    fn templates(
        &mut self,
        filter: &TemplateFilter,
        paging: Paging,
    ) -> Result<Vec<Stored<Template>>, Fault>;
    fn coupons(
        &mut self,
        filter: &CouponFilter,
        paging: Paging,
    ) -> Result<Vec<Stored<Coupon>>, Fault>;
    fn customers(
        &mut self,
        source: &Source,
        template: &TemplateId,
        paging: Paging,
    ) -> Result<Vec<Stored<Customer>>, Fault>;
    fn accounts(&mut self) -> Result<Vec<AccountRow>, Fault>;
    fn checkpoints(&mut self) -> Result<Vec<CheckpointRow>, Fault>;
    fn quarantine(
        &mut self,
        account: Option<&AccountName>,
        limit: u32,
    ) -> Result<Vec<QuarantinedRow>, Fault>;
    fn counts(&mut self) -> Result<Vec<RowCount>, Fault>;
    fn digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, Fault>;
    fn recomputed_digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, Fault>;
    fn open_templates(&mut self, source: &Source) -> Result<Vec<OpenTemplate>, Fault>;
    fn oldest_open_coupon_created(
        &mut self,
        source: &Source,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Fault>;
    fn templates_to_look_up(
        &mut self,
        source: &Source,
        since: Timestamp,
    ) -> Result<Vec<TemplateId>, Fault>;
    fn templates_to_read_customers_of(&mut self, source: &Source)
    -> Result<Vec<TemplateId>, Fault>;
    fn journal_prepare(&mut self, entry: &NewEntry) -> JournalAnswer<PrepareOutcome>;
    fn journal_sent(&mut self, key: &str, msg_id: Option<&str>, at: Timestamp)
    -> JournalAnswer<()>;
    fn journal_settle(&mut self, key: &str, end: &Settlement) -> JournalAnswer<()>;
    fn journal_withdraw(&mut self, key: &str, end: &Settlement) -> JournalAnswer<()>;
    fn journal_list(
        &mut self,
        filter: &JournalFilter,
        limit: u32,
    ) -> Result<Vec<JournalEntry>, Fault>;
    fn journal_show(&mut self, key: &str) -> Result<Option<JournalEntry>, Fault>;
    fn close_run(&mut self, run: &ClosedReconciliation) -> Result<(), Fault>;
    fn closed_run(&mut self, name: &str) -> Result<Option<ClosedReconciliation>, Fault>;
    fn closed_runs(&mut self) -> Result<Vec<String>, Fault>;
}
