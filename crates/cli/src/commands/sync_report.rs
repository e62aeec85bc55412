//! The result of a sync, as it is printed.

use coupon_domain::CouponKey;
use coupon_ledger::{CouponFilter, Ledger, LedgerTable, WholeCoupon};
use coupon_messages::{Lang, coupon_cells, coupon_headers};
use coupon_report::CouponDocument;
use coupon_sync::{AccountSummary, HeldRows, SyncFailure, SyncReport, TableDigest, Warning};
use coupon_transport::AttemptContext;
use futures_util::TryStreamExt as _;

use crate::{app::App, error::CliError};

/// Coupons of each provider that are shown at the end.
const SHOWN: usize = 3;
/// Rows that are looked at for them.
const LOOKED_AT: u32 = 20;

pub(crate) async fn print(
    app: &mut App,
    ledger: &Ledger,
    done: &[AccountSummary],
    failed: &[CliError],
) -> Result<(), CliError> {
    let warnings = done.iter().flat_map(|one| one.summary.warnings.iter().map(move |w| (one, w)));
    let warnings = warnings.map(|(done, warning)| warning_text(app.lang, done, warning)).collect();
    let mut report = SyncReport::new(ledger, done, warnings, app.lang.error_words()).await?;
    report.failures.extend(failed.iter().filter_map(|error| failure(app.lang, error)));
    if !app.out.is_table() {
        return Ok(app.out.document(&report)?);
    }
    streams(app, &report)?;
    for line in report.streams.iter().filter(|line| !line.gaps.is_empty()) {
        app.warn(&app.lang.gap(&line.account, &line.provider, line.gaps.join(", ")));
    }
    for SyncFailure { account, provider, stream, days, message, .. } in &report.failures {
        if let (Some(provider), Some(stream)) = (provider, stream) {
            let days = days.as_deref().unwrap_or(app.lang.pick("all", "全部"));
            app.warn(&app.lang.unread(account, provider, stream, days, message));
        }
    }
    report.warnings.iter().for_each(|warning| app.warn(warning));
    let quarantined = done.iter().map(|done| done.summary.quarantined).sum::<u64>();
    if quarantined > 0 {
        app.warn(&app.lang.quarantine_hint(quarantined));
    }
    holdings(app, ledger, &report).await?;
    app.out.line(&app.lang.summary(
        report.sum(|line| line.new),
        report.sum(|line| line.changed),
        report.sum(|line| line.same),
        quarantined,
        report.sum(|line| line.gone),
        report.calls,
    ))?;
    Ok(())
}

fn failure(lang: Lang, error: &CliError) -> Option<SyncFailure> {
    let CliError::OfAccount { account, provider, error } = error else { return None };
    let (kind, message) = error.message(lang)?;
    let provider = provider.as_ref().map(ToString::to_string);
    let (stream, days) = (None, None);
    Some(SyncFailure { account: account.to_string(), provider, stream, days, kind, message })
}

fn warning_text(lang: Lang, done: &AccountSummary, warning: &Warning) -> String {
    let (account, provider) = (&done.account, &done.summary.provider);
    match warning {
        Warning::NoTemplateDetails { error } => {
            lang.no_template_details(account, provider, lang.error_words()(error))
        }
        Warning::NothingListed => lang.nothing_listed(account, provider),
        Warning::GoneNotMarked => lang.gone_not_marked(account, provider),
    }
}

fn streams(app: &mut App, report: &SyncReport) -> Result<(), CliError> {
    let headers = match app.lang {
        Lang::En => [
            "account",
            "provider",
            "stream",
            "calls",
            "new",
            "changed",
            "same",
            "quarantined",
            "gone",
        ],
        Lang::Zh => ["账户", "来源", "数据流", "调用", "新增", "变更", "未变", "隔离", "消失"],
    };
    let mut list = app.out.list(&headers);
    for line in &report.streams {
        list.push(line, |line| {
            let names = [&line.account, &line.provider, line.stream].map(str::to_owned);
            let counts =
                [line.calls, line.new, line.changed, line.same, line.quarantined, line.gone];
            names.into_iter().chain(counts.map(|count| count.to_string())).collect()
        })?;
    }
    list.finish()?;
    app.out.line("")?;
    Ok(())
}

/// The contents of the ledger, with a few coupons of every provider.
async fn holdings(app: &mut App, ledger: &Ledger, report: &SyncReport) -> Result<(), CliError> {
    app.out.line(&app.lang.holdings(ledger.path().display()))?;
    let headers = match app.lang {
        Lang::En => ["account", "provider", "table", "rows", "coupons"],
        Lang::Zh => ["账户", "来源", "表", "行数", "券数"],
    };
    let lang = app.lang;
    let mut list = app.out.list(&headers);
    for held in &report.held {
        list.push(held, |held| {
            let HeldRows { account, provider, table, rows, coupons } = held;
            let coupons = coupons.map(|count| count.to_string()).unwrap_or_default();
            let table = lang.table_word(table).to_owned();
            vec![account.clone(), provider.clone(), table, rows.to_string(), coupons]
        })?;
    }
    list.finish()?;
    app.out.line("")?;
    let now = AttemptContext::from_system().now;
    let mut coupons = Vec::new();
    for held in report.held.iter().filter(|held| held.table == LedgerTable::Coupons.as_str()) {
        let filter = CouponFilter {
            account: Some(held.account.as_str().into()),
            provider: Some(held.provider.as_str().into()),
            ..CouponFilter::default()
        };
        let some = WholeCoupon::group(ledger.coupons(&filter, LOOKED_AT).await?);
        for coupon in some.into_iter().take(SHOWN) {
            // Its other rows may stand behind those that were looked at.
            let Some(code) = coupon.first().value.goods_code() else {
                coupons.push(coupon);
                continue;
            };
            let name = Some(CouponKey::Code(code.to_owned()));
            let whole = CouponFilter { name, ..filter.clone() };
            coupons.extend(ledger.whole_coupons(&whole).try_concat().await?);
        }
    }
    if !coupons.is_empty() {
        app.out.line(&app.lang.recent_coupons())?;
        let lang = app.lang;
        let mut list = app.out.list(&coupon_headers(lang));
        for coupon in &coupons {
            list.push(&CouponDocument::stored(coupon, now, false), |row| coupon_cells(row, lang))?;
        }
        list.finish()?;
        app.out.line("")?;
    }
    for TableDigest { table, digest } in &report.digests {
        app.out.line(&app.lang.digest_line(app.lang.table_word(table), digest))?;
    }
    Ok(())
}
