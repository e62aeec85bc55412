//! `coupon coupons`.

use clap::Subcommand;
use coupon_domain::{
    AccountName, Command, CouponId, CouponKey, CouponRef, CouponState, CustomFieldValue,
    CustomerId, CustomerRef, ProviderName, RequestId, ReverseUse, Review, ReviewDecision,
    RevokeCoupon, SetCustomFields, UseCoupon,
};
use coupon_ledger::{CouponFilter, Ledger, LedgerError, WholeCoupon};
use coupon_messages::{coupon_cells, coupon_headers};
use coupon_report::CouponDocument;
use coupon_transport::AttemptContext;
use coupon_write::used_as;
use futures_util::TryStreamExt as _;
use rust_decimal::Decimal;

use crate::{
    app::App,
    commands::{
        bulk,
        issue::IssueArgs,
        select_provider::{self, SelectedProvider},
        write,
    },
    error::CliError,
    options::{ListArgs, WriteArgs},
};

/// Subcommands of `coupon coupons`.
#[derive(Debug, Subcommand)]
pub(crate) enum CouponsCommand {
    /// Those in the ledger
    List {
        /// Held by this customer
        #[arg(long, value_name = "ID|CODE|NAME")]
        customer: Option<String>,
        /// Issued from this template
        #[arg(long, value_name = "ID|NAME")]
        template: Option<String>,
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
        #[arg(required = true, value_name = "KEY=VALUE")]
        fields: Vec<CustomFieldValue>,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Use one in an order
    Use {
        #[command(flatten)]
        one: OneCoupon,
        /// Number of the order
        #[arg(long, value_name = "NO")]
        order: String,
        /// Amount that it takes off the order, in yuan, as 12.50
        #[arg(long, value_name = "YUAN")]
        amount: Option<Decimal>,
    },
    /// Undo the use of one: it can be used again
    Reverse {
        #[command(flatten)]
        one: OneCoupon,
        /// Request id under which it was used [default: that of its last use in the journal]
        #[arg(long, value_name = "ID")]
        used_as: Option<String>,
    },
    /// Take one back: it can be used no more
    Revoke(OneCoupon),
}

/// A coupon that a write changes.
#[derive(Debug, clap::Args)]
pub(crate) struct OneCoupon {
    /// Its code
    code: String,
    /// Who holds it [default: as the ledger has it]
    #[arg(long, value_name = "ID")]
    customer: Option<CustomerId>,
    #[command(flatten)]
    write: WriteArgs,
}

pub(crate) async fn run(app: &mut App, command: CouponsCommand) -> Result<(), CliError> {
    match command {
        CouponsCommand::List { customer, template, state, list } => {
            let wanted = WantedCoupons { customer, template, state };
            self::list(app, &wanted, &list).await
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
        CouponsCommand::Use { one, order, amount } => {
            let coupon = one.coupon();
            send(app, Command::Use(UseCoupon { coupon, order, amount }), &one.write).await
        }
        CouponsCommand::Reverse { one, used_as } => {
            let (coupon, used_as) = (one.coupon(), used_as.map(RequestId::new));
            send(app, Command::Reverse(ReverseUse { coupon, used_as }), &one.write).await
        }
        CouponsCommand::Revoke(one) => {
            let coupon = one.coupon();
            send(app, Command::Revoke(RevokeCoupon { coupon }), &one.write).await
        }
    }
}

impl OneCoupon {
    fn coupon(&self) -> CouponRef {
        let customer = self.customer.clone().map(CustomerRef::Id);
        CouponRef { name: CouponKey::Code(self.code.clone()), customer, template: None }
    }
}

/// Names the customer who holds the coupon, as the ledger has it of this account and provider, if none is named.
async fn name_holder(
    app: &App,
    (account, provider): &SelectedProvider<'_>,
    coupon: &mut CouponRef,
) -> Result<(), CliError> {
    let CouponRef { name: CouponKey::Code(code), customer: None, .. } = coupon else {
        return Ok(());
    };
    let source = (Some(account.name.clone()), Some(provider.name().clone()));
    let held = in_ledger(app, code, source).await?.map(|(_, coupons)| coupons);
    let holder = held.into_iter().flatten().find_map(|one| one.first().value.customer.clone());
    coupon.customer = holder.map(CustomerRef::Id);
    Ok(())
}

async fn send(app: &mut App, mut command: Command, args: &WriteArgs) -> Result<(), CliError> {
    let kind = command.kind();
    let accounts = app.accounts_to_write().await?;
    let selected = match &command {
        Command::Issue(issue) => select_provider::issuer(app, &accounts, &issue.template).await?,
        _ => {
            select_provider::one(app, &accounts, kind.as_str(), |can| can.commands.contains(&kind))?
        }
    };
    if let Command::Use(UseCoupon { coupon, .. })
    | Command::Reverse(ReverseUse { coupon, .. })
    | Command::Revoke(RevokeCoupon { coupon }) = &mut command
    {
        name_holder(app, &selected, coupon).await?;
    }
    let (account, provider) = selected;
    if let Command::Reverse(ReverseUse { coupon, used_as: used @ None }) = &mut command {
        let none = || CliError::Usage(app.lang.no_use_recorded());
        let ledger = match app.ledger() {
            Err(CliError::Ledger(LedgerError::NotFound { .. })) => return Err(none()),
            ledger => ledger?,
        };
        let found = used_as(&ledger, &account.name, provider.as_ref(), coupon).await?;
        *used = Some(found.ok_or_else(none)?);
    }
    write::command(app, account, provider.as_ref(), &command, args).await
}

/// The coupons that a list is about.
struct WantedCoupons {
    customer: Option<String>,
    template: Option<String>,
    state: Option<CouponState>,
}

fn chosen(app: &App) -> CouponFilter {
    let (account, provider) = app.source();
    CouponFilter { account, provider, ..CouponFilter::default() }
}

async fn list(app: &mut App, wanted: &WantedCoupons, args: &ListArgs) -> Result<(), CliError> {
    let WantedCoupons { customer, template, state } = wanted;
    let ledger = app.searched_ledger().await?;
    let (now, lang) = (AttemptContext::from_system().now, app.lang);
    let mut filter = CouponFilter { state: state.clone(), as_of: Some(now), ..chosen(app) };
    if let Some(word) = template {
        filter.template = Some(app.template_named(&ledger, word).await?);
    }
    if let Some(word) = customer {
        filter = app.customer_filter(&ledger, word, filter).await?;
    }
    let unread = ledger.unread_writes().await?;
    let asked_state = state.as_ref().map(|state| match state.vendors_word() {
        Some(word) => format!("={word}"),
        None => state.to_string(),
    });
    let typed = [
        ("--customer", customer.as_deref()),
        ("--template", template.as_deref()),
        ("--state", asked_state.as_deref()),
    ];
    let given = app.given(&typed);
    let mut list = app.out.list(&coupon_headers(lang));
    let mut left = args.rows();
    let mut some = ledger.whole_coupons(&filter);
    while left > 0
        && let Some(coupons) = some.try_next().await?
    {
        for coupon in coupons.iter().take(left) {
            let document = CouponDocument::stored(coupon, now, args.raw).marked(&unread);
            list.push(&document, |coupon| coupon_cells(coupon, lang))?;
        }
        left = left.saturating_sub(coupons.len());
    }
    let held = match list.is_empty() {
        true => ledger.coupon_counts().await?.values().sum(),
        false => 0,
    };
    Ok(list.finish_or(|| lang.why_none(held, &given))?)
}

async fn show(
    app: &mut App,
    id: &str,
    customer: Option<CustomerId>,
    raw: bool,
) -> Result<(), CliError> {
    let now = AttemptContext::from_system().now;
    if customer.is_none()
        && let Some((ledger, coupons)) = in_ledger(app, id, app.source()).await?
    {
        let [coupon] = &coupons[..] else {
            let names = coupons.iter().map(|one| {
                let first = one.first();
                format!("{} {}", first.account, first.provider)
            });
            let names = names.collect::<Vec<_>>().join(", ");
            return Err(CliError::Usage(app.lang.several_coupons(id, names)));
        };
        let unread = ledger.unread_writes().await?;
        let document = CouponDocument::stored(coupon, now, raw).marked(&unread);
        return Ok(app.out.record(&document)?);
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
        let rows = provider.coupon(&coupon).await?;
        let name = provider.name();
        if let Some(document) = CouponDocument::asked(&account.name, name, &rows, now, raw) {
            return Ok(app.out.record(&document)?);
        }
    }
    Err(CliError::NotFound(if able.is_empty() {
        app.lang.not_in_ledger(id)
    } else {
        app.lang.not_found(id)
    }))
}

/// The coupons of that code, else of that id, which are several only if several accounts have one; none if there is no ledger yet.
async fn in_ledger(
    app: &App,
    id: &str,
    (account, provider): (Option<AccountName>, Option<ProviderName>),
) -> Result<Option<(Ledger, Vec<WholeCoupon>)>, CliError> {
    let ledger = match app.searched_ledger().await {
        Err(CliError::Ledger(LedgerError::NotFound { .. })) => return Ok(None),
        ledger => ledger?,
    };
    for name in [CouponKey::Code(id.to_owned()), CouponKey::Id(CouponId::new(id))] {
        let (name, account, provider) = (Some(name), account.clone(), provider.clone());
        let filter =
            CouponFilter { name, account, provider, gone: true, ..CouponFilter::default() };
        let coupons: Vec<WholeCoupon> = ledger.whole_coupons(&filter).try_concat().await?;
        // A row of a coupon of goods stands for the whole coupon.
        let code = coupons.first().and_then(|coupon| coupon.first().value.goods_code());
        match code.filter(|code| *code != id) {
            Some(code) => {
                let name = Some(CouponKey::Code(code.to_owned()));
                let filter = CouponFilter { name, ..filter };
                return Ok(Some((
                    ledger.clone(),
                    ledger.whole_coupons(&filter).try_concat().await?,
                )));
            }
            None if !coupons.is_empty() => return Ok(Some((ledger, coupons))),
            None => {}
        }
    }
    Ok(None)
}
