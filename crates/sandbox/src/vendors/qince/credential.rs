//! The credentials of the sandbox's Qince account. They are public, the same for every seed, and open nothing else.

use coupon_qince_wire::{Account, AccountConfig, TimestampForm};
use coupon_sign::Secret;

use crate::{error::SandboxError, vendor_side::IN_PROCESS};

/// The id of the sandbox's Qince account; it tells a sandbox from a real account.
pub const QINCE_OPENID: &str = "6006510957283014425";
pub(super) const APP_KEY: &str = "sandbox-qince-app-key";

/// The account with the key that it was made with.
#[derive(Debug)]
pub(super) struct QinceCredential {
    pub(super) key: Secret,
    pub(super) account: Account,
}

impl QinceCredential {
    pub(super) fn new(key: &str) -> Result<Self, SandboxError> {
        let account = Account::new(AccountConfig {
            base_url: IN_PROCESS.to_owned(),
            openid: Secret::new(QINCE_OPENID),
            app_key: Secret::new(key),
            timestamp: TimestampForm::Beijing,
            allow_http: false,
        });
        let account = account.map_err(|error| SandboxError::new(error.to_string()))?;
        Ok(Self { key: Secret::new(key), account })
    }
}
