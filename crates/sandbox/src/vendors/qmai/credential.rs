//! The credentials of the sandbox's Qmai account. They are public, the same for every seed, and open nothing else.

use coupon_qmai_wire::{Account, AccountConfig, V2Money, V2Signing};
use coupon_sign::Secret;

use crate::{error::SandboxError, vendor_side::IN_PROCESS};

/// The id of the sandbox's Qmai account; it tells a sandbox from a real account.
pub const QMAI_OPEN_ID: &str = "5a0d0b0e5a4d4bb1a0c1sandbox00001";
/// The grant code of the sandbox's Qmai account.
pub const QMAI_GRANT_CODE: &str = "sandbox782c";
pub(super) const OPEN_KEY: &str = "sandbox-qmai-open-key";

/// The account with the key that it was made with.
#[derive(Debug)]
pub(super) struct QmaiCredential {
    pub(super) key: Secret,
    pub(super) account: Account,
}

impl QmaiCredential {
    pub(super) fn new(key: &str, v2_signing: V2Signing) -> Result<Self, SandboxError> {
        let account = Account::new(AccountConfig {
            base_url: IN_PROCESS.to_owned(),
            open_id: Secret::new(QMAI_OPEN_ID),
            grant_code: Secret::new(QMAI_GRANT_CODE),
            open_key: Secret::new(key),
            v2_signing,
            v2_money: V2Money::Fen,
            allow_http: false,
        });
        let account = account.map_err(|error| SandboxError::new(error.to_string()))?;
        Ok(Self { key: Secret::new(key), account })
    }
}
