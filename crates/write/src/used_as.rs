//! The request id under which a coupon was used, out of the journal.

use coupon_domain::{AccountName, Command, CommandKind, CouponRef, ProviderName, RequestId};
use coupon_ledger::{JournalEntry, JournalFilter, JournalState, Ledger, LedgerError};

/// The request id of the last write of ours that used this coupon and was done. `None` if the journal has none: the coupon was
/// used by somebody else.
///
/// # Errors
/// The ledger cannot be read.
pub async fn used_as(
    ledger: &Ledger,
    account: &AccountName,
    provider: &ProviderName,
    coupon: &CouponRef,
) -> Result<Option<RequestId>, LedgerError> {
    let filter = JournalFilter {
        account: Some(account.clone()),
        provider: Some(provider.clone()),
        ..JournalFilter::default()
    };
    let journal = ledger.journal_list(&filter, u32::MAX).await?;
    let used_it = |stored: &&JournalEntry| {
        stored.state == JournalState::Done
            && stored.entry.operation == CommandKind::Use.as_str()
            && matches!(
                serde_json::from_str(&stored.entry.body),
                Ok(Command::Use(used)) if used.coupon.name == coupon.name
            )
    };
    let last = journal.iter().filter(used_it).max_by_key(|stored| stored.sent_at);
    Ok(last.and_then(|stored| stored.entry.request_id.clone()).map(RequestId::new))
}
