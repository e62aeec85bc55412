//! `coupon sign`: how a call is signed, step by step. The signed call that it prints is a credential, on purpose.

use clap::{
    Arg, ArgMatches, Args as _, Command, FromArgMatches, Subcommand,
    builder::{PossibleValuesParser, ValueParser},
};
use coupon_config::{SignError, SignField, SignFieldKind, SignValues, Signing, Vendor, vendors};
use coupon_messages::Lang;

use crate::{
    app::App,
    commands::diagnose::{self, DiagnoseArgs},
    error::CliError,
    input::Input,
};

/// Name of the subcommand beside those of the vendors.
const DIAGNOSE: &str = "diagnose";

/// Subcommands of `coupon sign`: one for each vendor, and `diagnose`.
#[derive(Debug)]
pub(crate) enum SignCommand {
    /// Signs a call of one vendor.
    Call(CallToSign),
    /// Says why the signature of a captured request is refused.
    Diagnose(Box<DiagnoseArgs>),
}

/// The values that go into a signature of one vendor.
#[derive(Debug)]
pub(crate) struct CallToSign {
    signing: &'static Signing,
    values: SignValues,
    body: Option<Input>,
}

pub(crate) fn run(app: &mut App, command: SignCommand) -> Result<(), CliError> {
    let CallToSign { signing, mut values, body } = match command {
        SignCommand::Call(call) => call,
        SignCommand::Diagnose(args) => return diagnose::run(app, &args),
    };
    if let Some(body) = body {
        values.body = body.read(app.lang)?;
    }
    let signed = signing.sign(&values).map_err(|error| failure(&error, app.lang))?;
    if !app.out.is_table() {
        return Ok(app.out.document(&signed)?);
    }
    let (to_sign, signature) = (app.lang.pick("string to sign", "待签名串"), &signed.signature);
    let colon = app.lang.pick(": ", "：");
    app.out.line(&format!("{to_sign}{colon}{}", signed.string_to_sign))?;
    app.out.line(&format!("{}{colon}{signature}", signed.signature_name))?;
    signed.url.map_or(Ok(()), |url| Ok(app.out.line(&format!("url: {url}"))?))
}

fn failure(error: &SignError, lang: Lang) -> CliError {
    CliError::Usage(match error {
        SignError::Operation { name } => lang.no_such_operation(name),
        SignError::Timestamp => lang.sign_timestamp(),
        SignError::MsgId => lang.sign_msg_id(),
        SignError::Value { field, why } => {
            lang.unreadable_file(format!("--{field}"), lang.error_words()(why))
        }
        SignError::Account(why) => lang.error_words()(why),
        other => other.to_string(),
    })
}

impl Subcommand for SignCommand {
    fn augment_subcommands(command: Command) -> Command {
        // The texts of the arguments bring one of their own, so the command's comes last.
        let diagnose = DiagnoseArgs::augment_args(Command::new(DIAGNOSE))
            .about("Say why a captured request's signature is refused; nothing is sent");
        command.subcommands(vendors().iter().map(subcommand)).subcommand(diagnose)
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        name == DIAGNOSE || vendors().iter().any(|vendor| vendor.name == name)
    }
}

impl FromArgMatches for SignCommand {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let (name, matches) = matches.subcommand().expect("clap asks for a subcommand");
        if name == DIAGNOSE {
            return DiagnoseArgs::from_arg_matches(matches).map(Box::new).map(Self::Diagnose);
        }
        let vendor = vendors().iter().find(|vendor| vendor.name == name);
        let signing = &vendor.expect("the subcommands are the vendors").signing;
        let (mut values, mut body) = (SignValues::default(), None);
        for field in signing.fields {
            match field.kind {
                SignFieldKind::Body => body = matches.get_one::<Input>(field.name).cloned(),
                _ => {
                    let text = matches.get_one::<String>(field.name).cloned();
                    values.texts.extend(text.map(|text| (field.name, text)));
                }
            }
        }
        Ok(Self::Call(CallToSign { signing, values, body }))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn subcommand(vendor: &'static Vendor) -> Command {
    let Signing { about, fields, .. } = &vendor.signing;
    Command::new(vendor.name).about(*about).args(fields.iter().map(argument))
}

fn argument(field: &'static SignField) -> Arg {
    let parser: ValueParser = match field.kind {
        SignFieldKind::Text => ValueParser::string(),
        SignFieldKind::Body => ValueParser::new(|text: &str| text.parse::<Input>()),
        SignFieldKind::Choice(words) => PossibleValuesParser::new(words).into(),
        SignFieldKind::Checked(check) => {
            ValueParser::new(move |text: &str| check(text).map(|()| text.to_owned()))
        }
    };
    let argument = Arg::new(field.name)
        .long(field.name)
        .value_name(field.value_name)
        .help(field.help)
        .required(field.required)
        .requires_all(field.requires.iter().copied())
        .value_parser(parser);
    match field.default {
        Some(default) => argument.default_value(default),
        None => argument,
    }
}
