//! One file per command.

pub(crate) mod accounts;
mod bulk;
pub(crate) mod call;
mod collect_pages;
pub(crate) mod coupons;
pub(crate) mod explain;
pub(crate) mod export;
mod issue;
mod item_arg;
pub(crate) mod journal;
mod operations;
pub(crate) mod quarantine;
pub(crate) mod reconcile;
mod reconcile_error;
mod reconcile_report;
pub(crate) mod report;
mod resolve;
mod rows;
pub(crate) mod sandbox;
mod select_provider;
pub(crate) mod sign;
pub(crate) mod sync;
mod sync_report;
pub(crate) mod templates;
pub(crate) mod worker;
mod write;

use clap::CommandFactory;

use crate::{
    app::App,
    args::{Args, Command},
    exit::Failure,
};

pub(crate) async fn run(app: &mut App, command: Command) -> Result<(), Failure> {
    match command {
        Command::Sync(args) => sync::run(app, &args).await,
        Command::Templates(command) => templates::run(app, command).await,
        Command::Coupons(command) => coupons::run(app, command).await,
        Command::Export(args) => export::run(app, args).await,
        Command::Reconcile(args) => reconcile::run(app, &args).await,
        Command::Report(args) => report::run(app, &args).await,
        Command::Call(args) => call::run(app, &args).await,
        Command::Accounts(command) => accounts::run(app, &command).await,
        Command::Operations { name } => operations::run(app, name.as_deref()),
        Command::Journal(command) => journal::run(app, command).await,
        Command::Quarantine(command) => quarantine::run(app, command).await,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "coupon", &mut script);
            Ok(app.out.line(String::from_utf8_lossy(&script).trim_end())?)
        }
        Command::Worker(args) => worker::run(app, &args).await,
        Command::Sandbox(args) => sandbox::run(app, &args).await,
        Command::Sign(command) => sign::run(app, command),
        Command::Explain(args) => explain::run(app, &args),
    }
}
