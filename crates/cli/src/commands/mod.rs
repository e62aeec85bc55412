//! One file per command.

pub(crate) mod accounts;
mod bulk;
pub(crate) mod call;
mod collect_pages;
pub(crate) mod config;
pub(crate) mod coupons;
pub(crate) mod diagnose;
mod doctor;
pub(crate) mod export;
mod filters;
pub(crate) mod init;
mod issue;
pub(crate) mod journal;
mod operations;
pub(crate) mod quarantine;
pub(crate) mod reconcile;
mod reconcile_maps;
mod reconcile_report;
pub(crate) mod report;
mod resolve;
pub(crate) mod sandbox;
mod select_provider;
pub(crate) mod sign;
mod status;
pub(crate) mod sync;
mod sync_report;
pub(crate) mod templates;
pub(crate) mod worker;
mod write;

use clap::CommandFactory;
use clap_mangen::generate_to;

use crate::{
    app::App,
    args::{Args, CliCommand},
    chinese_help,
    error::CliError,
};

pub(crate) async fn run(app: &mut App, command: CliCommand) -> Result<(), CliError> {
    match command {
        CliCommand::Sync(args) => sync::run(app, &args).await,
        CliCommand::Init(args) => init::run(app, &args).await,
        CliCommand::Config(command) => config::run(app, &command),
        CliCommand::Status => status::run(app).await,
        CliCommand::Doctor => doctor::run(app).await,
        CliCommand::Templates(command) => templates::run(app, command).await,
        CliCommand::Coupons(command) => coupons::run(app, command).await,
        CliCommand::Export(args) => export::run(app, args).await,
        CliCommand::Reconcile(args) => reconcile::run(app, &args).await,
        CliCommand::Report(args) => report::run(app, &args).await,
        CliCommand::Call(args) => call::run(app, &args).await,
        CliCommand::Accounts(command) => accounts::run(app, &command).await,
        CliCommand::Operations { name } => operations::run(app, name.as_deref()),
        CliCommand::Journal(command) => journal::run(app, command).await,
        CliCommand::Quarantine(command) => quarantine::run(app, command).await,
        CliCommand::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "coupon", &mut script);
            Ok(app.out.line(String::from_utf8_lossy(&script).trim_end())?)
        }
        CliCommand::Man { folder } => {
            let pages = std::fs::create_dir_all(&folder);
            let pages = pages.and_then(|()| generate_to(chinese_help::manual(app.lang), &folder));
            pages.map_err(|e| {
                CliError::Setup(app.lang.cannot_write(folder.display(), app.lang.io(&e)))
            })
        }
        CliCommand::Worker(args) => worker::run(app, &args).await,
        CliCommand::Sandbox(args) => sandbox::run(app, &args).await,
        CliCommand::Sign(command) => sign::run(app, command),
        CliCommand::Explain(args) => diagnose::run(app, &args),
    }
}
