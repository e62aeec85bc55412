//! The request id under which a coupon was used, out of the journal.

use coupon_domain::{AccountName, CouponRef, Postcondition, Provider, RequestId};
use coupon_ledger::{JournalEntry, JournalFilter, JournalState, Ledger, LedgerError};

use crate::resolve::entry_postcondition;

/// The request id of the last write of ours that used this coupon, whether it was recorded as a neutral command or in the vendor's
/// terms. `None` if the journal has none, so that somebody else used it, or if it is not known whether that last one was done.
///
/// # Errors
/// The ledger cannot be read.
pub async fn used_as(
    ledger: &Ledger,
    account: &AccountName,
    provider: &dyn Provider,
    coupon: &CouponRef,
) -> Result<Option<RequestId>, LedgerError> {
    let filter = JournalFilter {
        account: Some(account.clone()),
        provider: Some(provider.name().clone()),
        ..JournalFilter::default()
    };
    let journal = ledger.journal_list(&filter, u32::MAX).await?;
    let used_it = |stored: &JournalEntry| {
        stored.sent_at.is_some()
            && stored.state != JournalState::Refused
            && matches!(
                entry_postcondition(&stored.entry, provider),
                Some(Postcondition::CouponUsed { coupon: used, .. }) if used.name == coupon.name
            )
    };
    let last = journal.into_iter().filter(used_it).max_by_key(|stored| stored.sent_at);
    let done = last.filter(|stored| stored.state == JournalState::Done);
    Ok(done.and_then(|stored| stored.entry.request_id).map(RequestId::new))
}
