//! `coupon init`: a first configuration, checked before it is written.

use std::io::{self, IsTerminal as _};

use clap::{ValueEnum, builder::PossibleValuesParser};
use console::Term;
use coupon_config::{NewConfig, SecretPlace, SetupField, SetupKind, Vendor, vendors};
use coupon_domain::ErrorKind;
use coupon_messages::{Lang, new_config_error, vendor_message};
use coupon_sandbox::PUBLIC_ACCOUNT_IDS;
use serde::Serialize;

use crate::{app::App, error::CliError, output::say};

/// Arguments of `coupon init`.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// Whose account it is; asked for on a terminal
    #[arg(long, value_name = "VENDOR", value_parser = PossibleValuesParser::new(vendors().iter().map(|vendor| vendor.name)))]
    vendor: Option<String>,
    /// Its name in the configuration [default: the vendor's]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// A field of the account: app_key=@key.txt, openid=env:OPENID, base_url=https://…; may be given several times
    #[arg(long, value_name = "FIELD=VALUE")]
    field: Vec<String>,
    /// Where the secrets are kept
    #[arg(long, value_enum, default_value_t = SecretsArg::Files)]
    secrets: SecretsArg,
    /// Write it without a call to the vendor
    #[arg(long)]
    no_check: bool,
}

/// The places for secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SecretsArg {
    /// Each in a file beside the configuration, for this user alone
    Files,
    /// In environment variables, which you set
    Env,
    /// In the keyring of the desktop, by secret-tool
    Keyring,
}

#[derive(Debug, Serialize)]
struct WroteConfig<'a> {
    config: String,
    account: &'a str,
    vendor: &'a str,
    secrets: Vec<String>,
    variables: &'a [String],
    checked: bool,
}

pub(crate) async fn run(app: &mut App, args: &InitArgs) -> Result<(), CliError> {
    let lang = app.lang;
    let global = &app.global;
    let given = [
        ("--account", global.account.is_some()),
        ("--provider", global.provider.is_some()),
        ("--ledger", global.store.is_some()),
        ("--sandbox", global.sandbox),
    ];
    app.refuse(&given, &lang.init_writes())?;
    let path = global.config.clone().unwrap_or_else(|| "coupon.toml".into());
    if path.exists() {
        return Err(CliError::Setup(lang.init_exists(path.display())));
    }
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    let vendor = vendor(args, asks, lang)?;
    let name = match &args.name {
        Some(name) => name.clone(),
        None if asks => ask(&lang.init_name(vendor.name), Some(vendor.name), false)?,
        None => vendor.name.to_owned(),
    };
    let mut new = NewConfig { name, vendor, values: Default::default() };
    for given in &args.field {
        let (field, value) = given.split_once('=').unwrap_or((given, ""));
        let known = vendor.setup.iter().find(|known| known.name == field.trim());
        let names: Vec<&str> = vendor.setup.iter().map(|field| field.name).collect();
        let unknown = || CliError::Usage(lang.init_no_field(field, names.join(", ")));
        new.values.insert(known.ok_or_else(unknown)?.name, value.trim().to_owned());
    }
    if asks {
        for field in vendor.setup.iter().filter(|field| args.no_field(field)) {
            let about = lang.pick(field.about_en, field.about_zh);
            let question = format!("{about} ({})", field.name);
            let answer = ask(&question, field.default, field.kind == SetupKind::Key)?;
            new.values.insert(field.name, answer);
        }
    }
    let missing: Vec<String> =
        new.fill_defaults().iter().map(|field| format!("--field {}=…", field.name)).collect();
    if !missing.is_empty() {
        return Err(CliError::Usage(lang.init_missing(missing.join(" "))));
    }
    let account = new
        .account(&path, PUBLIC_ACCOUNT_IDS)
        .map_err(|error| CliError::Setup(new_config_error(&error, lang)))?;
    if !args.no_check {
        match account.check().await {
            Ok(()) => say(&lang.init_checked(lang.fine())),
            Err(error) if *error.kind() == ErrorKind::Refused => {
                say(&lang.init_checked(lang.answered_refusal(vendor_message(&error, lang))));
            }
            Err(error) => {
                say(&lang.warning(lang.init_not_written(path.display())));
                return Err(error.into());
            }
        }
    }
    let place = match args.secrets {
        SecretsArg::Files => SecretPlace::Files,
        SecretsArg::Env => SecretPlace::Environment,
        SecretsArg::Keyring => SecretPlace::Keyring,
    };
    let written =
        new.write(&path, place).map_err(|error| CliError::Setup(new_config_error(&error, lang)))?;
    if !app.out.is_table() {
        return Ok(app.out.document(&WroteConfig {
            config: path.display().to_string(),
            account: &new.name,
            vendor: vendor.name,
            secrets: written.secrets.iter().map(|path| path.display().to_string()).collect(),
            variables: &written.variables,
            checked: !args.no_check,
        })?);
    }
    for path in written.secrets.iter().chain([&written.path]) {
        app.out.line(&lang.wrote_file(path.display()))?;
    }
    if !written.variables.is_empty() {
        app.out.line(&lang.init_variables(written.variables.join(", ")))?;
    }
    let options = app.global.config.as_ref().map(|path| format!(" --config {}", path.display()));
    Ok(app.out.line(&lang.init_next(options.unwrap_or_default()))?)
}

impl InitArgs {
    fn no_field(&self, field: &SetupField) -> bool {
        let given = |given: &String| given.split('=').next() == Some(field.name);
        !self.field.iter().any(given)
    }
}

fn vendor(args: &InitArgs, asks: bool, lang: Lang) -> Result<&'static Vendor, CliError> {
    let names: Vec<&str> = vendors().iter().map(|vendor| vendor.name).collect();
    let names = names.join(", ");
    let named = match &args.vendor {
        Some(name) => name.clone(),
        None if asks => ask(&lang.init_vendor(&names), None, false)?,
        None => return Err(CliError::Usage(lang.init_missing("--vendor"))),
    };
    let found = vendors().iter().find(|vendor| vendor.name == named || vendor.title_zh == named);
    found.ok_or_else(|| CliError::Usage(lang.init_no_vendor(named, names)))
}

/// A line from the terminal; a blank one is the default.
fn ask(question: &str, default: Option<&str>, hidden: bool) -> io::Result<String> {
    let term = Term::stderr();
    let shown = default.map(|default| format!(" [{default}]")).unwrap_or_default();
    term.write_str(&format!("{question}{shown}: "))?;
    let line = if hidden { term.read_secure_line() } else { term.read_line() }?;
    let answer = line.trim();
    Ok(if answer.is_empty() { default.unwrap_or_default() } else { answer }.to_owned())
}
