//! Errors of providers in both languages.

use coupon_domain::{Effect, Error, ErrorKind};

use crate::Lang;

/// As the error's own `Display`, with its words and the problems of rules in Chinese.
pub fn vendor_message(error: &Error, lang: Lang) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    let details = error.details();
    let place = details.provider.iter().map(|name| name.as_str()).chain(details.operation);
    let mut parts = vec![kind_in_chinese(error.kind()).to_owned()];
    if let ErrorKind::Rule(broken) = error.kind() {
        parts.extend(broken.iter().map(|rule| {
            let value = if rule.value.is_empty() {
                String::new()
            } else {
                format!("，原值 {:?}", rule.value)
            };
            format!("{}：{}（{}{value}）", rule.field, rule.problem_zh, rule.rule)
        }));
    }
    parts.extend(details.code.as_ref().map(|code| format!("代码 {code}")));
    parts.extend(details.message.clone());
    parts.extend(details.status.map(|status| format!("HTTP {status}")));
    parts.extend(details.trace.as_ref().map(|trace| format!("调用 {trace}")));
    parts.extend(details.attempts.filter(|&n| n > 1).map(|n| format!("尝试 {n} 次")));
    parts.extend(match error.effect() {
        Effect::None => None,
        Effect::Unknown => Some("可能已执行：重复之前请先核实".to_owned()),
        Effect::Applied => Some("已执行".to_owned()),
    });
    let place: String = place.map(|name| format!("{name}: ")).collect();
    place + &parts.join("；")
}

fn kind_in_chinese(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Rule(_) => "不符合规则，未发送",
        ErrorKind::Refused => "厂商拒绝",
        ErrorKind::Credentials => "签名、凭据或权限未被接受",
        ErrorKind::Unreachable => "无法连接厂商",
        ErrorKind::Throttled => "厂商限流",
        ErrorKind::NotUnderstood => "应答无法解读",
        ErrorKind::Unsupported => "该来源不支持",
        _ => "未知错误",
    }
}
