//! Options that several commands take. Help is English; everything else we print follows `--lang`.

use std::{convert::Infallible, path::PathBuf};

use clap::ArgAction;
use coupon_config::vendors;
use coupon_sign::Secret;

use crate::{messages::Lang, output::Format};

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
    #[arg(long, global = true, value_name = "NAME", help = provider_help())]
    pub(crate) provider: Option<String>,
    /// Ledger, as sqlite:PATH or postgres://USER@HOST/DATABASE [default: the configuration's, else sqlite:coupons.db]
    #[arg(long = "ledger", alias = "store", global = true, value_name = "ADDRESS", value_parser = secret)]
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

/// How a write is recorded and confirmed.
#[derive(Debug, clap::Args)]
pub(crate) struct WriteArgs {
    /// Idempotency key: the name of this write in the journal, never used twice [default: made up and printed]
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

fn provider_help() -> String {
    let names: Vec<&str> = vendors().iter().flat_map(|vendor| vendor.providers).copied().collect();
    format!("Only this provider: {}", names.join(", "))
}

/// The parser shows a value in its errors; a [`Secret`] is shown as `***`.
fn secret(text: &str) -> Result<Secret, Infallible> {
    Ok(Secret::new(text))
}
