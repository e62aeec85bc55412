//! The public credentials of the sandbox's two accounts. They are the same for every seed and open nothing else.

/// A base URL for calls that never leave the process.
pub(crate) const IN_PROCESS: &str = "http://127.0.0.1";

/// The id of the sandbox's Qmai account; it tells a sandbox from a real account.
pub const QMAI_OPEN_ID: &str = "5a0d0b0e5a4d4bb1a0c1sandbox00001";
/// The grant code of the sandbox's Qmai account.
pub const QMAI_GRANT_CODE: &str = "sandbox782c";
pub(crate) const QMAI_OPEN_KEY: &str = "sandbox-qmai-open-key";

/// The id of the sandbox's Qince account; it tells a sandbox from a real account.
pub const QINCE_OPENID: &str = "6006510957283014425";
pub(crate) const QINCE_APP_KEY: &str = "sandbox-qince-app-key";
