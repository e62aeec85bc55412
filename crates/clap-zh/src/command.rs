//! A command's texts, headings and defaults in Chinese.

use clap::{Arg, Command};

use crate::ChineseTexts;

const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

impl ChineseTexts {
    /// The command with its help in Chinese, all subcommands included. A text that the table lacks stays English.
    #[must_use]
    pub fn command(&self, mut command: Command) -> Command {
        // The arguments and the subcommand for help are there once it is built.
        command.build();
        self.translated(command)
    }

    fn translated(&self, command: Command) -> Command {
        let text =
            |text: Option<&clap::builder::StyledStr>| text.map(|text| self.text(&text.to_string()));
        let about = text(command.get_about());
        let after = text(command.get_after_long_help().or(command.get_after_help()));
        let mut command = command
            .mut_args(|argument| self.argument(argument))
            .mut_subcommands(|subcommand| self.translated(subcommand))
            .subcommand_help_heading("命令")
            .subcommand_value_name("命令")
            .help_template(TEMPLATE)
            .long_about(None::<&'static str>)
            .after_long_help(None::<&'static str>);
        if let Some(about) = about {
            command = command.about(about);
        }
        if let Some(after) = after {
            command = command.after_help(after);
        }
        let usage = usage_in_chinese(&command.render_usage().to_string());
        command.override_usage(usage)
    }

    fn argument(&self, argument: Arg) -> Arg {
        let heading = match argument.get_help_heading() {
            Some(heading) => leaked(self.text(heading)),
            None if argument.is_positional() => "参数",
            None => "选项",
        };
        let names = argument.get_value_names().unwrap_or_default();
        let names: Vec<String> = names.iter().map(|name| self.value_name(name)).collect();
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let help = self.help(&argument, &help);
        let mut argument = argument
            .help_heading(heading)
            .hide_default_value(true)
            .hide_possible_values(true)
            .long_help(None::<&'static str>);
        if !names.is_empty() {
            argument = argument.value_names(names.into_iter().map(leaked));
        }
        match help.is_empty() {
            true => argument,
            false => argument.help(help),
        }
    }

    /// `FILE` as the table has `<FILE>`.
    fn value_name(&self, name: &str) -> String {
        let found = self.find(&format!("<{name}>"));
        found.map_or_else(|| name.to_owned(), |name| name.trim_matches(['<', '>']).to_owned())
    }

    /// The help with the possible values and the default behind it, unless they are hidden.
    fn help(&self, argument: &Arg, english: &str) -> String {
        let takes_values = argument.get_action().takes_values();
        let shows_values = takes_values && !argument.is_hide_possible_values_set();
        let shows_default = takes_values && !argument.is_hide_default_value_set();
        let mut parts = match english {
            "" => vec![],
            english => vec![self.text(english)],
        };
        let values = argument.get_possible_values();
        let values: Vec<String> = values
            .iter()
            .filter(|value| shows_values && !value.is_hide_set())
            .map(|value| match value.get_help() {
                Some(help) => format!("{}（{}）", value.get_name(), self.text(&help.to_string())),
                None => value.get_name().to_owned(),
            })
            .collect();
        if !values.is_empty() {
            parts.push(format!("[可选值：{}]", values.join("、")));
        }
        let defaults = argument.get_default_values();
        let defaults: Vec<_> = defaults.iter().map(|value| value.to_string_lossy()).collect();
        if shows_default && !defaults.is_empty() {
            parts.push(format!("[默认：{}]", defaults.join("、")));
        }
        parts.join(" ")
    }

    /// Every English text of the command and its subcommands that the table lacks, each once, in the order of the help.
    pub fn missing(&self, mut command: Command) -> Vec<String> {
        command.build();
        let mut missing = Vec::new();
        self.collect_missing(&command, &mut missing);
        missing
    }

    fn collect_missing(&self, command: &Command, missing: &mut Vec<String>) {
        let mut need = |text: String| {
            if self.find(&text).is_none() && !missing.contains(&text) {
                missing.push(text);
            }
        };
        let after = command.get_after_long_help().or(command.get_after_help());
        command.get_about().into_iter().chain(after).for_each(|text| need(text.to_string()));
        for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
            argument.get_help().into_iter().for_each(|help| need(help.to_string()));
            argument.get_help_heading().into_iter().for_each(|heading| need(heading.to_owned()));
            if argument.get_action().takes_values() {
                let names = argument.get_value_names().unwrap_or_default();
                names.iter().for_each(|name| need(format!("<{name}>")));
                for value in argument.get_possible_values() {
                    value.get_help().into_iter().for_each(|help| need(help.to_string()));
                }
            }
        }
        let subcommands = command.get_subcommands();
        for one in subcommands.filter(|one| !one.is_hide_set() && one.get_name() != "help") {
            self.collect_missing(one, missing);
        }
    }
}

/// The usage line without its title.
pub(crate) fn usage_in_chinese(usage: &str) -> String {
    let usage = usage.strip_prefix("Usage: ").unwrap_or(usage);
    usage
        .replace("[OPTIONS]", "[选项]")
        .replace("<COMMAND>", "<命令>")
        .replace("[COMMAND]", "[命令]")
}

/// clap keeps headings and names of values for as long as the program runs.
fn leaked(name: String) -> &'static str {
    name.leak()
}
