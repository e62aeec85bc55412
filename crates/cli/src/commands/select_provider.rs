//! Selects the provider that a command is for.

use std::sync::Arc;

use coupon_config::Account;
use coupon_domain::{Capabilities, Provider, TemplateRef};
use coupon_write::{can_issue_from, that_know_template};

use crate::{app::App, error::CliError};

/// A provider and the account it belongs to.
pub(crate) type SelectedProvider<'a> = (&'a Account, Arc<dyn Provider>);

/// Every provider that `can` do it, of the named accounts and the named provider.
pub(crate) fn all<'a>(
    app: &App,
    accounts: &'a [Account],
    can: impl Fn(&Capabilities) -> bool,
) -> Vec<SelectedProvider<'a>> {
    let mut chosen = Vec::new();
    for account in accounts {
        for provider in account.providers() {
            if app.wants_provider(provider.name().as_str()) && can(&provider.capabilities()) {
                chosen.push((account, provider));
            }
        }
    }
    chosen
}

/// The one provider that `can` do it.
///
/// # Errors
/// No provider can, or more than one.
pub(crate) fn one<'a>(
    app: &App,
    accounts: &'a [Account],
    what: &str,
    can: impl Fn(&Capabilities) -> bool,
) -> Result<SelectedProvider<'a>, CliError> {
    only(app, what, all(app, accounts, can))
}

/// The one provider that issues coupons of a template. Where several could, those that can look it up are asked for it.
pub(crate) async fn issuer<'a>(
    app: &App,
    accounts: &'a [Account],
    template: &TemplateRef,
) -> Result<SelectedProvider<'a>, CliError> {
    let able = all(app, accounts, |can| can_issue_from(can, template));
    only(app, "issue", that_know_template(able, template).await)
}

fn only<'a>(
    app: &App,
    what: &str,
    mut chosen: Vec<SelectedProvider<'a>>,
) -> Result<SelectedProvider<'a>, CliError> {
    let Some(last) = chosen.pop() else {
        let what = app.lang.pick(what, app.lang.verb(what));
        return Err(CliError::Unsupported(app.lang.nobody_can(what)));
    };
    if chosen.is_empty() {
        return Ok(last);
    }
    chosen.push(last);
    let mut names: Vec<&str> = chosen.iter().map(|(account, _)| account.name.as_str()).collect();
    names.dedup();
    Err(CliError::Usage(if names.len() > 1 {
        app.lang.several_accounts(names.join(", "))
    } else {
        let names: Vec<&str> =
            chosen.iter().map(|(_, provider)| provider.name().as_str()).collect();
        app.lang.several_providers(names.join(", "))
    }))
}
