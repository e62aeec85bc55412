//! `coupon worker`: one of the processes that sync a team's accounts.

use std::{error::Error, net::SocketAddr, sync::Arc, time::Duration};

use coupon_config::{Account, LedgerLocation, RateShare};
use coupon_domain::AccountName;
use coupon_ledger::{Coordination, Environment};
use coupon_messages::Lang;
use coupon_transport::AttemptContext;
use coupon_worker::{
    AccountSession, WorkerError, WorkerSettings, parse_lease, parse_length_of_time,
};
use tokio::{net::TcpListener, task::block_in_place};

use crate::{app::App, error::CliError, output::say, stop_signal::stop_on_signal};

/// An account without a schedule is synced every hour.
const SCHEDULE: &str = "0 * * * *";

/// Connections of a worker besides the two of each job: the queue's, and one for who watches it.
const CONNECTIONS: usize = 4;

/// Arguments of `coupon worker`.
#[derive(Debug, clap::Args)]
pub(crate) struct WorkerArgs {
    /// From where this worker calls: it takes the accounts with this `egress`, and those with none; may be given several times
    #[arg(long, value_name = "LABEL")]
    label: Vec<String>,
    /// Accounts that it syncs at a time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    jobs: u16,
    /// Address of /healthz and /metrics
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9187")]
    listen: SocketAddr,
    /// A worker that falls silent keeps its accounts for so long
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = parse_lease)]
    lease: Duration,
    /// The jobs of a worker that is silent for so long are given to others
    #[arg(long, value_name = "TIME", default_value = "90s", value_parser = parse_length_of_time)]
    recover_after: Duration,
    /// How often it looks for work
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = parse_length_of_time)]
    poll: Duration,
    /// How long a page may take to end once a stop was asked for
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = parse_length_of_time)]
    grace: Duration,
}

pub(crate) async fn run(app: &mut App, args: &WorkerArgs) -> Result<(), CliError> {
    if args.recover_after <= args.lease {
        let (recover_after, lease) = (args.recover_after.as_secs(), args.lease.as_secs());
        return Err(CliError::Usage(app.lang.recover_too_soon(recover_after, lease)));
    }
    // One worker schedules a minute for all accounts, so every worker has to know them all.
    let (account, provider) = (app.global.account.is_some(), app.global.provider.is_some());
    app.refuse(&[("--account", account), ("--provider", provider)], &app.lang.all_accounts())?;
    for label in &args.label {
        check_label(label, "--label", app.lang)?;
    }
    let team = team(app, CONNECTIONS).await?;
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|source| WorkerError::Listen { address: args.listen.to_string(), source })?;
    let address = listener.local_addr()?;
    let labels = match args.label.as_slice() {
        [] => String::new(),
        labels => app.lang.with_labels(labels.join(", ")),
    };
    say(&app.lang.working(team.accounts.len(), labels));
    say(&app.lang.watched_at(format!("http://{address}/healthz, http://{address}/metrics")));
    let lang = app.lang;
    let opener = Arc::new(Opener {
        accounts: team.accounts,
        environment: team.environment,
        ledger: app.config.ledger.clone(),
        lease: args.lease,
        lang,
    });
    let settings = WorkerSettings {
        accounts: team.jobs,
        labels: args.label.clone(),
        jobs: args.jobs.into(),
        poll: args.poll,
        recover_after: args.recover_after,
        grace: args.grace,
        stop: stop_on_signal(lang),
        clock: || AttemptContext::from_system().now,
        open: Arc::new(move |name| {
            let opener = Arc::clone(&opener);
            Box::pin(async move { opener.open(&name) })
        }),
    };
    Ok(coupon_worker::run(&team.shared, settings, Some(listener)).await?)
}

/// `coupon sync --enqueue`.
pub(crate) async fn enqueue(app: &mut App) -> Result<(), CliError> {
    let provider = app.global.provider.is_some();
    app.refuse(&[("--provider", provider)], &app.lang.all_of_account())?;
    let team = team(app, 1).await?;
    for job in &team.jobs {
        coupon_worker::enqueue(&team.shared, job).await?;
        say(&app.lang.enqueued(&job.name));
    }
    if app.out.is_table() {
        return Ok(());
    }
    let enqueued: Vec<&str> = team.jobs.iter().map(|job| job.name.as_str()).collect();
    Ok(app.out.document(&serde_json::json!({ "enqueued": enqueued }))?)
}

/// The chosen accounts, and where their workers meet.
struct TeamAccounts {
    accounts: Vec<Account>,
    jobs: Vec<coupon_worker::ScheduledAccount>,
    shared: Coordination,
    environment: Environment,
}

async fn team(app: &mut App, connections: usize) -> Result<TeamAccounts, CliError> {
    let accounts = app.accounts_alone().await?;
    let jobs = accounts.iter().map(|account| job(app, account)).collect::<Result<_, _>>()?;
    let shared = match app.config.ledger.is_server()? {
        true => app.ledger_for(&accounts).await?.shared(connections)?,
        false => None,
    };
    let Some(shared) = shared else { return Err(CliError::Setup(app.lang.needs_server())) };
    // All are of one environment: `ledger_for` refuses others.
    let environment = accounts.first().map_or(Environment::Real, |account| account.environment);
    Ok(TeamAccounts { accounts, jobs, shared, environment })
}

fn job(app: &App, account: &Account) -> Result<coupon_worker::ScheduledAccount, CliError> {
    let file = &app.config.accounts[account.name.as_str()];
    if let Some(label) = &file.egress {
        check_label(label, &format!("accounts.{}.egress", account.name), app.lang)?;
    }
    let schedule = file.schedule.as_deref().unwrap_or(SCHEDULE).parse();
    let schedule = schedule.map_err(|error: WorkerError| {
        let (_, why) = CliError::from(error).message(app.lang).unwrap_or_default();
        CliError::Setup(
            app.lang.unreadable_file(format!("accounts.{}.schedule", account.name), why),
        )
    })?;
    Ok(coupon_worker::ScheduledAccount {
        name: account.name.clone(),
        providers: account
            .providers()
            .iter()
            .map(|provider| (provider.name().clone(), provider.capabilities()))
            .collect(),
        schedule,
        egress: file.egress.clone(),
        quota: account.quota_of_syncs(),
    })
}

fn check_label(label: &str, place: &str, lang: Lang) -> Result<(), CliError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !label.is_empty() && label.chars().all(is_plain) {
        return Ok(());
    }
    Err(CliError::Setup(lang.unreadable_file(place, lang.bad_label(label))))
}

/// Makes accounts ready for one sync each.
struct Opener {
    accounts: Vec<Account>,
    environment: Environment,
    ledger: LedgerLocation,
    lease: Duration,
    lang: Lang,
}

impl Opener {
    fn open(&self, name: &AccountName) -> Result<AccountSession, Box<dyn Error + Send + Sync>> {
        let account = self.accounts.iter().find(|account| account.name == *name);
        let account = account.ok_or("this worker's configuration has no such account")?.clone();
        // Both wait for the server; other tasks of this thread are moved to another meanwhile.
        let (ledger, lock) = block_in_place(|| {
            let ledger = self.ledger.open(self.environment, false)?;
            let lock = ledger.lock_account(name, self.lease)?;
            Ok((ledger, Arc::new(lock)))
        })
        .map_err(|failure: CliError| failure.message(self.lang).unwrap_or_default().1)?;
        let (first_day, customers) = (account.first_day, account.customers.clone());
        let providers = account.with_rate_share(RateShare::Sync(Arc::clone(&lock))).providers();
        Ok(AccountSession { ledger, lock, providers, first_day, customers })
    }
}
