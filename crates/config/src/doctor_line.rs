//! One finding of the doctor.

use serde::Serialize;

/// One finding about the way to a vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorLine {
    /// The account.
    pub account: String,
    /// The part that was examined.
    pub subject: DoctorSubject,
    /// The result.
    pub grade: DoctorGrade,
    /// The finding in English.
    pub found_en: String,
    /// The same in Chinese.
    pub found_zh: String,
    /// The remedy in English; none if nothing has to be done.
    pub advice_en: Option<String>,
    /// The same in Chinese.
    pub advice_zh: Option<String>,
}

/// A part of the way to a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DoctorSubject {
    /// The fields of the account and its secrets.
    Configuration,
    /// The proxy.
    Proxy,
    /// The vendor's name in the DNS.
    Name,
    /// The connection, with its encryption.
    Connection,
    /// The clock of this machine.
    Clock,
    /// The address from which the vendor sees the calls come.
    Address,
    /// Signature and permission.
    Account,
}

impl DoctorSubject {
    /// Its name for people, English and Chinese.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Configuration => ("configuration", "配置"),
            Self::Proxy => ("proxy", "代理"),
            Self::Name => ("name", "域名"),
            Self::Connection => ("connection", "连接"),
            Self::Clock => ("clock", "时钟"),
            Self::Address => ("address", "出口地址"),
            Self::Account => ("signature and permission", "签名与权限"),
        }
    }
}

/// The result of one examination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DoctorGrade {
    /// As it should be.
    Good,
    /// It may become a problem.
    Warning,
    /// It keeps calls from being answered.
    Bad,
    /// It cannot be told from here.
    Unknown,
}

impl DoctorGrade {
    /// Its name for people, English and Chinese.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Good => ("good", "正常"),
            Self::Warning => ("look", "注意"),
            Self::Bad => ("bad", "异常"),
            Self::Unknown => ("unknown", "无法判断"),
        }
    }
}
