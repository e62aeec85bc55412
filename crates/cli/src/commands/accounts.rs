//! `coupon accounts`: the configured accounts, and whether they are let in.

use clap::Subcommand;
use coupon_domain::ErrorKind;
use coupon_messages::vendor_message;
use serde::Serialize;

use crate::{app::App, error::CliError};

/// Commands about accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountsCommand {
    /// Those of the configuration; no secret is looked up
    List,
    /// One cheap read through each; that the vendor says no to what was asked still proves the signature
    Check,
}

#[derive(Debug, Serialize)]
struct ListedAccount {
    name: String,
    vendor: &'static str,
    base_url: String,
    providers: &'static [&'static str],
}

#[derive(Debug, Serialize)]
struct CheckedAccount {
    account: String,
    good: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    message: String,
}

pub(crate) async fn run(app: &mut App, command: &AccountsCommand) -> Result<(), CliError> {
    match command {
        AccountsCommand::List => list(app).await,
        AccountsCommand::Check => check(app).await,
    }
}

async fn list(app: &mut App) -> Result<(), CliError> {
    app.known_accounts().await?;
    let accounts: Vec<ListedAccount> = app
        .chosen_accounts()
        .map(|(name, file)| ListedAccount {
            name: name.clone(),
            vendor: file.vendor().name,
            base_url: file.base_url.clone(),
            providers: file.vendor().providers,
        })
        .collect();
    let lang = app.lang;
    let headers = [
        lang.pick("account", "账户"),
        lang.pick("vendor", "厂商"),
        lang.pick("base_url", "地址"),
        lang.pick("providers", "来源"),
    ];
    let mut list = app.out.list(&headers);
    for account in &accounts {
        list.push(account, |account| {
            let ListedAccount { name, vendor, base_url, providers } = account;
            vec![name.clone(), (*vendor).to_owned(), base_url.clone(), providers.join(", ")]
        })?;
    }
    list.finish()?;
    Ok(())
}

async fn check(app: &mut App) -> Result<(), CliError> {
    let accounts = app.accounts().await?;
    let (lang, mut failed) = (app.lang, None);
    let headers = [lang.pick("account", "账户"), lang.pick("result", "结果")];
    let mut checked = Vec::new();
    for account in &accounts {
        let (good, kind, message) = match account.check().await {
            Ok(()) => (true, None, lang.fine()),
            Err(error) => {
                let message = vendor_message(&error, lang);
                let kind = error.kind().as_str();
                if *error.kind() == ErrorKind::Refused {
                    (true, None, lang.answered_refusal(message))
                } else {
                    failed.get_or_insert(error);
                    (false, Some(kind), message)
                }
            }
        };
        checked.push(CheckedAccount { account: account.name.to_string(), good, kind, message });
    }
    let mut list = app.out.list(&headers);
    for one in &checked {
        list.push(one, |one| vec![one.account.clone(), one.message.clone()])?;
    }
    list.finish()?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}
