//! The errors of a call in Chinese, and of the system.

use std::io;

use crate::{
    error::{Effect, Error, ErrorKind},
    error_text::ErrorText,
};

impl From<&Error> for ErrorText {
    fn from(error: &Error) -> Self {
        Self { english: error.to_string(), chinese: error.chinese() }
    }
}

impl Error {
    /// As [`Display`](std::fmt::Display), with our words in Chinese; the vendor's are as they are.
    pub fn chinese(&self) -> String {
        let details = self.details();
        let place = details.provider.iter().map(|name| name.as_str()).chain(details.operation);
        let mut parts = vec![self.kind().chinese().to_owned()];
        if let ErrorKind::Rule(broken) = self.kind() {
            parts.extend(broken.iter().map(|rule| {
                let value = match rule.value.as_str() {
                    "" => String::new(),
                    value => format!("，原值 {value:?}"),
                };
                format!("{}：{}（{}{value}）", rule.field, rule.problem_zh, rule.rule)
            }));
        }
        parts.extend(details.code.as_ref().map(|code| format!("代码 {code}")));
        let own = details.own.as_ref().map(|own| own.chinese.as_str());
        parts.extend(match (details.message.as_deref(), own) {
            (Some(theirs), Some(own)) => Some(format!("{theirs}（{own}）")),
            (theirs, own) => theirs.or(own).map(str::to_owned),
        });
        parts.extend(details.status.map(|status| format!("HTTP {status}")));
        parts.extend(details.trace.as_ref().map(|trace| format!("调用 {trace}")));
        parts.extend(details.attempts.filter(|&n| n > 1).map(|n| format!("尝试 {n} 次")));
        parts.extend(match self.effect() {
            Effect::None => None,
            Effect::Unknown => Some("可能已执行：重复之前请先核实".to_owned()),
            Effect::Applied => Some("已执行".to_owned()),
        });
        let place: String = place.map(|name| format!("{name}：")).collect();
        place + &parts.join("；")
    }
}

/// An error of the system in Chinese; one that has no word here is shown by its number.
pub fn chinese_io_error(error: &io::Error) -> String {
    let word = match error.kind() {
        io::ErrorKind::NotFound => "不存在",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::AlreadyExists => "已存在",
        io::ErrorKind::IsADirectory => "是目录而非文件",
        io::ErrorKind::NotADirectory => "上级不是目录",
        io::ErrorKind::DirectoryNotEmpty => "目录非空",
        io::ErrorKind::ReadOnlyFilesystem => "文件系统只读",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::QuotaExceeded => "超出磁盘配额",
        io::ErrorKind::FileTooLarge => "文件过大",
        io::ErrorKind::InvalidData => "内容不是 UTF-8 文本",
        io::ErrorKind::AddrInUse => "地址已被占用",
        io::ErrorKind::AddrNotAvailable => "本机没有该地址",
        io::ErrorKind::ConnectionRefused => "连接被拒绝",
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => "连接中断",
        io::ErrorKind::TimedOut => "超时",
        io::ErrorKind::UnexpectedEof => "内容不完整",
        io::ErrorKind::BrokenPipe => "管道已关闭",
        io::ErrorKind::WriteZero => "无法写入",
        io::ErrorKind::Interrupted => "被中断",
        io::ErrorKind::OutOfMemory => "内存不足",
        _ => {
            return match error.raw_os_error() {
                Some(code) => format!("系统错误 {code}"),
                None if error.to_string().contains("lookup address") => "无法解析主机名".to_owned(),
                None => "系统错误".to_owned(),
            };
        }
    };
    word.to_owned()
}

impl ErrorKind {
    fn chinese(&self) -> &'static str {
        match self {
            Self::Rule(_) => "不符合规则，未发送",
            Self::Refused => "厂商拒绝",
            Self::Credentials => "签名、凭据或权限未被接受",
            Self::Unreachable => "无法连接厂商",
            Self::Throttled => "厂商限流",
            Self::NotUnderstood => "应答无法解读",
            Self::Unsupported => "该来源不支持",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Details;

    #[test]
    fn both_languages_are_kept_as_two_lines_and_a_vendors_line_ends_do_not_part_them() {
        let details = Details {
            message: Some("余额\n不足".to_owned()),
            status: Some(503),
            ..Details::default()
        };
        let error = Error::new(ErrorKind::Refused, Effect::Unknown, details);
        let text = ErrorText::from(&error);
        assert_eq!(text.chinese, "厂商拒绝；余额\n不足；HTTP 503；可能已执行：重复之前请先核实");
        let kept = ErrorText::read(&text.stored());
        assert!(
            kept.english.starts_with("refused by the vendor") && kept.english.contains("余额 不足")
        );
        assert_eq!(kept.chinese, text.chinese.replace('\n', " "));
        let older = ErrorText::read("refused");
        assert_eq!((older.english.as_str(), older.chinese.as_str()), ("refused", "refused"));
    }

    #[test]
    fn an_error_of_the_system_is_a_word_or_a_number() {
        assert_eq!(chinese_io_error(&io::ErrorKind::NotFound.into()), "不存在");
        assert_eq!(chinese_io_error(&io::Error::from_raw_os_error(5)), "系统错误 5");
    }
}
