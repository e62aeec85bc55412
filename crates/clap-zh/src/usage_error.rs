//! Errors of the command line's own grammar.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::{ChineseTexts, command::usage_in_chinese};

impl ChineseTexts {
    /// The error in Chinese: what is wrong, a suggestion if there is one, and the usage. Help and version, which clap hands over
    /// as errors, are given as they are.
    pub fn usage_error(&self, error: &Error) -> String {
        if !error.use_stderr() {
            return error.render().to_string();
        }
        let mut text = self.what(error);
        for kind in [
            ContextKind::SuggestedArg,
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedValue,
        ] {
            let suggested = strings(error, kind);
            if !suggested.is_empty() {
                text += &format!("；是否要写 {}？", suggested.join("、"));
            }
        }
        if let Some(usage) = error.get(ContextKind::Usage) {
            text += &format!("\n\n用法：{}", usage_in_chinese(&usage.to_string()));
        }
        text + "\n\n更多信息见 --help。\n"
    }

    fn what(&self, error: &Error) -> String {
        let one = |kind| strings(error, kind).join("、");
        let argument = one(ContextKind::InvalidArg);
        let value = one(ContextKind::InvalidValue);
        let number = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
        match error.kind() {
            ErrorKind::UnknownArgument => format!("没有参数“{argument}”"),
            ErrorKind::InvalidSubcommand => {
                format!("没有命令“{}”", one(ContextKind::InvalidSubcommand))
            }
            ErrorKind::InvalidValue if value.is_empty() => {
                format!("“{argument}”需要一个值{}", valid(error))
            }
            ErrorKind::InvalidValue => format!("“{argument}”的值不能是“{value}”{}", valid(error)),
            ErrorKind::NoEquals => format!("“{argument}”的值要用等号连接"),
            ErrorKind::ValueValidation => {
                let source = std::error::Error::source(error).map(ToString::to_string);
                let why = source.map(|why| format!("：{}", self.text(&why))).unwrap_or_default();
                format!("“{argument}”的值“{value}”无效{why}")
            }
            ErrorKind::TooManyValues => format!("“{argument}”的值“{value}”是多余的"),
            ErrorKind::TooFewValues => format!(
                "“{argument}”需要 {} 个值，给了 {} 个",
                number(ContextKind::MinValues),
                number(ContextKind::ActualNumValues)
            ),
            ErrorKind::WrongNumberOfValues => format!(
                "“{argument}”需要 {} 个值，给了 {} 个",
                number(ContextKind::ExpectedNumValues),
                number(ContextKind::ActualNumValues)
            ),
            ErrorKind::ArgumentConflict => {
                let prior = one(ContextKind::PriorArg);
                if prior.is_empty() || prior == argument {
                    format!("“{argument}”只能给一次，也不能与其他参数同时使用")
                } else {
                    format!("“{argument}”不能与“{prior}”同时使用")
                }
            }
            ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let commands = one(ContextKind::ValidSubcommand);
                match commands.is_empty() {
                    true => "缺少命令".to_owned(),
                    false => format!("缺少命令；可用的命令：{commands}"),
                }
            }
            ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8".to_owned(),
            _ => self.text(error.to_string().trim_start_matches("error: ").trim_end()),
        }
    }
}

fn valid(error: &Error) -> String {
    let values = strings(error, ContextKind::ValidValue);
    match values.is_empty() {
        true => String::new(),
        false => format!("；可选值：{}", values.join("、")),
    }
}

fn strings(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}
