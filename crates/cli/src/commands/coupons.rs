//! `coupon coupons`.

use clap::Subcommand;
use coupon_domain::{
    Command, Coupon, CouponId, CouponKey, CouponRef, CouponState, CustomFieldValue, CustomerId,
    CustomerRef, Review, ReviewDecision, SetCustomFields, TemplateId, TemplateRef,
};
use coupon_ledger::{CouponFilter, LedgerError, Stored};
use coupon_transport::AttemptContext;
use coupon_write::can_issue_from;
use futures_util::TryStreamExt as _;

use crate::{
    app::App,
    commands::{
        bulk,
        issue::IssueArgs,
        rows::{OutputRow, coupon_cells, coupon_headers},
        select_provider, write,
    },
    error::CliError,
    options::{ListArgs, WriteArgs},
};

/// Rows read from the ledger at a time.
const CHUNK: u32 = 1000;

/// Subcommands of `coupon coupons`.
#[derive(Debug, Subcommand)]
pub(crate) enum CouponsCommand {
    /// Those in the ledger
    List {
        /// Held by this customer
        #[arg(long, value_name = "ID")]
        customer: Option<CustomerId>,
        /// Issued from this template
        #[arg(long, value_name = "ID")]
        template: Option<TemplateId>,
        /// In this state as of now: pending_review, sent_back, available, locked, used, recovered, expired, revoked, or the Chinese word
        #[arg(long, value_parser = CouponState::from_filter)]
        state: Option<CouponState>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// One, from the ledger, else from the vendor; with --customer always from the vendor
    Show {
        /// Id or code
        id: String,
        /// Who holds it; some vendors find a coupon only so
        #[arg(long, value_name = "ID")]
        customer: Option<CustomerId>,
        /// With the vendor's own text
        #[arg(long)]
        raw: bool,
    },
    /// Give one to a customer
    Issue(IssueArgs),
    /// Approve or reject one (兑货券)
    Review {
        /// Its code
        code: String,
        /// It may be used
        #[arg(long, required_unless_present = "reject", conflicts_with = "reject")]
        approve: bool,
        /// It may not be used; it goes back to its maker
        #[arg(long, alias = "send-back")]
        reject: bool,
        /// Who reviews it
        #[arg(long, alias = "by", value_name = "NAME")]
        reviewer: String,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Set custom fields of one (兑货券); others stay as they are
    #[command(alias = "annotate")]
    SetFields {
        /// Its code
        code: String,
        /// Fields, as the tenant named them
        #[arg(required = true, value_name = "KEY=VALUE", value_parser = field)]
        fields: Vec<CustomFieldValue>,
        #[command(flatten)]
        write: WriteArgs,
    },
}

fn field(given: &str) -> Result<CustomFieldValue, String> {
    let parts = given.split_once('=').filter(|(key, _)| !key.is_empty());
    let field = |(key, value): (&str, &str)| CustomFieldValue {
        key: key.to_owned(),
        value: value.to_owned(),
    };
    parts.map(field).ok_or_else(|| "write KEY=VALUE".to_owned())
}

pub(crate) async fn run(app: &mut App, command: CouponsCommand) -> Result<(), CliError> {
    match command {
        CouponsCommand::List { customer, template, state, list } => {
            let filter = CouponFilter {
                customer: customer.map(CustomerRef::Id),
                template: template.map(TemplateRef::Id),
                state,
                as_of: Some(AttemptContext::from_system().now),
                ..chosen(app)
            };
            self::list(app, &filter, &list).await
        }
        CouponsCommand::Show { id, customer, raw } => show(app, &id, customer, raw).await,
        CouponsCommand::Issue(args) => {
            if let Some(many) = args.many(app.lang)? {
                return bulk::issue_batch(app, many).await;
            }
            let (issue, write) = args.issue(app)?;
            send(app, Command::Issue(Box::new(issue)), &write).await
        }
        CouponsCommand::Review { code, approve, reviewer, write, .. } => {
            let verdict = if approve { ReviewDecision::Approve } else { ReviewDecision::SendBack };
            send(app, Command::Review(Review { code, verdict, by: reviewer }), &write).await
        }
        CouponsCommand::SetFields { code, fields, write } => {
            send(app, Command::Annotate(SetCustomFields { code, fields }), &write).await
        }
    }
}

async fn send(app: &mut App, command: Command, args: &WriteArgs) -> Result<(), CliError> {
    let kind = command.kind();
    let accounts = app.accounts().await?;
    let (account, provider) =
        select_provider::one(app, &accounts, kind.as_str(), |can| match &command {
            Command::Issue(issue) => can_issue_from(can, &issue.template),
            _ => can.commands.contains(&kind),
        })?;
    write::command(app, account, provider.as_ref(), &command, args).await
}

fn chosen(app: &App) -> CouponFilter {
    CouponFilter {
        account: app.global.account.as_deref().map(Into::into),
        provider: app.global.provider.as_deref().map(Into::into),
        ..CouponFilter::default()
    }
}

async fn list(app: &mut App, filter: &CouponFilter, args: &ListArgs) -> Result<(), CliError> {
    let ledger = app.ledger()?;
    let now = AttemptContext::from_system().now;
    let lang = app.lang;
    let mut list = app.out.list(&coupon_headers(lang));
    let mut left =
        args.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let mut pages = ledger.coupons_stream(filter);
    while left > 0
        && let Some(page) = pages.try_next().await?
    {
        for row in page.iter().take(left) {
            list.push(&OutputRow::stored(row, args.raw).at(now), |row| coupon_cells(row, lang))?;
        }
        left = left.saturating_sub(page.len());
    }
    list.finish()?;
    Ok(())
}

async fn show(
    app: &mut App,
    id: &str,
    customer: Option<CustomerId>,
    raw: bool,
) -> Result<(), CliError> {
    let now = AttemptContext::from_system().now;
    if customer.is_none() {
        let rows = in_ledger(app, id).await?;
        for row in &rows {
            app.out.record(&OutputRow::stored(row, raw).at(now))?;
        }
        if !rows.is_empty() {
            return Ok(());
        }
    }
    let accounts = app.accounts().await?;
    let with_customer = customer.is_some();
    let able = select_provider::all(app, &accounts, |can| {
        can.coupon && (with_customer || !can.coupon_needs_customer)
    });
    let coupon = CouponRef {
        name: CouponKey::Code(id.to_owned()),
        customer: customer.map(CustomerRef::Id),
        template: None,
    };
    for (account, provider) in &able {
        if let Some(record) = provider.coupon(&coupon).await? {
            let row = OutputRow::asked(&account.name, provider.name(), &record, raw).at(now);
            return Ok(app.out.record(&row)?);
        }
    }
    Err(CliError::NotFound(if able.is_empty() {
        app.lang.not_in_ledger(id)
    } else {
        app.lang.not_found(id)
    }))
}

/// The rows of that code, else of that id; none if there is no ledger yet.
async fn in_ledger(app: &App, id: &str) -> Result<Vec<Stored<Coupon>>, CliError> {
    let ledger = match app.ledger() {
        Err(CliError::Ledger(LedgerError::NotFound { .. })) => return Ok(Vec::new()),
        ledger => ledger?,
    };
    for name in [CouponKey::Code(id.to_owned()), CouponKey::Id(CouponId::new(id))] {
        let filter = CouponFilter { name: Some(name), gone: true, ..chosen(app) };
        let rows = ledger.coupons(&filter, CHUNK).await?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}
