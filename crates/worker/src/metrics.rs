//! The metrics of a worker, for Prometheus.

use std::{collections::HashSet, sync::atomic::AtomicU64};

use coupon_domain::{AccountName, ProviderName, start_of_day};
use coupon_ledger::{AccountState, RowCounts};
use coupon_sync::{StopReason, Stream, SyncSummary};
use jiff::{Timestamp, ToSpan as _, civil::Date};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use crate::{queue::PendingSync, settings::ScheduledAccount};

/// The outcomes of a row.
const ROW_OUTCOMES: [&str; 5] = ["new", "changed", "same", "quarantined", "gone"];

/// The numbers of one worker since it began.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    began_at: Timestamp,
    known: Vec<(AccountName, Vec<ProviderName>)>,
    calls: Family<CallLabels, Counter>,
    rows: Family<RowLabels, Counter>,
    syncs: Family<SyncLabels, Counter>,
    checkpoint_age: Family<SourceLabels, Gauge>,
    quarantined: Family<AccountLabels, Gauge>,
    lag: Family<AccountLabels, Gauge<f64, AtomicU64>>,
    attempts: Family<AccountLabels, Gauge>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AccountLabels {
    account: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SourceLabels {
    account: String,
    provider: String,
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
    /// Every counter of these accounts is there from the start, so that its first step is seen as one.
    pub(crate) fn new(accounts: &[ScheduledAccount], now: Timestamp) -> Self {
        let quota = Family::<AccountLabels, Gauge<f64, AtomicU64>>::default();
        for account in accounts {
            if let Some(calls) = account.quota {
                quota.get_or_create(&account_labels(&account.name)).set(calls);
            }
        }
        let mut metrics = Self {
            registry: Registry::with_prefix("coupon"),
            began_at: now,
            known: accounts.iter().map(known).collect(),
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
        let help = "Time since the end of the last day that is read in full, of the stream furthest behind";
        registry.register("checkpoint_age_seconds", help, metrics.checkpoint_age.clone());
        let help = "Rows in the ledger that cannot be read";
        registry.register("quarantined_rows", help, metrics.quarantined.clone());
        let help = "For how long a sync that is due has been waiting for a worker";
        registry.register("lag_seconds", help, metrics.lag.clone());
        let help = "How often the sync that waits, or is tried again later, has failed";
        registry.register("failed_attempts", help, metrics.attempts.clone());
        accounts.iter().for_each(|account| metrics.begin(account));
        metrics
    }

    fn begin(&self, account: &ScheduledAccount) {
        for (provider, able) in &account.providers {
            let verbs = [
                ("templates", !able.templates.is_empty()),
                ("templates_by_id", able.templates_by_id.is_some()),
                ("customers", able.customers),
                ("coupons", true),
            ];
            let (account, provider) = (account.name.to_string(), provider.to_string());
            for (verb, _) in verbs.into_iter().filter(|(_, is_asked)| *is_asked) {
                let (account, provider) = (account.clone(), provider.clone());
                let code = "ok".to_owned();
                drop(self.calls.get_or_create(&CallLabels { account, provider, verb, code }));
            }
            for stream in Stream::of(able) {
                for outcome in ROW_OUTCOMES {
                    let (account, provider, stream) =
                        (account.clone(), provider.clone(), stream.as_str());
                    let row = RowLabels { account, provider, stream, outcome };
                    drop(self.rows.get_or_create(&row));
                }
            }
            for outcome in ["complete", "incomplete", "stopped", "failed"] {
                let (account, provider) = (account.clone(), provider.clone());
                drop(self.syncs.get_or_create(&SyncLabels { account, provider, outcome }));
            }
        }
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
            let [new_rows, changed_rows, same_rows, quarantined, gone] = ROW_OUTCOMES;
            let mut rows = vec![(quarantined, written.quarantined), (gone, stream.gone)];
            for RowCounts { new, changed, same, .. } in
                [written.templates, written.coupons, written.customers]
            {
                rows.extend([(new_rows, new), (changed_rows, changed), (same_rows, same)]);
            }
            for (outcome, count) in rows.into_iter().filter(|(_, count)| *count > 0) {
                let (account, provider) = (account.clone(), provider.clone());
                let row = RowLabels { account, provider, stream: stream.stream.as_str(), outcome };
                self.rows.get_or_create(&row).inc_by(count);
            }
        }
        self.syncs.get_or_create(&SyncLabels { account, provider, outcome }).inc();
    }

    /// The metrics as OpenMetrics has them, with the state of the database. The checkpoint of an account that left the
    /// configuration is left out: it ages for ever and would raise an alarm. A sync that still waits for such an account is
    /// counted. A provider that was never read in full is as old as this worker.
    pub(crate) fn shown(
        &self,
        states: &[AccountState],
        pending: &[PendingSync],
        now: Timestamp,
    ) -> String {
        for (name, providers) in &self.known {
            let state = states.iter().find(|state| state.account == *name);
            for provider in providers {
                let day = state.and_then(|state| state.read_until.get(provider));
                let over = |day: &Date| start_of_day(day.saturating_add(1.day()));
                let age = now.duration_since(day.map_or(self.began_at, over)).as_secs().max(0);
                let (account, provider) = (name.to_string(), provider.to_string());
                self.checkpoint_age.get_or_create(&SourceLabels { account, provider }).set(age);
            }
            let rows = state.map_or(0, |state| state.quarantined);
            let rows = i64::try_from(rows).unwrap_or(i64::MAX);
            self.quarantined.get_or_create(&account_labels(name)).set(rows);
        }
        let known = self.known.iter().map(|(name, _)| name);
        for name in states.iter().map(|state| &state.account).chain(known) {
            let pending = pending.iter().filter(|sync| sync.account == name.as_str());
            let (lag, attempts) = pending.fold((0.0_f64, 0), |(lag, attempts), sync| {
                (lag.max(sync.seconds), attempts.max(sync.attempts))
            });
            let account = account_labels(name);
            self.lag.get_or_create(&account).set(lag);
            self.attempts.get_or_create(&account).set(attempts);
        }
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("text takes text");
        text
    }
}

/// The same in the older text format, in which a counter is described under the name of its samples.
pub(crate) fn plain(open: &str) -> String {
    let counter = |line: &str| {
        let described = line.strip_prefix("# TYPE ")?.strip_suffix(" counter")?;
        Some(described.to_owned())
    };
    let counters: HashSet<String> = open.lines().filter_map(counter).collect();
    let mut text = String::new();
    for line in open.lines().filter(|line| *line != "# EOF" && !line.starts_with("# UNIT ")) {
        let mut words = line.splitn(4, ' ');
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("#"), Some(what), Some(name), Some(rest)) if counters.contains(name) => {
                text.push_str(&format!("# {what} {name}_total {rest}\n"));
            }
            _ => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}

fn known(account: &ScheduledAccount) -> (AccountName, Vec<ProviderName>) {
    let providers = account.providers.iter().map(|(provider, _)| provider.clone());
    (account.name.clone(), providers.collect())
}

fn account_labels(account: &AccountName) -> AccountLabels {
    AccountLabels { account: account.to_string() }
}

#[cfg(test)]
mod tests {
    use coupon_domain::{Capabilities, DateField};
    use jiff::civil::date;

    use super::*;

    fn account(name: &str) -> ScheduledAccount {
        let able = Capabilities {
            templates: &[],
            templates_whole: false,
            templates_by_id: Some(50),
            customers: false,
            coupons_by_window: &[DateField::Created],
            coupons_by_template_id: false,
            coupons_by_template_name: false,
            coupons_by_customer: false,
            coupon: false,
            coupon_needs_customer: false,
            commands: &[],
        };
        ScheduledAccount {
            name: name.into(),
            providers: vec![("shelf".into(), able)],
            schedule: "0 * * * *".parse().unwrap(),
            egress: None,
            quota: Some(4.0),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn shown(states: &[AccountState], pending: &[PendingSync]) -> String {
        let metrics = Metrics::new(&[account("tea")], at("2026-01-02T16:00:00Z"));
        metrics.shown(states, pending, at("2026-01-02T16:01:00Z"))
    }

    #[test]
    fn an_account_that_left_the_configuration_does_not_age_but_its_waiting_sync_does() {
        let states = ["tea", "gone"].map(|name| AccountState {
            account: name.into(),
            read_until: [("shelf".into(), date(2026, 1, 1))].into(),
            quarantined: 2,
        });
        let pending = [
            PendingSync { account: "gone".to_owned(), seconds: 90.0, attempts: 3 },
            PendingSync { account: "tea".to_owned(), seconds: 0.0, attempts: 7 },
        ];
        let text = shown(&states, &pending);
        for (line, is_there) in [
            ("coupon_checkpoint_age_seconds{account=\"tea\",provider=\"shelf\"} 86460\n", true),
            ("coupon_quarantined_rows{account=\"tea\"} 2\n", true),
            ("coupon_lag_seconds{account=\"tea\"} 0.0\n", true),
            ("coupon_failed_attempts{account=\"tea\"} 7\n", true),
            ("coupon_lag_seconds{account=\"gone\"} 90.0\n", true),
            ("coupon_failed_attempts{account=\"gone\"} 3\n", true),
            ("coupon_checkpoint_age_seconds{account=\"gone\"", false),
            ("coupon_quarantined_rows{account=\"gone\"}", false),
        ] {
            assert_eq!(text.contains(line), is_there, "{line}\n{text}");
        }
    }

    #[test]
    fn everything_is_in_the_first_answer_and_counters_begin_at_zero() {
        let text = shown(&[], &[]);
        for line in [
            "coupon_calls_total{account=\"tea\",provider=\"shelf\",verb=\"coupons\",code=\"ok\"} 0\n",
            "coupon_rows_total{account=\"tea\",provider=\"shelf\",stream=\"coupons.created\",outcome=\"quarantined\"} 0\n",
            "coupon_syncs_total{account=\"tea\",provider=\"shelf\",outcome=\"failed\"} 0\n",
            "coupon_quota_calls_per_second{account=\"tea\"} 4.0\n",
            // Never read: as old as the worker.
            "coupon_checkpoint_age_seconds{account=\"tea\",provider=\"shelf\"} 60\n",
            "coupon_quarantined_rows{account=\"tea\"} 0\n",
            "coupon_lag_seconds{account=\"tea\"} 0.0\n",
            "coupon_failed_attempts{account=\"tea\"} 0\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(!text.contains("stream=\"templates.created\""), "{text}");
    }

    /// The rules of `promtool check metrics` that names can break: a help for each, counters and they alone end in `_total`,
    /// and units are base units.
    #[test]
    fn the_plain_text_keeps_the_rules_of_names() {
        let text = plain(&shown(&[], &[]));
        let described = |what: &str| -> Vec<(String, String)> {
            let lines = text.lines().filter_map(|line| line.strip_prefix(what));
            lines
                .filter_map(|line| line.split_once(' '))
                .map(|(name, rest)| (name.to_owned(), rest.to_owned()))
                .collect()
        };
        let (helps, types) = (described("# HELP "), described("# TYPE "));
        assert_eq!(types.len(), 8, "{text}");
        for (name, kind) in &types {
            assert_eq!(name.ends_with("_total"), kind == "counter", "{name} {kind}");
            assert!(helps.iter().any(|(of, help)| of == name && !help.is_empty()), "{name}");
            assert!(text.contains(&format!("\n{name}{{")), "{name} has a sample");
            let units = ["days", "hours", "minutes", "milliseconds", "ms", "kilobytes"];
            assert!(!name.split('_').any(|word| units.contains(&word)), "{name}");
        }
        let samples = text.lines().filter(|line| !line.starts_with('#'));
        for name in samples.filter_map(|line| line.split_once('{')).map(|(name, _)| name) {
            assert!(types.iter().any(|(described, _)| described == name), "{name}\n{text}");
        }
        assert!(!text.contains("# EOF"));
    }
}
