//! Base URLs of the interface.

/// Production host, as every public client has it.
pub const PRODUCTION: &str = "https://openapi.qmai.cn";
/// Host that the documents print. It is plain HTTP, so an account has to allow it.
pub const DOCUMENTED: &str = "http://openapi.zvcms.com";
