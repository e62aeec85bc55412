//! Broken rules of a request's body as the error that the adapters give for them.

use coupon_domain::{Details, Effect, Error, ErrorKind, RuleViolation, chinese_parse_error};
use coupon_wire::Violation;

use crate::vendor::VendorOperation;

/// The rules that a body breaks.
#[derive(Debug, Default)]
pub struct BrokenRules {
    /// Rules that are known to hold: a call that breaks one is refused before it is sent.
    pub refused: Vec<Violation>,
    /// Assumed rules: a warning.
    pub warned: Vec<Violation>,
}

impl VendorOperation {
    /// The rules that a body breaks. An empty body is an empty object.
    ///
    /// # Errors
    ///
    /// As [`validate`](Self::validate).
    pub fn broken_rules(&self, body: &str) -> Result<BrokenRules, coupon_wire::Error> {
        let broken = self.validate(if body.is_empty() { "{}" } else { body })?.into_iter();
        let (refused, warned) = broken.partition(|broken| broken.certainty.blocks_send());
        Ok(BrokenRules { refused, warned })
    }

    /// The error of a body that breaks rules. Nothing was sent.
    pub fn refusal(&self, broken: Vec<Violation>) -> Error {
        let rules = broken.into_iter().map(|broken| RuleViolation {
            rule: broken.rule.to_owned(),
            field: broken.field,
            value: broken.value,
            problem: broken.problem.to_string(),
            problem_zh: broken.problem.zh(),
        });
        self.rules(rules.collect())
    }

    /// The error of a body that is no JSON object, or has a field of an impossible type (`TYP-9`). Nothing was sent.
    pub fn unreadable(&self, unreadable: coupon_wire::Error) -> Error {
        self.rules(vec![RuleViolation {
            rule: "TYP-9".to_owned(),
            field: unreadable.path,
            value: unreadable.excerpt,
            problem_zh: format!("请求体无法读取：{}", chinese_parse_error(&unreadable.problem)),
            problem: unreadable.problem,
        }])
    }

    fn rules(&self, rules: Vec<RuleViolation>) -> Error {
        let details = Details {
            provider: Some(self.provider.clone()),
            operation: Some(self.name),
            ..Details::default()
        };
        Error::new(ErrorKind::Rule(rules), Effect::None, details)
    }
}
