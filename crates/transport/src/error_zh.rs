//! The errors of a call in Chinese.

use crate::error::{SendError, SendErrorKind};

impl SendError {
    /// As [`Display`](std::fmt::Display), in Chinese. Why a call was not let pass is not said.
    #[must_use]
    pub fn chinese(&self) -> String {
        let why = match self.kind() {
            SendErrorKind::Unreachable => "无法建立连接；请检查接口地址、网络和代理".to_owned(),
            SendErrorKind::Timeout => "未在时限内收到完整应答".to_owned(),
            SendErrorKind::Broken => "连接或应答中断".to_owned(),
            SendErrorKind::TooLarge => "应答超出大小上限；请减少每次查询的数量".to_owned(),
            SendErrorKind::Status(status) => format!("厂商应答的 HTTP 状态为 {status}"),
            SendErrorKind::Throttled { retry_after: None } => "厂商限流；请稍后再试".to_owned(),
            SendErrorKind::Throttled { retry_after: Some(wait) } => {
                format!("厂商限流；请在 {} 秒后再试", wait.as_secs())
            }
            SendErrorKind::NotMine => "应答属于另一次调用".to_owned(),
            SendErrorKind::Withheld => "发送前的检查未通过，未发送".to_owned(),
        };
        let attempts = match self.attempts() {
            1 => String::new(),
            count => format!("（尝试 {count} 次）"),
        };
        let perhaps = match self.may_have_happened() {
            true => "；厂商可能已执行，重复之前请先核实",
            false => "",
        };
        format!("{}：{why}{attempts}{perhaps}", self.operation())
    }
}
