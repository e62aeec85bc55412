//! `coupon sign diagnose`: why a captured request's signature is refused, without sending anything.

use std::collections::BTreeMap;

use bytes::Bytes;
use clap::{
    Arg, ArgMatches, Command, FromArgMatches,
    builder::{PossibleValuesParser, ValueParser},
};
use coupon_config::{
    CapturedCall, CapturedRequestError, DiagnoseError, Diagnosing, ExaminedCall, SecretSource,
    Vendor, request_from_curl, request_from_har, request_from_parts, request_from_raw, vendors,
};
use coupon_messages::{Lang, config_message, system_error};
use coupon_sandbox::recoded;
use coupon_wire::{Compared, Diagnosis};
use http::Request;
use jiff::Timestamp;
use serde::Serialize;

use crate::{app::App, error::CliError, input::Input, table::visible};

/// Arguments of `coupon sign diagnose`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("request").required(true), group = clap::ArgGroup::new("key").required(true))]
pub(crate) struct DiagnoseArgs {
    /// A curl command, as a browser or a log gives it
    #[arg(long, value_name = "FILE|-", group = "request")]
    curl: Option<String>,
    /// A request as it goes over the wire: request line, headers, empty line, body
    #[arg(long, value_name = "FILE|-", group = "request")]
    raw: Option<String>,
    /// An HTTP archive (HAR), as the network panel of a browser saves it
    #[arg(long, value_name = "FILE|-", group = "request")]
    har: Option<String>,
    /// Which POST request of the archive, from 1; needed if there are several
    #[arg(long, value_name = "N", requires = "har")]
    entry: Option<usize>,
    /// The URL of a request, with --body
    #[arg(long, value_name = "URL", group = "request", requires = "body")]
    url: Option<String>,
    /// The body, verbatim: text, @FILE, or - for standard input
    #[arg(long, value_name = "TEXT|@FILE|-", requires = "url")]
    body: Option<Input>,
    #[command(flatten)]
    key: VendorKey,
    /// When it was sent, as 2024-01-02T03:04:05+08:00; without it the time of a right signature is not judged
    #[arg(long, alias = "at", value_name = "TIME", value_parser = instant)]
    captured_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Explained {
    vendor: &'static str,
    operation: Option<&'static str>,
    right: bool,
    diagnosis: Option<Diagnosis>,
}

pub(crate) fn run(app: &mut App, args: &DiagnoseArgs) -> Result<(), CliError> {
    let request = request(args, app.lang)?;
    let explained = examine(&request, args, app.lang)?;
    if app.out.is_table() {
        show(app, &explained)?;
    } else {
        app.out.document(&explained)?;
    }
    match explained.diagnosis {
        None => Ok(()),
        Some(diagnosis) => Err(CliError::Signature(app.lang.explain_wrong(diagnosis.causes()))),
    }
}

fn request(args: &DiagnoseArgs, lang: Lang) -> Result<Request<Bytes>, CliError> {
    let read = |file: &String| {
        let input = if file == "-" { Input::Stdin } else { Input::File(file.into()) };
        input.read(lang)
    };
    let (place, found) = match (&args.curl, &args.raw, &args.har, &args.url, &args.body) {
        (Some(file), ..) => ("--curl", request_from_curl(&read(file)?)),
        (_, Some(file), ..) => ("--raw", request_from_raw(&read(file)?)),
        (_, _, Some(file), ..) => ("--har", request_from_har(&read(file)?, args.entry)),
        (.., Some(url), Some(body)) => ("--url", request_from_parts(url, body.read(lang)?)),
        _ => return Err(CliError::Usage(lang.captured_no_url("--url"))),
    };
    found.map_err(|error| unreadable(error, place, lang))
}

fn unreadable(error: CapturedRequestError, place: &str, lang: Lang) -> CliError {
    CliError::Usage(match error {
        CapturedRequestError::Url(why) => lang.captured_url(why),
        CapturedRequestError::UnclosedQuote => lang.captured_quote(place),
        CapturedRequestError::NotCurl => lang.captured_not_curl(place),
        CapturedRequestError::NoUrl => lang.captured_no_url(place),
        CapturedRequestError::File(error) => system_error(&error, lang),
        CapturedRequestError::NotHttp => lang.captured_not_http(place),
        CapturedRequestError::EncodedBody { header, value } => {
            lang.captured_coded(place, header, value)
        }
        CapturedRequestError::CutBody { stated, found } => lang.captured_cut(place, stated, found),
        CapturedRequestError::NoStandardInput => lang.captured_stdin(place),
        CapturedRequestError::ShellVariable(name) => lang.captured_variable(place, name),
        CapturedRequestError::CurlOption(option) => lang.captured_option(place, option),
        CapturedRequestError::OtherTool(tool) => lang.captured_tool(place, tool),
        CapturedRequestError::NotHar { line, column } => lang.captured_har(place, line, column),
        CapturedRequestError::HarEntries { count } => lang.captured_entries(place, count),
        CapturedRequestError::HarBody => lang.captured_har_body(place),
        other => lang.unreadable_file(place, other),
    })
}

fn examine(
    request: &Request<Bytes>,
    args: &DiagnoseArgs,
    lang: Lang,
) -> Result<Explained, CliError> {
    let VendorKey { vendor, key, choices } = &args.key;
    let recoded = recoded(request.body());
    let call = CapturedCall {
        request,
        recoded: recoded.as_deref(),
        key: key
            .resolve("key", None)
            .map_err(|error| CliError::Usage(config_message(&error, lang)))?,
        choices: choices.clone(),
        sent_at: args.captured_at,
    };
    let examined = vendor.diagnosing.diagnose(&call);
    let ExaminedCall { operation, diagnosis } =
        examined.map_err(|error| refused(vendor, &error, lang))?;
    Ok(Explained { vendor: vendor.name, operation, right: diagnosis.is_none(), diagnosis })
}

fn refused(vendor: &Vendor, error: &DiagnoseError, lang: Lang) -> CliError {
    CliError::Usage(match error {
        DiagnoseError::NotThisVendor(why) => {
            lang.explain_no_call(title(vendor, lang), lang.error_words()(why))
        }
        DiagnoseError::Account(why) => lang.error_words()(why),
        DiagnoseError::OtherPath => {
            let others = vendors().iter().filter(|other| other.kind != vendor.kind);
            let others: Vec<String> = others
                .map(|other| lang.explain_other_vendor(title(other, lang), other.diagnosing.key))
                .collect();
            lang.explain_other_path(title(vendor, lang), others.join("; "))
        }
        other => other.to_string(),
    })
}

fn title(vendor: &Vendor, lang: Lang) -> &'static str {
    lang.pick(vendor.title_en, vendor.title_zh)
}

