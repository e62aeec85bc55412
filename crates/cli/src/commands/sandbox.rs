//! `coupon sandbox`: both vendors' server side on this machine.

use std::{fs, path::PathBuf};

use coupon_sandbox::Settings;

use crate::{app::App, builtin, exit::Failure};

/// Arguments of `coupon sandbox`.
#[derive(Debug, clap::Args)]
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
    /// Write a configuration for it
    #[arg(long, value_name = "FILE")]
    config_out: Option<PathBuf>,
}

pub(crate) async fn run(app: &mut App, args: &SandboxArgs) -> Result<(), Failure> {
    let usual = Settings::default();
    let settings = Settings {
        seed: args.seed.unwrap_or(usual.seed),
        coupons: args.coupons.unwrap_or(usual.coupons),
        ..usual
    };
    let mut serving = builtin::serve(settings, args.port, app.lang).await?;
    if let Some(path) = &args.config_out {
        fs::write(path, serving.config())
            .map_err(|error| Failure::Setup(app.lang.unreadable_file(path.display(), error)))?;
    }
    announce(app, &serving, args)?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
        ended = serving.ended() => Ok(ended?),
    }
}

fn announce(app: &mut App, serving: &builtin::Builtin, args: &SandboxArgs) -> Result<(), Failure> {
    if !app.out.is_table() {
        return Ok(app.out.line_now(serving.access())?);
    }
    let access = serving.access();
    app.out.line(&app.lang.listening(&serving.base_url))?;
    let (qmai, qince) = (&access.qmai, &access.qince);
    app.out.line(&format!(
        "qmai   open_id {}  grant_code {}  open_key {}",
        qmai.open_id, qmai.grant_code, qmai.open_key
    ))?;
    app.out.line(&format!("qince  openid {}  app_key {}", qince.openid, qince.app_key))?;
    if let Some(path) = &args.config_out {
        app.out.line(&app.lang.wrote_config(path.display()))?;
    }
    Ok(app.out.flush()?)
}
