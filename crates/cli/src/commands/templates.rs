//! `coupon templates`.

use clap::Subcommand;
use coupon_domain::{
    ChangeEndDate, Command, CreateTemplate, Customer, EndTemplate, Template, TemplateId,
    TemplateRef,
};
use coupon_ledger::{Ledger, LedgerError, LedgerTable, Stored, TemplateFilter};
use coupon_messages::{customer_cells, customer_headers, template_cells, template_headers};
use coupon_report::RowDocument;
use coupon_transport::AttemptContext;
use futures_util::TryStreamExt as _;
use jiff::civil::Date;

use crate::{
    app::App,
    commands::{
        collect_pages::{collect_pages, require_complete},
        select_provider, write,
    },
    error::CliError,
    input,
    options::{ListArgs, WriteArgs, day},
};

/// Rows read from the ledger at a time.
const CHUNK: u32 = 1000;

/// Subcommands of `coupon templates`.
#[derive(Debug, Subcommand)]
pub(crate) enum TemplatesCommand {
    /// Those in the ledger
    List {
        #[command(flatten)]
        list: ListArgs,
    },
    /// One, from the ledger, else from a vendor that can look it up
    Show {
        /// The vendor's id
        id: TemplateId,
        /// With the vendor's own text
        #[arg(long)]
        raw: bool,
    },
    /// Make one (优惠券)
    Create {
        /// The template as JSON; - for standard input
        #[arg(long, value_name = "FILE")]
        file: String,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// End one by hand (优惠券)
    End {
        /// The vendor's id
        id: TemplateId,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Move the last day of one (优惠券)
    #[command(alias = "change-end")]
    SetEndDate {
        /// The vendor's id
        id: TemplateId,
        /// The new last Beijing day
        #[arg(value_parser = day)]
        date: Date,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// The customers whom one addresses, which need not be those who hold it
    Customers {
        /// The vendor's id
        id: TemplateId,
        /// With the vendor's own text
        #[arg(long)]
        raw: bool,
    },
}

pub(crate) async fn run(app: &mut App, command: TemplatesCommand) -> Result<(), CliError> {
    match command {
        TemplatesCommand::List { list } => self::list(app, &list).await,
        TemplatesCommand::Show { id, raw } => show(app, &id, raw).await,
        TemplatesCommand::Create { file, write } => {
            let create: CreateTemplate = input::document(&file, app.lang)?;
            send(app, Command::CreateTemplate(Box::new(create)), &write).await
        }
        TemplatesCommand::End { id, write } => {
            let end = EndTemplate { template: TemplateRef::Id(id) };
            send(app, Command::EndTemplate(end), &write).await
        }
        TemplatesCommand::SetEndDate { id, date, write } => {
            let change = ChangeEndDate { template: TemplateRef::Id(id), ends: date };
            send(app, Command::ChangeEnd(change), &write).await
        }
        TemplatesCommand::Customers { id, raw } => customers(app, &id, raw).await,
    }
}

async fn send(app: &mut App, command: Command, args: &WriteArgs) -> Result<(), CliError> {
    let kind = command.kind();
    let accounts = app.accounts_to_write().await?;
    let (account, provider) =
        select_provider::one(app, &accounts, kind.as_str(), |can| can.commands.contains(&kind))?;
    write::command(app, account, provider.as_ref(), &command, args).await
}

async fn list(app: &mut App, args: &ListArgs) -> Result<(), CliError> {
    let ledger = app.searched_ledger().await?;
    let (account, provider) = app.source();
    let filter = TemplateFilter { account, provider, ..TemplateFilter::default() };
    let (now, lang) = (AttemptContext::from_system().now, app.lang);
    let unread = ledger.unread_writes().await?;
    let counts = ledger.counts().await?.into_iter();
    let held = counts.filter(|count| count.table == LedgerTable::Templates);
    let (held, given) = (held.map(|count| count.rows).sum(), app.given(&[]));
    let mut list = app.out.list(&template_headers(lang));
    let mut left = args.rows();
    let mut pages = ledger.templates_stream(&filter);
    while left > 0
        && let Some(page) = pages.try_next().await?
    {
        for row in page.iter().take(left) {
            let document = RowDocument::stored(row, args.raw).at(now).marked(&unread);
            list.push(&document, |row| template_cells(row, lang))?;
        }
        left = left.saturating_sub(page.len());
    }
    Ok(list.finish_or(|| lang.why_none(held, &given))?)
}

async fn show(app: &mut App, id: &TemplateId, raw: bool) -> Result<(), CliError> {
    let now = AttemptContext::from_system().now;
    if let Some(stored) = in_ledger(app, id).await?.first() {
        let unread = app.ledger()?.unread_writes().await?;
        return Ok(app.out.record(&RowDocument::stored(stored, raw).at(now).marked(&unread))?);
    }
    let accounts = app.accounts().await?;
    let able = select_provider::all(app, &accounts, |can| can.templates_by_id.is_some());
    for (account, provider) in &able {
        let page = provider.templates_by_id(std::slice::from_ref(id)).await?;
        if let Some(record) = page.rows.into_iter().flatten().find(|record| record.value.id == *id)
        {
            let row = RowDocument::asked(&account.name, provider.name(), &record, raw).at(now);
            return Ok(app.out.record(&row)?);
        }
    }
    Err(CliError::NotFound(if able.is_empty() {
        app.lang.not_in_ledger(id)
    } else {
        app.lang.not_found(id)
    }))
}

async fn customers(app: &mut App, id: &TemplateId, raw: bool) -> Result<(), CliError> {
    let known = in_ledger(app, id).await?;
    if let Some(template) = known.first() {
        let rows = customers_in_ledger(&app.ledger()?, template).await?;
        if !rows.is_empty() {
            let mut list = app.out.list(&customer_headers(app.lang));
            for row in &rows {
                list.push(&RowDocument::stored(row, raw), customer_cells)?;
            }
            list.finish()?;
            return Ok(());
        }
    }
    let accounts = app.accounts().await?;
    let (account, provider) =
        select_provider::one(app, &accounts, "customers", |can| can.customers)?;
    let template = TemplateRef::Id(id.clone());
    let pulled = collect_pages(app, |page| provider.customers(&template, page)).await?;
    let lang = app.lang;
    let mut list = app.out.list(&customer_headers(lang));
    for record in &pulled.records {
        list.push(
            &RowDocument::asked(&account.name, provider.name(), record, raw),
            customer_cells,
        )?;
    }
    list.finish_or(|| lang.no_customers_addressed(id))?;
    require_complete(&pulled)
}

async fn customers_in_ledger(
    ledger: &Ledger,
    template: &Stored<Template>,
) -> Result<Vec<Stored<Customer>>, CliError> {
    let (account, provider, id) = (&template.account, &template.provider, &template.value.id);
    Ok(ledger.customers_stream(account, provider, id).try_concat().await?)
}

/// The templates of that id; none if there is no ledger yet.
async fn in_ledger(app: &App, id: &TemplateId) -> Result<Vec<Stored<Template>>, CliError> {
    let ledger = match app.ledger() {
        Err(CliError::Ledger(LedgerError::NotFound { .. })) => return Ok(Vec::new()),
        ledger => ledger?,
    };
    let (account, provider) = app.source();
    let template = Some(TemplateRef::Id(id.clone()));
    let filter = TemplateFilter { account, provider, template, gone: true };
    Ok(ledger.templates(&filter, CHUNK).await?)
}
