//! `coupon sandbox`: both vendors' server side on this machine.

use std::{
    fs,
    io::Write as _,
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::builder::RangedU64ValueParser;
use coupon_messages::Lang;
use coupon_sandbox::{Credentials, Quirk, Quirks, SandboxConfig};
use coupon_sandbox_server::{ServerConfig, host_name, quirks_help};
use coupon_sign::Secret;

use crate::{
    app::App,
    embedded_sandbox::{self, EmbeddedSandbox},
    error::CliError,
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
    /// Data of the two years before today, instead of 2024 and 2025: the last 30 days and the next show something
    #[arg(long)]
    today: bool,
    /// How many coupons exist in all
    #[arg(long, value_name = "N")]
    coupons: Option<usize>,
    /// How it behaves where the documents contradict themselves: as-documented or as-observed
    #[arg(long, value_name = "NAME", default_value = "as-documented", value_parser = profile)]
    profile: Quirks,
    /// One such behaviour, as --quirk response-data=inline; may be given several times; --help lists them
    #[arg(long, value_name = "NAME=VALUE", value_parser = quirk)]
    quirk: Vec<(Quirk, &'static str)>,
    /// Answer a call of an unknown operation with its own body, if its signature is right
    #[arg(long)]
    echo_unknown: bool,
    /// Address of this machine; 0.0.0.0 lets others call it
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Lets other machines use its console and admin API, with the header `authorization: Bearer TOKEN`
    #[arg(long, value_name = "TOKEN", value_parser = token)]
    admin_token: Option<Secret>,
    /// Another name of this machine by which a browser may use its console and admin API; may be given several times
    #[arg(long, value_name = "NAME", value_parser = host_name)]
    allow_host: Vec<String>,
    /// Seconds in which the head of a request must arrive
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = seconds())]
    header_timeout: u32,
    /// Seconds in which the body of a request must arrive
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = seconds())]
    body_timeout: u32,
    /// Seconds that a connection may wait for its next request
    #[arg(long, value_name = "SECONDS", default_value_t = 75, value_parser = seconds())]
    idle_timeout: u32,
    /// Folder of its named snapshots; made if it is not there
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
        echo_unknown: args.echo_unknown,
        admin_token: args.admin_token.clone(),
        snapshots: args.snapshots.clone(),
        ..usual
    };
    let settings = if args.today { settings.until(super::write::now()) } else { settings };
    let customers = args.config_out.as_deref().and_then(customers_beside);
    for path in args.config_out.iter().chain(&customers) {
        refuse_foreign(path, app.lang)?;
    }
    if let Some(folder) = &args.snapshots {
        let made = fs::create_dir_all(folder);
        made.map_err(|error| {
            CliError::Setup(app.lang.unreadable_file(folder.display(), app.lang.io(&error)))
        })?;
    }
    let address = (args.host, args.port).into();
    let mut serving =
        embedded_sandbox::serve(settings, args.server_config(), address, app.lang).await?;
    if let Some(path) = &args.config_out {
        let access = serving.access();
        if let Some(path) = &customers {
            app.write_file(path, |to| to.write_all(access.to_customer_file().as_bytes()))?;
        }
        let name = customers.as_deref().and_then(Path::file_name).and_then(|name| name.to_str());
        let config = access.to_config(name);
        app.write_file(path, |to| to.write_all(config.as_bytes()))?;
    }
    announce(app, &serving, args)?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
        ended = serving.ended() => Ok(ended?),
    }
}

/// `sandbox.customers.csv` beside `sandbox.toml`; none beside a device or a pipe.
fn customers_beside(config: &Path) -> Option<PathBuf> {
    let is_a_file = config.is_file() || !config.exists();
    is_a_file.then(|| config.with_extension("customers.csv"))
}

/// Refuses to write over a file that is none of a sandbox.
fn refuse_foreign(path: &Path, lang: Lang) -> Result<(), CliError> {
    // A device or a pipe holds nothing that could be lost.
    if !path.is_file() {
        return Ok(());
    }
    let there = fs::read(path);
    let there = there
        .map_err(|error| CliError::Setup(lang.unreadable_file(path.display(), lang.io(&error))))?;
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
    fn server_config(&self) -> ServerConfig {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        ServerConfig {
            header_timeout: seconds(self.header_timeout),
            body_timeout: seconds(self.body_timeout),
            idle_timeout: seconds(self.idle_timeout),
            allowed_hosts: self.allow_host.clone(),
        }
    }

    /// The profile, changed by the single ones.
    fn quirks(&self) -> Quirks {
        let mut quirks = self.profile;
        for (quirk, value) in &self.quirk {
            quirks.set(quirk.name(), value).expect("it was checked when it was read");
        }
        quirks
    }
}

/// No connection could be kept for none.
fn seconds() -> RangedU64ValueParser<u32> {
    RangedU64ValueParser::new().range(1..)
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
