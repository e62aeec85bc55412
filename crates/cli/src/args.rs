//! What can be typed. Help is English; everything else we print follows `--lang`.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand};
use clap_complete::Shell;
use coupon_domain::CouponState;
use coupon_sign::Secret;
use jiff::civil::Date;

use crate::{
    commands::{
        accounts::AccountsCommand, call::CallArgs, coupons::CouponsCommand, explain::ExplainArgs,
        export::ExportArgs, journal::JournalCommand, reconcile::ReconcileArgs, report::ReportArgs,
        sandbox::SandboxArgs, sign::SignCommand, templates::TemplatesCommand, worker::WorkerArgs,
    },
    output::Format,
    store,
    text::Lang,
};

/// Coupons of all accounts at all vendors, from one command.
#[derive(Debug, Parser)]
#[command(name = "coupon", version, after_help = EXIT_CODES)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Taken by every command.
#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// Configuration file [default: ./coupon.toml, else coupon/coupon.toml in the user's configuration folder, else the
    /// built-in sandbox]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Only this account of the configuration
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) account: Option<String>,
    /// Only this provider: qmai, qince.voucher, qince.coupondetail
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) provider: Option<String>,
    /// Ledger, as sqlite:PATH or postgres://USER@HOST/DATABASE [default: the configuration's, else sqlite:coupons.db]
    #[arg(long, global = true, value_name = "STORE", value_parser = store::typed)]
    pub(crate) store: Option<Secret>,
    /// How results are printed
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    pub(crate) output: Format,
    /// Language of messages [default: after LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// No progress bars
    #[arg(long, global = true)]
    pub(crate) no_progress: bool,
    /// Log to standard error: -v what happens, -vv each attempt; never bodies, URLs or keys
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Pull all coupons of all accounts into the ledger
    Sync(SyncArgs),
    /// Coupon templates: 优惠券, 兑货券 agreements, Qmai templates
    #[command(subcommand)]
    Templates(TemplatesCommand),
    /// Coupons that customers hold
    #[command(subcommand)]
    Coupons(CouponsCommand),
    /// Write one table of the ledger into files
    Export(ExportArgs),
    /// Compare used coupons with the shop's orders
    Reconcile(ReconcileArgs),
    /// Write one page about how things stand
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
    /// Completions for a shell, to standard output
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Sync accounts on schedule, together with the workers of other machines, until Ctrl-C
    Worker(WorkerArgs),
    /// Serve a stand-in for both vendors until Ctrl-C
    Sandbox(SandboxArgs),
    /// Show how a call is signed; the result is a credential
    #[command(subcommand)]
    Sign(SignCommand),
    /// Say why a captured request's signature is refused; nothing is sent
    Explain(ExplainArgs),
}

impl Command {
    /// False for what has nothing to do with accounts: a broken configuration is no reason to refuse that.
    pub(crate) fn needs_configuration(&self) -> bool {
        !matches!(
            self,
            Self::Operations { .. }
                | Self::Completions { .. }
                | Self::Sandbox(_)
                | Self::Sign(_)
                | Self::Explain(_)
        )
    }
}

/// Arguments of `coupon sync`.
#[derive(Debug, clap::Args)]
pub(crate) struct SyncArgs {
    /// Begin at this Beijing day instead of where the last run ended
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,
    /// End with this Beijing day
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,
    /// Read everything again and mark what is gone
    #[arg(long, conflicts_with_all = ["since", "until"])]
    pub(crate) full: bool,
    /// Stop at a page boundary after this many calls
    #[arg(long, value_name = "N")]
    pub(crate) max_calls: Option<u64>,
    /// Leave it to the workers, which do it as soon as one is free
    #[arg(long, conflicts_with_all = ["since", "until", "full", "max_calls"])]
    pub(crate) enqueue: bool,
}

/// How a write is recorded and confirmed.
#[derive(Debug, clap::Args)]
pub(crate) struct WriteArgs {
    /// Name of this write in the journal, never used twice [default: made up and printed]
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
}

/// How much of a list is printed.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// At most this many rows
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,
    /// With the vendor's own text of each row (json and jsonl)
    #[arg(long)]
    pub(crate) raw: bool,
}

/// A coupon state; a word that is none of ours is the vendor's own.
pub(crate) fn state(word: &str) -> Result<CouponState, std::convert::Infallible> {
    word.parse()
}

const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 a fault of this program; 2 usage, or not confirmed; 3 configuration or ledger; 4 a rule broken, \
nothing sent; 5 refused by the vendor, or not found; 6 signature, credentials or permission; 7 unreachable or limited; \
8 answer not understood; 9 done, with gaps, quarantined rows or orders that do not agree; \
10 outcome of a write unknown; 11 unsupported; 130 interrupted";
