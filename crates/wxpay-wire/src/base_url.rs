//! Base URLs of the interface.

/// Production host.
pub const PRODUCTION: &str = "https://api.mch.weixin.qq.com";
/// The vendor's second host, in another place.
pub const SECOND: &str = "https://api2.mch.weixin.qq.com";
