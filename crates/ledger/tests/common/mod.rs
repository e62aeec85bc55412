//! The common start of every test of the ledger.
#![allow(dead_code, reason = "each test file uses a part")]

use std::{path::PathBuf, sync::Arc};

use coupon_domain::{
    AccountName, Coupon, CouponState, Customer, ProviderName, Record, Template, TemplateState,
};
use coupon_ledger::{Batch, CustomersOf, Environment, Ledger, LedgerError, OpenOptions};
use coupon_testkit::{PostgresServer, on_its_own_thread};
use jiff::Timestamp;
use postgres::{Client, NoTls};
use tempfile::TempDir;

pub(crate) const ALL: u32 = 1_000;

/// Where a test keeps its ledger.
pub(crate) enum Place {
    File(TempDir),
    Database { server: Arc<PostgresServer>, url: String },
}

impl Place {
    pub(crate) fn file() -> Self {
        Self::File(tempfile::tempdir().unwrap())
    }

    pub(crate) fn on(server: &Arc<PostgresServer>) -> Self {
        Self::Database { server: Arc::clone(server), url: server.database() }
    }

    /// Another one in the same kind of database.
    pub(crate) fn another(&self) -> Self {
        match self {
            Self::File(_) => Self::file(),
            Self::Database { server, .. } => Self::on(server),
        }
    }

    /// The address to open, as text that another process understands.
    pub(crate) fn address(&self) -> String {
        match self {
            Self::File(_) => self.path().display().to_string(),
            Self::Database { url, .. } => url.clone(),
        }
    }

    pub(crate) fn open(
        &self,
        environment: Environment,
        create: bool,
    ) -> Result<Ledger, LedgerError> {
        open(&self.address(), environment, create)
    }

    pub(crate) fn path(&self) -> PathBuf {
        match self {
            Self::File(dir) => dir.path().join("coupons.db"),
            Self::Database { .. } => panic!("a database has no path"),
        }
    }

    pub(crate) fn sqlite(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }

    /// The first cell of the first row that the database answers.
    pub(crate) fn ask(&self, sql: &str) -> Result<String, String> {
        match self {
            Self::File(_) => {
                let sql = format!("SELECT CAST(({sql}) AS TEXT)");
                self.sqlite().query_row(&sql, [], |row| row.get(0)).map_err(|e| e.to_string())
            }
            Self::Database { url, .. } => on_its_own_thread(|| {
                let mut client = Client::connect(url, NoTls).unwrap();
                client.batch_execute("SET search_path = coupon").unwrap();
                let sql = format!("SELECT ({sql})::text");
                client
                    .query_one(&sql, &[])
                    .and_then(|row| row.try_get(0))
                    .map_err(|e| e.to_string())
            }),
        }
    }

    /// Changes the database behind the ledger's back.
    pub(crate) fn tamper(&self, sql: &str) {
        match self {
            Self::File(_) => self.sqlite().execute_batch(sql).unwrap(),
            Self::Database { url, .. } => on_its_own_thread(|| {
                let mut client = Client::connect(url, NoTls).unwrap();
                client.batch_execute(&format!("SET search_path = coupon; {sql}")).unwrap();
            }),
        }
    }

    pub(crate) async fn ledger(&self) -> Ledger {
        let ledger = self.open(Environment::Real, true).unwrap();
        ledger.register_account(&account(), "qince", "f1").await.unwrap();
        ledger
    }
}

pub(crate) fn open(
    address: &str,
    environment: Environment,
    create: bool,
) -> Result<Ledger, LedgerError> {
    match address.starts_with("postgres:") {
        true => OpenOptions::new(environment).create(create).open_postgres(address),
        false => OpenOptions::new(environment).create(create).open(address),
    }
}

/// Every case on a new SQLite file, and on a new database of a server that all cases of a file share.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test]
                async fn $case() {
                    super::$case($crate::common::Place::file()).await;
                }
            )*
        }

        #[tokio::test]
        async fn the_same_holds_on_postgresql() {
            let Some(server) = coupon_testkit::PostgresServer::start() else { return };
            let server = std::sync::Arc::new(server);
            $(
                $case($crate::common::Place::on(&server)).await;
            )*
        }
    };
}

pub(crate) fn account() -> AccountName {
    "trade".into()
}

pub(crate) fn provider() -> ProviderName {
    "qince.coupondetail".into()
}

/// The n-th minute of a day in 2026.
pub(crate) fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
    Timestamp::from_second(start.as_second() + minute * 60).unwrap()
}

pub(crate) fn days(days: i64) -> Timestamp {
    at(days * 24 * 60)
}

pub(crate) fn batch(minute: i64) -> Batch {
    Batch::new(account(), provider(), "coupons", at(minute))
}

pub(crate) fn of_coupons(minute: i64, coupons: impl IntoIterator<Item = Record<Coupon>>) -> Batch {
    Batch { coupons: coupons.into_iter().collect(), ..batch(minute) }
}

pub(crate) fn of_templates(
    minute: i64,
    templates: impl IntoIterator<Item = Record<Template>>,
) -> Batch {
    Batch { templates: templates.into_iter().collect(), ..batch(minute) }
}

pub(crate) fn of_customers(
    minute: i64,
    template: &str,
    rows: impl IntoIterator<Item = Record<Customer>>,
) -> Batch {
    let of = CustomersOf { template: template.into(), rows: rows.into_iter().collect() };
    Batch { customers: Some(of), ..batch(minute) }
}

/// A coupon in a version: the version is the text, and nothing else.
pub(crate) fn coupon(id: &str, version: &str) -> Record<Coupon> {
    let value = Coupon {
        customer_name: Some(version.to_owned()),
        ..Coupon::new(id.into(), CouponState::Available)
    };
    Record { value, row: format!(r#"{{"id":"{id}","v":"{version}"}}"#).into() }
}

pub(crate) fn changed(mut record: Record<Coupon>, vendor: Timestamp) -> Record<Coupon> {
    record.value.changed_at = Some(vendor);
    record
}

pub(crate) fn template(id: &str, version: &str) -> Record<Template> {
    let value = Template {
        name: Some(version.to_owned()),
        ..Template::new(id.into(), TemplateState::Open)
    };
    Record { value, row: format!(r#"{{"template":"{id}","v":"{version}"}}"#).into() }
}

pub(crate) fn customer(id: &str) -> Record<Customer> {
    let value = Customer { id: id.into(), code: Some(format!("C{id}")), name: None };
    Record { value, row: format!(r#"{{"customer":"{id}"}}"#).into() }
}

/// The versions of all coupons, by id.
pub(crate) async fn versions(ledger: &Ledger) -> Vec<(String, String)> {
    let mut all: Vec<_> = ledger.coupons(&Default::default(), ALL).await.unwrap();
    all.sort_by(|a, b| a.value.id.cmp(&b.value.id));
    all.into_iter()
        .map(|c| (c.value.id.into_string(), c.value.customer_name.unwrap_or_default()))
        .collect()
}
