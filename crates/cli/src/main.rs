#![doc = include_str!("../README.md")]

mod app;
mod args;
mod chinese_help;
mod commands;
mod embedded_sandbox;
mod error;
mod input;
mod log;
mod options;
mod output;
mod progress;
mod stop_signal;
mod table;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use coupon_messages::Lang;

use crate::{app::App, args::Args, error::CliError, output::say};

fn main() -> ExitCode {
    let args = chinese_help::parse();
    let lang = args.global.lang.unwrap_or_else(options::locale_language);
    log::to_stderr(args.global.verbose);
    // A panic has printed itself; its exit code is ours all the same.
    let ended = catch_unwind(AssertUnwindSafe(|| run(args, lang)))
        .unwrap_or_else(|_| Err(CliError::Fault(lang.stopped_thread())));
    let Err(failure) = ended else { return ExitCode::SUCCESS };
    if let Some((kind, what)) = failure.message(lang) {
        say(&lang.error(kind, what));
    }
    failure.code().into()
}

fn run(args: Args, lang: Lang) -> Result<(), CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut app = App::new(args.global, lang, args.command.needs_configuration())?;
        let ended = commands::run(&mut app, args.command).await;
        // Output that was printed before a failure is worth reading, too.
        let flushed = app.out.flush();
        ended.and(flushed.map_err(CliError::Io))
    })
}
