//! `coupon config`: the configuration as it is understood, and all its faults at once.

use clap::Subcommand;
use coupon_config::{ConfigDocument, check_config};
use coupon_messages::{config_message, config_warning};
use coupon_sandbox::PUBLIC_ACCOUNT_IDS;
use coupon_worker::Schedule;
use serde::Serialize;

use crate::{app::App, error::CliError};

/// Commands about the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Every account with its fields; a secret is shown as the place where it is found
    Show,
    /// Look up every secret, and tell all faults at once; no vendor is called
    Check,
}

#[derive(Debug, Serialize)]
struct ConfigRemark {
    severity: &'static str,
    message: String,
}

pub(crate) fn run(app: &mut App, command: &ConfigCommand) -> Result<(), CliError> {
    match command {
        ConfigCommand::Show => show(app),
        ConfigCommand::Check => check(app),
    }
}

fn show(app: &mut App) -> Result<(), CliError> {
    app.refuse(&[("--sandbox", app.global.sandbox)], &app.lang.whole_configuration())?;
    let mut document = ConfigDocument::from(&app.config);
    let account = app.global.account.as_deref();
    document.accounts.retain(|name, _| account.is_none_or(|account| account == name));
    if !app.out.is_table() {
        return Ok(app.out.document(&document)?);
    }
    let lang = app.lang;
    let path = document.path.as_deref().unwrap_or(lang.pick("none", "无"));
    app.out.line(&lang.config_place(path, &document.ledger))?;
    let headers =
        [lang.pick("account", "账户"), lang.pick("field", "字段"), lang.pick("value", "值")];
    let mut list = app.out.list(&headers);
    for (account, fields) in &document.accounts {
        for (field, value) in fields {
            list.push(&(account, field, value), |(account, field, value)| {
                vec![(*account).clone(), (**field).to_owned(), (*value).clone()]
            })?;
        }
    }
    Ok(list.finish()?)
}

fn check(app: &mut App) -> Result<(), CliError> {
    let (lang, global) = (app.lang, &app.global);
    let given = [
        ("--account", global.account.is_some()),
        ("--provider", global.provider.is_some()),
        ("--ledger", global.store.is_some()),
        ("--sandbox", global.sandbox),
    ];
    app.refuse(&given, &lang.whole_configuration())?;
    let checked = check_config(global.config.as_deref(), PUBLIC_ACCOUNT_IDS);
    let Some(path) = checked.path else {
        // A file that cannot be read is the only fault.
        let unread = checked.faults.into_iter().next().map(CliError::Config);
        return Err(unread.unwrap_or_else(|| CliError::Setup(lang.no_configuration())));
    };
    if checked.faults.is_empty() && checked.sound.is_empty() {
        return Err(CliError::Setup(lang.no_accounts(path.display())));
    }
    let fault = |message| ConfigRemark { severity: "fault", message };
    let mut remarks: Vec<ConfigRemark> =
        checked.faults.iter().map(|error| fault(config_message(error, lang))).collect();
    for (place, text) in &checked.schedules {
        if let Err(error) = text.parse::<Schedule>() {
            let why = CliError::from(error).message(lang).unwrap_or_default().1;
            remarks.push(fault(lang.unreadable_file(place, why)));
        }
    }
    let faults = remarks.len();
    let warnings = checked.warnings.iter().map(|warning| config_warning(warning, lang));
    remarks.extend(warnings.map(|message| ConfigRemark { severity: "warning", message }));
    let headers = [lang.pick("severity", "级别"), lang.pick("message", "说明")];
    let mut list = app.out.list(&headers);
    for remark in &remarks {
        list.push(remark, |remark| {
            let word = match remark.severity {
                "fault" => lang.pick("fault", "错误"),
                _ => lang.pick("warning", "警告"),
            };
            vec![word.to_owned(), remark.message.clone()]
        })?;
    }
    list.finish_or(|| lang.config_sound(path.display(), checked.sound.len()))?;
    match faults {
        0 => Ok(()),
        faults => Err(CliError::Setup(lang.config_faults(path.display(), faults))),
    }
}
