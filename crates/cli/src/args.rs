//! The command line's arguments. Their texts are English; `help_zh.tsv` has the Chinese ones.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    commands::{
        accounts::AccountsCommand, call::CallArgs, config::ConfigCommand, coupons::CouponsCommand,
        diagnose::DiagnoseArgs, export::ExportArgs, init::InitArgs, journal::JournalCommand,
        quarantine::QuarantineCommand, reconcile::ReconcileArgs, report::ReportArgs,
        sandbox::SandboxArgs, sign::SignCommand, sync::SyncArgs, templates::TemplatesCommand,
        worker::WorkerArgs,
    },
    options::Global,
};

/// Coupons of all accounts at all vendors, from one command.
#[derive(Debug, Parser)]
#[command(name = "coupon", version, after_help = EXIT_CODES)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: CliCommand,
}

/// A command with its arguments.
#[derive(Debug, Subcommand)]
pub(crate) enum CliCommand {
    /// Pull all coupons of all accounts into the ledger
    Sync(SyncArgs),
    /// Set up a first account: ask for its fields, call the vendor once, write coupon.toml
    Init(InitArgs),
    /// The configuration as it is understood, and its faults
    #[command(subcommand)]
    Config(ConfigCommand),
    /// How far every account is read, and what waits for somebody
    Status,
    /// Examine what stands between each account and its vendor: name, connection, clock, address, signature
    Doctor,
    /// Coupon templates of every vendor: 优惠券, 兑货券 agreements and their like
    #[command(subcommand)]
    Templates(TemplatesCommand),
    /// Coupons that customers hold
    #[command(subcommand)]
    Coupons(CouponsCommand),
    /// Write one table of the ledger into files
    Export(ExportArgs),
    /// Compare used coupons with the shop's orders
    Reconcile(ReconcileArgs),
    /// Write one page about how things stand, or about one month
    Report(ReportArgs),
    /// Call one operation of a vendor in the vendor's own terms
    Call(CallArgs),
    /// The accounts of the configuration
    #[command(subcommand)]
    Accounts(AccountsCommand),
    /// The vendors' operations with their fields
    Operations {
        /// Only this one: voucher.getVoucherInfos
        name: Option<String>,
    },
    /// Writes that were recorded before they were sent
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Rows of vendors that could not be read
    #[command(subcommand)]
    Quarantine(QuarantineCommand),
    /// Completions for a shell, to standard output
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Manual pages, one for each command, into a folder
    Man {
        /// The folder; made if it is not there
        folder: PathBuf,
    },
    /// Sync accounts on schedule, together with the workers of other machines, until Ctrl-C
    Worker(WorkerArgs),
    /// Serve a stand-in for both vendors until Ctrl-C
    Sandbox(SandboxArgs),
    /// Show how a call is signed, or why a signature is refused; a signed call is a credential
    #[command(subcommand)]
    Sign(SignCommand),
    /// The older name of `sign diagnose`
    #[command(hide = true)]
    Explain(DiagnoseArgs),
}

impl CliCommand {
    /// False for what has nothing to do with accounts: a broken configuration is no reason to refuse that.
    pub(crate) fn needs_configuration(&self) -> bool {
        !matches!(
            self,
            Self::Init(_)
                | Self::Config(ConfigCommand::Check)
                | Self::Operations { .. }
                | Self::Completions { .. }
                | Self::Man { .. }
                | Self::Sandbox(_)
                | Self::Sign(_)
                | Self::Explain(_)
        )
    }
}

const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 a fault of this program; 2 usage, or not confirmed; 3 configuration or ledger; 4 a rule broken, \
nothing sent; 5 refused by the vendor, or not found; 6 signature, credentials or permission; 7 unreachable or limited; \
8 answer not understood; 9 done, with gaps, quarantined rows or orders that do not agree; \
10 outcome of a write unknown; 11 unsupported; 130 interrupted";
