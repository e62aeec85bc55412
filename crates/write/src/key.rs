//! Keys of writes, and the codes of coupons that are made from them.

use coupon_domain::{Issue, TemplateRef};
use sha2::{Digest, Sha256};

/// A new journal key: 16 hex digits of `random`.
pub fn fresh_key(random: u128) -> String {
    format!("{:016x}", random >> 64)
}

/// The coupon code that belongs to a journal key: `C` and 20 hex digits. It fits the 32 characters of a vendor's query.
pub fn coupon_code(key: &str) -> String {
    format!("C{}", hex(&Sha256::digest(key.as_bytes())[..10])).to_uppercase()
}

/// Gives a coupon its code if the write needs one and names none: a coupon of a template that is named by name. Without
/// a code a lost answer could not be looked up. The same write under the same key gets the same code.
pub fn assign_code(issue: &mut Issue, key: &str) {
    if issue.code.is_none() && matches!(issue.template, TemplateRef::Name(_)) {
        issue.code = Some(coupon_code(key));
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
