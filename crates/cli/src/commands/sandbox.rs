//! `coupon sandbox`: both vendors' server side on this machine.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    net::IpAddr,
    path::{Path, PathBuf},
};

use coupon_sandbox::{Credentials, Quirk, Quirks, SandboxConfig};
use coupon_sandbox_server::{QuirkText, quirk_text};
use coupon_sign::Secret;

use crate::{
    app::App,
    embedded_sandbox::{self, EmbeddedSandbox},
    error::CliError,
    messages::Lang,
};

/// Arguments of `coupon sandbox`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = quirks_help())]
pub(crate) struct SandboxArgs {
    /// Port of this machine; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The same seed makes the same data
    #[arg(long)]
    seed: Option<u64>,
    /// How many coupons exist in all
    #[arg(long, value_name = "N")]
    coupons: Option<usize>,
    /// How it behaves where the documents contradict themselves: as-documented or as-observed
    #[arg(long, value_name = "NAME", default_value = "as-documented", value_parser = profile)]
    profile: Quirks,
    /// One such behaviour, as --quirk response-data=inline; may be given several times; --help lists them
    #[arg(long, value_name = "NAME=VALUE", value_parser = quirk)]
    quirk: Vec<(Quirk, &'static str)>,
    /// Address of this machine; 0.0.0.0 lets others call it
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Lets other machines use its console and admin API, with the header `authorization: Bearer TOKEN`
    #[arg(long, value_name = "TOKEN", value_parser = token)]
    admin_token: Option<Secret>,
    /// Folder of its named snapshots
    #[arg(long, value_name = "FOLDER")]
    snapshots: Option<PathBuf>,
    /// Write a configuration for it; a file that no sandbox wrote is never written over
    #[arg(long, value_name = "FILE")]
    config_out: Option<PathBuf>,
}

pub(crate) async fn run(app: &mut App, args: &SandboxArgs) -> Result<(), CliError> {
    let usual = SandboxConfig::default();
    let settings = SandboxConfig {
        seed: args.seed.unwrap_or(usual.seed),
        coupons: args.coupons.unwrap_or(usual.coupons),
        quirks: args.quirks(),
        admin_token: args.admin_token.clone(),
        snapshots: args.snapshots.clone(),
        ..usual
    };
    if let Some(path) = &args.config_out {
        refuse_foreign(path, app.lang)?;
    }
    let address = (args.host, args.port).into();
    let mut serving = embedded_sandbox::serve(settings, address, app.lang).await?;
    if let Some(path) = &args.config_out {
        let config = serving.access().to_config();
        app.write_file(path, |to| to.write_all(config.as_bytes()))?;
    }
    announce(app, &serving, args)?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
        ended = serving.ended() => Ok(ended?),
    }
}

/// Refuses to write over a file that is none of a sandbox.
fn refuse_foreign(path: &Path, lang: Lang) -> Result<(), CliError> {
    // A device or a pipe holds nothing that could be lost.
    if !path.is_file() {
        return Ok(());
    }
    let there = fs::read(path);
    let there =
        there.map_err(|error| CliError::Setup(lang.unreadable_file(path.display(), error)))?;
    match there.is_empty() || Credentials::wrote(&there) {
        true => Ok(()),
        false => Err(CliError::Setup(lang.foreign_config(path.display()))),
    }
}

fn announce(app: &mut App, serving: &EmbeddedSandbox, args: &SandboxArgs) -> Result<(), CliError> {
    if !app.out.is_table() {
        return Ok(app.out.line_now(serving.access())?);
    }
    app.out.line(&app.lang.listening(&serving.base_url))?;
    app.out.line(&serving.access().to_string())?;
    if let Some(changed) = changed(&args.quirks()) {
        app.out.line(&app.lang.quirks(changed))?;
    }
    if let Some(path) = &args.config_out {
        app.out.line(&app.lang.wrote_config(path.display()))?;
    }
    Ok(app.out.flush()?)
}

impl SandboxArgs {
    /// The profile, changed by the single ones.
    fn quirks(&self) -> Quirks {
        let mut quirks = self.profile;
        for (quirk, value) in &self.quirk {
            quirks.set(quirk.name(), value).expect("it was checked when it was read");
        }
        quirks
    }
}

fn token(text: &str) -> Result<Secret, String> {
    let legal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    legal
        .then(|| Secret::new(text))
        .ok_or_else(|| "letters, digits and signs, no spaces".to_owned())
}

fn profile(text: &str) -> Result<Quirks, String> {
    Quirks::profile(text).map_err(|error| error.to_string())
}

fn quirk(text: &str) -> Result<(Quirk, &'static str), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE: response-data=inline")?;
    let mut quirks = Quirks::default();
    quirks.set(name, value).map_err(|error| error.to_string())?;
    let quirk = Quirk::named(name).ok_or("there is no such quirk")?;
    Ok((quirk, quirks.value(quirk)))
}

/// The behaviours that differ from the documents; none if none does.
fn changed(quirks: &Quirks) -> Option<String> {
    let other = quirks.iter().filter(|(quirk, value)| quirk.values()[0] != *value);
    let other: Vec<String> =
        other.map(|(quirk, value)| format!("{}={value}", quirk.name())).collect();
    (!other.is_empty()).then(|| other.join(" "))
}

/// Every switch with its values, in both languages.
fn quirks_help() -> String {
    let mut help =
        "Quirks, 文档自相矛盾之处的行为开关 (first value: as-documented; with *: as-observed):\n"
            .to_owned();
    for quirk in Quirk::ALL {
        let mark = |value: &&str| if *value == quirk.observed() { "*" } else { "" };
        let values: Vec<String> =
            quirk.values().iter().map(|value| format!("{value}{}", mark(value))).collect();
        let (name, values) = (quirk.name(), values.join("|"));
        let QuirkText { en, zh, .. } = quirk_text(quirk);
        write!(help, "\n  {name}={values}\n      {en}\n      {zh}\n").expect("a String");
    }
    help
}
