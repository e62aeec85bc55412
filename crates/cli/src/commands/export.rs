//! `coupon export`: one table of the ledger as files.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use coupon_domain::{CouponState, TemplateRef};
use coupon_export::{
    Dataset, ExportError, ExportFormat, ExportOptions, ExportProgress, FileEntry, Manifest,
    OneFile, export_one_file,
};
use coupon_messages::Lang;
use coupon_transport::AttemptContext;
use jiff::civil::Date;

use crate::{app::App, error::CliError, options::day};

/// Arguments of `coupon export`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// Which table [with --one-file, default: every table]
    #[arg(value_parser = one_of(&Dataset::ALL, Dataset::as_str), required_unless_present = "one_file")]
    what: Option<Dataset>,
    /// Which kind of file
    #[arg(long, value_parser = one_of(&ExportFormat::ALL, ExportFormat::as_str), required_unless_present = "one_file")]
    format: Option<ExportFormat>,
    /// One workbook, DIR/export.xlsx, with a sheet for each table; every account and month of a table must fit into a sheet
    #[arg(long)]
    one_file: bool,
    /// Where to: the files lie in DIR/TABLE/FORMAT, one for each account and month, with a manifest
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Only coupons in this state, as the vendor said
    #[arg(long, value_parser = CouponState::from_filter)]
    state: Option<CouponState>,
    /// Only this template, and the coupons and customers of it
    #[arg(long, value_name = "ID")]
    template: Option<String>,
    /// Only rows created, else received, on this Beijing day or later, as 2026-03-01
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// Also rows that a full reading no longer found
    #[arg(long, alias = "gone")]
    include_gone: bool,
    /// Headers in Chinese
    #[arg(long)]
    chinese_headers: bool,
    /// CSV for people who open it in Excel or another spreadsheet: ids stay whole
    #[arg(long, alias = "spreadsheet")]
    excel: bool,
}

/// Takes the name of one of these values.
fn one_of<T: Copy + Send + Sync>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|&value| name(value))).map(move |word| {
        *all.iter().find(|&&value| name(value) == word).expect("only these words pass")
    })
}

pub(crate) async fn run(app: &mut App, args: ExportArgs) -> Result<(), CliError> {
    let format = args.format.unwrap_or(ExportFormat::Xlsx);
    if args.excel && format != ExportFormat::Csv {
        return Err(CliError::Usage(app.lang.spreadsheet_is_for_csv()));
    }
    let is_other = args.one_file && format != ExportFormat::Xlsx;
    app.refuse(&[("--one-file", is_other)], &app.lang.one_file_is_a_workbook())?;
    let tables = args.what.map_or(Dataset::ALL.to_vec(), |what| vec![what]);
    let other = args.state.is_some() && !tables.contains(&Dataset::Coupons);
    app.refuse(&[("--state", other)], &app.lang.state_is_of_coupons())?;
    let ledger = app.searched_ledger().await?;
    let template = match &args.template {
        Some(word) => match app.template_named(&ledger, word).await? {
            TemplateRef::Id(id) => Some(id),
            TemplateRef::Name(name) => return Err(CliError::Usage(app.lang.template_by_id(name))),
        },
        None => None,
    };
    let settings = ExportOptions {
        what: tables[0],
        format,
        to: args.to,
        account: app.global.account.as_deref().map(Into::into),
        provider: app.global.provider.as_deref().map(Into::into),
        state: args.state,
        template,
        since: args.since,
        gone: args.include_gone,
        chinese_headers: args.chinese_headers,
        csv_for_spreadsheets: args.excel,
    };
    let bar = app.progress_bar(
        0,
        "[{bar:30}] {pos}/{len} rows, {elapsed}",
        "[{bar:30}] {pos}/{len} 行,{elapsed}",
    );
    let mut draw = |progress: ExportProgress| {
        bar.set_length(progress.of.max(progress.rows));
        bar.set_position(progress.rows);
    };
    if args.one_file {
        let ended = export_one_file(&ledger, &settings, &tables, &mut draw).await;
        bar.finish_and_clear();
        let written = ended.map_err(|error| failure(error, app.lang))?;
        return print_one_file(app, &written);
    }
    let ended =
        coupon_export::export(&ledger, &settings, AttemptContext::from_system().now, &mut draw)
            .await;
    bar.finish_and_clear();
    let manifest = ended.map_err(|error| failure(error, app.lang))?;
    print(app, &settings, &manifest)
}

fn print(app: &mut App, settings: &ExportOptions, manifest: &Manifest) -> Result<(), CliError> {
    if manifest.ledger.digest != manifest.ledger.digest_after {
        app.warn(&app.lang.changed_meanwhile());
    }
    if manifest.decimals_as_text_only > 0 {
        app.warn(&app.lang.decimals_as_text(manifest.decimals_as_text_only));
    }
    if !app.out.is_table() {
        return Ok(app.out.document(manifest)?);
    }
    let lang = app.lang;
    let headers =
        [lang.pick("file", "文件"), lang.pick("rows", "行数"), lang.pick("bytes", "字节")];
    let mut list = app.out.list(&headers);
    for file in &manifest.files {
        list.push(file, cells)?;
    }
    list.finish()?;
    let folder = settings.to.join(settings.what.as_str()).join(settings.format.as_str());
    let named_by = folder.join("_manifest.json");
    let told = lang.exported(manifest.rows, manifest.files.len(), named_by.display());
    Ok(app.out.line(&told)?)
}

fn print_one_file(app: &mut App, written: &OneFile) -> Result<(), CliError> {
    if !app.out.is_table() {
        return Ok(app.out.document(written)?);
    }
    let lang = app.lang;
    let mut list = app.out.list(&[lang.pick("table", "表"), lang.pick("rows", "行数")]);
    for sheet in &written.sheets {
        let name = lang.pick(sheet.what.as_str(), sheet.what.chinese());
        list.push(sheet, |sheet| vec![name.to_owned(), sheet.rows.to_string()])?;
    }
    list.finish()?;
    Ok(app.out.line(&lang.written_to(written.path.display()))?)
}

fn cells(file: &FileEntry) -> Vec<String> {
    vec![file.path.clone(), file.rows.to_string(), file.bytes.to_string()]
}

fn failure(error: ExportError, lang: Lang) -> CliError {
    match error {
        ExportError::Ledger(error) => CliError::Ledger(error),
        ExportError::UnknownAccount { name, known } => {
            let known: Vec<_> = known.iter().map(|name| name.as_str()).collect();
            CliError::Usage(lang.not_in_this_ledger(name, known.join(", ")))
        }
        ExportError::UnknownProvider { name, known } => {
            let known: Vec<_> = known.iter().map(|name| name.as_str()).collect();
            CliError::Usage(lang.provider_not_in_this_ledger(name, known.join(", ")))
        }
        ExportError::Io { path, source } => {
            CliError::Setup(lang.cannot_write(path.display(), lang.io(&source)))
        }
        ExportError::Busy { path } => CliError::Setup(lang.export_busy(path.display())),
        ExportError::NotALink { path } => CliError::Usage(lang.not_a_link(path.display())),
        ExportError::NotAManifest { path, what } => {
            CliError::Usage(lang.not_a_manifest(path.display(), what))
        }
        ExportError::TooManyRows { what, most } => {
            CliError::Usage(lang.too_many_rows(lang.pick(what.as_str(), what.chinese()), most))
        }
        ExportError::Format { path, what } => {
            CliError::Usage(lang.format_refuses(path.display(), what))
        }
        other => CliError::Fault(other.to_string()),
    }
}
