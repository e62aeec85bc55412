//! The arguments, with help and usage errors in the language of the messages.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser};
use coupon_clap_zh::ChineseTexts;
use coupon_config::HELP_OF_VENDORS_ZH;
use coupon_messages::Lang;
use coupon_sandbox_server::{quirks_help, quirks_help_zh};

use crate::{args::Args, options::locale_language, output::say};

/// The arguments of this process. Help and errors are printed, and end it as clap does.
pub(crate) fn parse() -> Args {
    let words: Vec<OsString> = std::env::args_os().collect();
    match wished(&words).unwrap_or_else(locale_language) {
        Lang::En => Args::parse_from(words),
        Lang::Zh => parse_in_chinese(words),
    }
}

/// The language that `--lang` names, before anything is parsed: it decides how an error of the parser reads.
fn wished(words: &[OsString]) -> Option<Lang> {
    let texts = || words.iter().map(|word| word.to_string_lossy());
    let behind = texts().zip(texts().skip(1)).find(|(word, _)| word == "--lang");
    let behind = behind.map(|(_, value)| value.into_owned());
    let joined = texts().find_map(|word| word.strip_prefix("--lang=").map(str::to_owned));
    behind.or(joined)?.parse().ok()
}

fn parse_in_chinese(words: Vec<OsString>) -> Args {
    let texts = texts();
    let matches = texts.command(Args::command()).try_get_matches_from(words);
    let error = match matches.and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => return args,
        Err(error) => error,
    };
    if !error.use_stderr() {
        error.exit();
    }
    say(&format!("错误：{}", texts.usage_error(&error).trim_end()));
    std::process::exit(error.exit_code());
}

/// The command with all of its commands for a manual, in this language.
pub(crate) fn manual(lang: Lang) -> clap::Command {
    let command = Args::command().disable_help_subcommand(true);
    match lang {
        Lang::En => command,
        Lang::Zh => texts().command(command),
    }
}

fn texts() -> ChineseTexts {
    let texts = ChineseTexts::parse(include_str!("help_zh.tsv"));
    let texts = texts.and_then(|texts| texts.and(HELP_OF_VENDORS_ZH));
    texts.expect("a test reads both tables").with(quirks_help(), quirks_help_zh())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_the_help_has_a_chinese_one() {
        assert_eq!(texts().missing(Args::command()), Vec::<String>::new());
    }

    #[test]
    fn the_language_is_known_before_the_arguments_are() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        for (line, lang) in [
            ("coupon --lang zh nonsense", Some(Lang::Zh)),
            ("coupon nonsense --lang=en", Some(Lang::En)),
            ("coupon sync", None),
            ("coupon --lang fr", None),
        ] {
            assert_eq!(wished(&words(line)), lang, "{line}");
        }
    }
}
