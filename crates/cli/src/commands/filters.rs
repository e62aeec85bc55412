//! Words that people filter by, looked up in the ledger, and why a list is empty.

use coupon_domain::TemplateRef;
use coupon_ledger::{CouponFilter, CustomerWord, Ledger, UnknownWord};

use crate::{app::App, error::CliError};

/// A filter as it was typed: the option and its value.
pub(crate) type Typed<'a> = (&'static str, Option<&'a str>);

impl App {
    /// The template of that id or name. Without any row the ledger knows no template, and every word passes.
    pub(crate) async fn template_named(
        &self,
        ledger: &Ledger,
        word: &str,
    ) -> Result<TemplateRef, CliError> {
        let found = ledger.template_named(word, self.source()).await?;
        self.known("--template", found, |word| TemplateRef::Id(word.into()))
    }

    /// The filter for the coupons of the customer of that id, code or name.
    pub(crate) async fn customer_filter(
        &self,
        ledger: &Ledger,
        word: &str,
        filter: CouponFilter,
    ) -> Result<CouponFilter, CliError> {
        let found = ledger.customer_named(word, self.source()).await?;
        Ok(match self.known("--customer", found, CustomerWord::Name)? {
            CustomerWord::Ref(customer) => CouponFilter { customer: Some(customer), ..filter },
            CustomerWord::Name(name) => CouponFilter { customer_name: Some(name), ..filter },
        })
    }

    fn known<T>(
        &self,
        option: &str,
        found: Result<T, UnknownWord>,
        pass: impl FnOnce(String) -> T,
    ) -> Result<T, CliError> {
        found.or_else(|unknown| {
            if unknown.known == 0 {
                return Ok(pass(unknown.word));
            }
            let near = unknown.nearest.map(|near| self.lang.did_you_mean(near));
            let said = self.lang.unknown_word(option, unknown.word);
            Err(CliError::Usage(said + &near.unwrap_or_default()))
        })
    }

    /// The options that narrow a list, as they were typed.
    pub(crate) fn given(&self, typed: &[Typed<'_>]) -> String {
        let global = [
            ("--account", self.global.account.as_deref()),
            ("--provider", self.global.provider.as_deref()),
        ];
        let given = global.iter().chain(typed);
        let given =
            given.filter_map(|(option, value)| Some(format!("{option} {}", value.as_ref()?)));
        given.collect::<Vec<_>>().join(" ")
    }
}
