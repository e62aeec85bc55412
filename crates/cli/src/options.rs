//! Options that several commands take. Their texts are English; `help_zh.tsv` has the Chinese ones.

use std::{convert::Infallible, env, path::PathBuf};

use clap::{
    ArgAction,
    builder::{PossibleValuesParser, TypedValueParser},
};
use coupon_config::vendors;
use coupon_messages::Lang;
use coupon_sign::Secret;
use jiff::civil::Date;

use crate::output::Format;

/// Behind the command's own.
const GLOBAL: &str = "Global options";

/// Taken by every command.
#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// Configuration file [default: ./coupon.toml, else coupon/coupon.toml in the user's configuration folder, else the
    /// built-in sandbox]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The built-in sandbox, whatever configuration there is; its ledger is sandbox.db
    #[arg(long, global = true, help_heading = GLOBAL, conflicts_with = "config")]
    pub(crate) sandbox: bool,
    /// Only this account of the configuration
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "NAME")]
    pub(crate) account: Option<String>,
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "NAME", help = provider_help())]
    pub(crate) provider: Option<String>,
    /// Ledger, as sqlite:PATH or postgres://USER@HOST/DATABASE [default: the configuration's, else sqlite:coupons.db; of the
    /// built-in sandbox sqlite:sandbox.db]
    #[arg(long = "ledger", alias = "store", global = true, help_heading = GLOBAL, value_name = "ADDRESS", value_parser = secret)]
    pub(crate) store: Option<Secret>,
    /// How results are printed
    #[arg(long, global = true, help_heading = GLOBAL, value_enum, default_value_t = Format::Table)]
    pub(crate) output: Format,
    /// Language of messages [default: after LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "LANG", value_parser = languages())]
    pub(crate) lang: Option<Lang>,
    /// No progress bars
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub(crate) no_progress: bool,
    /// Log to standard error: -v what happens, -vv each attempt; never bodies, URLs or keys
    #[arg(short, long, global = true, help_heading = GLOBAL, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// How a write is recorded and confirmed.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct WriteArgs {
    /// Idempotency key: the name of this write in the journal, never used twice [default: made up and printed]
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Who sends it, for the journal [default: the user of this machine]
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) operator: Option<String>,
}

impl WriteArgs {
    /// The name that the journal keeps, without the blanks around it.
    pub(crate) fn operator(&self) -> Option<String> {
        let named = self.operator.as_deref().map(str::trim).filter(|name| !name.is_empty());
        named.map(str::to_owned).or_else(coupon_config::machine_user)
    }
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

impl ListArgs {
    /// The most rows that are printed.
    pub(crate) fn rows(&self) -> usize {
        self.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
    }
}

/// A Beijing day of the command line.
pub(crate) fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "write a Beijing day such as 2026-03-31")
}

/// After the first of LC_ALL, LC_MESSAGES and LANG that is set, as POSIX has it.
pub(crate) fn locale_language() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(env::var_os);
    let locale = set.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
    Lang::of_locale(&locale.to_string_lossy())
}

fn languages() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::ALL.map(Lang::as_str)).try_map(|word| word.parse::<Lang>())
}

fn provider_help() -> String {
    let names: Vec<&str> = vendors().iter().flat_map(|vendor| vendor.providers).copied().collect();
    format!("Only this provider: {}", names.join(", "))
}

/// The parser shows a value in its errors; a [`Secret`] is shown as `***`.
fn secret(text: &str) -> Result<Secret, Infallible> {
    Ok(Secret::new(text))
}