fn show(app: &mut App, explained: &Explained) -> Result<(), CliError> {
    let lang = app.lang;
    if let Some(operation) = explained.operation {
        app.out.line(&lang.explain_operation(operation, explained.vendor))?;
    }
    let Some(diagnosis) = &explained.diagnosis else {
        return Ok(app.out.line(&lang.explain_right())?);
    };
    app.out.line(&lang.explain_cause(diagnosis.causes()))?;
    app.out.line(&lang.explain_expected(visible(&diagnosis.expected_masked)))?;
    if let Some(signed) = &diagnosis.signed_masked {
        app.out.line(&lang.explain_signed(visible(signed)))?;
    }
    if let Some(at) = diagnosis.first_difference {
        let of = match diagnosis.compared {
            Compared::String => lang.pick("what is signed", "签名原文"),
            Compared::Signature => lang.pick("the signature", "签名值"),
            Compared::Time => lang.pick("the time", "时间"),
        };
        app.out.line(&lang.explain_difference(at, of))?;
    }
    Ok(app.out.line(lang.pick(&diagnosis.advice_en, &diagnosis.advice_zh))?)
}

fn instant(text: &str) -> Result<Timestamp, &'static str> {
    text.parse().map_err(|_| "write a time such as 2024-01-02T03:04:05+08:00")
}

/// The vendor whose key is given, the key, and the choices that a request does not tell.
#[derive(Debug)]
struct VendorKey {
    vendor: &'static Vendor,
    key: SecretSource,
    choices: BTreeMap<&'static str, String>,
}

impl clap::Args for VendorKey {
    fn augment_args(command: Command) -> Command {
        let keys = vendors().iter().map(|vendor| {
            let Diagnosing { key, key_help, .. } = &vendor.diagnosing;
            let parser = ValueParser::new(|text: &str| text.parse::<SecretSource>());
            let argument = Arg::new(*key).long(*key).help(*key_help).group("key");
            argument.value_name("KEY|env:NAME|@FILE").value_parser(parser)
        });
        let choices = vendors().iter().flat_map(|vendor| vendor.diagnosing.choices).map(|choice| {
            let argument = Arg::new(choice.name).long(choice.name).help(choice.help);
            let parser = PossibleValuesParser::new(choice.values);
            argument.value_parser(parser).default_value(choice.values[0])
        });
        command.args(keys).args(choices)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for VendorKey {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |vendor: &'static Vendor| {
            let key = matches.get_one::<SecretSource>(vendor.diagnosing.key)?.clone();
            Some((vendor, key))
        };
        let (vendor, key) =
            vendors().iter().find_map(given).expect("clap asks for one key of the group");
        let chosen = vendor.diagnosing.choices.iter().filter_map(|choice| {
            Some((choice.name, matches.get_one::<String>(choice.name)?.clone()))
        });
        Ok(Self { vendor, key, choices: chosen.collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
