//! The metrics of a worker, for Prometheus.

use std::{collections::HashSet, sync::atomic::AtomicU64};

use coupon_domain::{AccountName, ProviderName};
use coupon_ledger::{AccountState, RowCounts};
use coupon_sync::{StopReason, SyncSummary};
use jiff::civil::Date;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use crate::{queue::OverdueSync, settings::ScheduledAccount};

/// The numbers of one worker since it began.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    known: HashSet<AccountName>,
    calls: Family<CallLabels, Counter>,
    rows: Family<RowLabels, Counter>,
    syncs: Family<SyncLabels, Counter>,
    checkpoint_age: Family<AccountLabels, Gauge>,
    quarantined: Family<AccountLabels, Gauge>,
    lag: Family<AccountLabels, Gauge<f64, AtomicU64>>,
    attempts: Family<AccountLabels, Gauge>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AccountLabels {
    account: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    account: String,
    provider: String,
    verb: &'static str,
    code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RowLabels {
    account: String,
    provider: String,
    stream: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SyncLabels {
    account: String,
    provider: String,
    outcome: &'static str,
}

impl Metrics {
    pub(crate) fn new(accounts: &[ScheduledAccount]) -> Self {
        let quota = Family::<AccountLabels, Gauge<f64, AtomicU64>>::default();
        for account in accounts {
            if let Some(calls) = account.quota {
                quota.get_or_create(&account_labels(&account.name)).set(calls);
            }
        }
        let mut metrics = Self {
            registry: Registry::with_prefix("coupon"),
            known: accounts.iter().map(|account| account.name.clone()).collect(),
            calls: Family::default(),
            rows: Family::default(),
            syncs: Family::default(),
            checkpoint_age: Family::default(),
            quarantined: Family::default(),
            lag: Family::default(),
            attempts: Family::default(),
        };
        let registry = &mut metrics.registry;
        let help = "Questions answered by a vendor, by its own code, or ours where it sent none";
        registry.register("calls", help, metrics.calls.clone());
        registry.register("rows", "Rows read, by what became of them", metrics.rows.clone());
        registry.register("syncs", "Syncs that ended, by how", metrics.syncs.clone());
        let help = "Calls a second and operation that a sync may make";
        registry.register("quota_calls_per_second", help, quota);
        let help = "Days since the last day that is read in full, of the stream furthest behind";
        registry.register("checkpoint_age_days", help, metrics.checkpoint_age.clone());
        let help = "Rows in the ledger that cannot be read";
        registry.register("quarantined_rows", help, metrics.quarantined.clone());
        let help = "For how long a sync that is due has been waiting for a worker";
        registry.register("lag_seconds", help, metrics.lag.clone());
        let help = "How often the waiting sync has failed";
        registry.register("failed_attempts", help, metrics.attempts.clone());
        metrics
    }

    pub(crate) fn called(
        &self,
        account: &AccountName,
        provider: &ProviderName,
        verb: &'static str,
        code: String,
    ) {
        let (account, provider) = (account.to_string(), provider.to_string());
        self.calls.get_or_create(&CallLabels { account, provider, verb, code }).inc();
    }

    pub(crate) fn synced(&self, account: &AccountName, summary: &SyncSummary) {
        let outcome = match summary.stopped {
            Some(StopReason::Interrupted | StopReason::MaxCalls) => "stopped",
            None if summary.is_complete() => "complete",
            None => "incomplete",
        };
        self.ended(account, summary, outcome);
    }

    pub(crate) fn failed(&self, account: &AccountName, summary: &SyncSummary) {
        self.ended(account, summary, "failed");
    }

    fn ended(&self, account: &AccountName, summary: &SyncSummary, outcome: &'static str) {
        let (account, provider) = (account.to_string(), summary.provider.to_string());
        for stream in &summary.streams {
            let written = stream.written;
            let mut rows = vec![("quarantined", written.quarantined), ("gone", stream.gone)];
            for RowCounts { new, changed, same, .. } in
                [written.templates, written.coupons, written.customers]
            {
                rows.extend([("new", new), ("changed", changed), ("same", same)]);
            }
            for (outcome, count) in rows.into_iter().filter(|(_, count)| *count > 0) {
                let (account, provider) = (account.clone(), provider.clone());
                let row = RowLabels { account, provider, stream: stream.stream.as_str(), outcome };
                self.rows.get_or_create(&row).inc_by(count);
            }
        }
        self.syncs.get_or_create(&SyncLabels { account, provider, outcome }).inc();
    }

    /// The metrics as Prometheus reads them, with the state of the database. The checkpoint of an account that left the
    /// configuration is left out: it ages for ever and would raise an alarm. A sync that still waits for such an account is
    /// counted.
    pub(crate) fn shown(
        &self,
        states: &[AccountState],
        overdue: &[OverdueSync],
        today: Date,
    ) -> String {
        for state in states {
            let account = account_labels(&state.account);
            if self.known.contains(&state.account) {
                if let Some(day) = state.read_until {
                    let days = i64::from((today - day).get_days());
                    self.checkpoint_age.get_or_create(&account).set(days);
                }
                let rows = i64::try_from(state.quarantined).unwrap_or(i64::MAX);
                self.quarantined.get_or_create(&account).set(rows);
            }
            let overdue = overdue.iter().filter(|sync| sync.account == state.account.as_str());
            let (lag, attempts) = overdue.fold((0.0_f64, 0), |(lag, attempts), sync| {
                (lag.max(sync.seconds), attempts.max(sync.attempts))
            });
            self.lag.get_or_create(&account).set(lag);
            self.attempts.get_or_create(&account).set(attempts);
        }
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("text takes text");
        text
    }
}

fn account_labels(account: &AccountName) -> AccountLabels {
    AccountLabels { account: account.to_string() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_account_that_left_the_configuration_does_not_age_but_its_waiting_sync_does() {
        let schedule = "0 * * * *".parse().unwrap();
        let account = ScheduledAccount { name: "tea".into(), schedule, egress: None, quota: None };
        let states = ["tea", "gone"].map(|name| AccountState {
            account: name.into(),
            read_until: Some(date(2026, 1, 1)),
            quarantined: 2,
        });
        let overdue = [OverdueSync { account: "gone".to_owned(), seconds: 90.0, attempts: 3 }];
        let text = Metrics::new(&[account]).shown(&states, &overdue, date(2026, 1, 3));
        for (line, is_there) in [
            ("coupon_checkpoint_age_days{account=\"tea\"} 2", true),
            ("coupon_quarantined_rows{account=\"tea\"} 2", true),
            ("coupon_lag_seconds{account=\"tea\"} 0.0", true),
            ("coupon_lag_seconds{account=\"gone\"} 90.0", true),
            ("coupon_failed_attempts{account=\"gone\"} 3", true),
            ("coupon_checkpoint_age_days{account=\"gone\"}", false),
            ("coupon_quarantined_rows{account=\"gone\"}", false),
        ] {
            assert_eq!(text.contains(line), is_there, "{line}\n{text}");
        }
    }
}
