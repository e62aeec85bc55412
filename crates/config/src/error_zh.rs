//! The errors of a configuration in Chinese.

use coupon_domain::{chinese_io_error, chinese_parse_error};
use coupon_transport::HttpConfigError;

use crate::{
    error::{ConfigError, ConfigErrorCause},
    system::SystemError,
};

impl ConfigError {
    /// As [`Display`](std::fmt::Display), in Chinese: the same place, and why.
    pub fn chinese(&self) -> String {
        format!("{}：{}", self.place, self.cause.chinese())
    }
}

impl ConfigErrorCause {
    fn chinese(&self) -> String {
        match self {
            Self::Unreadable(error) => chinese_io_error(error),
            Self::Syntax(text) => chinese_parse_error(text),
            Self::Missing => "未填写".to_owned(),
            Self::ForeignField { vendor } => format!("不是 {vendor} 账户的字段"),
            Self::System(error) => error.chinese(),
            Self::CustomerId { id } => format!("客户编号应为数字，而不是 {id:?}"),
            Self::CustomerTable(error) => error.chinese(),
            Self::CustomerCell { line, text, cause } => {
                format!("第 {line} 行：{text} {}", cause.chinese())
            }
            Self::LedgerAddress(error) => error.chinese(),
            Self::Account(text) => text.chinese.clone(),
            Self::Proxy(HttpConfigError::Proxy) => {
                "代理地址应形如 http://主机:端口；请更正或去掉".to_owned()
            }
            Self::Proxy(HttpConfigError::Tls(_)) => "无法建立 TLS；请检查本机的系统证书".to_owned(),
            Self::SqliteLocation { given } => format!(
                "{given:.200} 不是文件位置；应写作 sqlite:路径，例如 sqlite:coupons.db 或 sqlite:/var/lib/coupons.db，不带选项"
            ),
            Self::LedgerLocation { given } => format!(
                "{given:.200} 不是有效的台账地址；应写作 sqlite:路径 或 postgres://用户@主机/数据库"
            ),
        }
    }
}

impl SystemError {
    /// The error in Chinese.
    pub fn chinese(&self) -> String {
        match self {
            Self::Variable { name, .. } => format!("环境变量 {name} 未设置，或不是 UTF-8 文本"),
            Self::File { path, source } => {
                format!("{}：{}", path.display(), chinese_io_error(source))
            }
            Self::NoProgram => "command 为空；请指定程序".to_owned(),
            Self::Program { program, source } => {
                format!("程序 {program} 无法启动：{}", chinese_io_error(source))
            }
            Self::ProgramFailed { program, status } => match status.code() {
                Some(code) => format!("程序 {program} 以退出码 {code} 结束"),
                None => format!("程序 {program} 被信号终止"),
            },
            Self::ProgramOutput { program } => format!("程序 {program} 的输出不是 UTF-8 文本"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::Config;

    #[test]
    fn what_the_library_says_is_said_in_chinese_with_the_names_it_gives() {
        for (text, chinese) in [
            ("stoer = 1", "c.toml:1：没有此字段：stoer；可用：store、accounts"),
            ("[accounts.a]\nvendor = \"tea\"", "没有此取值：tea；可用：qmai、qince"),
            ("[accounts.a]\nvendor = \"qmai\"", "缺少字段：base_url"),
            ("[accounts.a]\nvendor = \"qmai\"\nbase_url = \"\"\nrate = \"x\"", "应为每秒调用次数"),
            ("a = ", "c.toml:1："),
        ] {
            let error = Config::parse(Path::new("c.toml"), text, None, &[]).unwrap_err();
            assert!(error.chinese().contains(chinese), "{error}: {}", error.chinese());
        }
    }
}
