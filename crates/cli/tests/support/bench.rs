//! A sandbox, a relay before it, a ledger behind the program, and every write there is.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]
#![allow(dead_code, reason = "every test file uses a part of it")]
#![allow(unreachable_pub, reason = "a module of tests")]

use std::{
    path::PathBuf,
    process::{Child, Stdio},
    thread::sleep,
    time::Duration,
};

use coupon_sandbox::{Quirks, SandboxConfig};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

use super::{
    Place, Ran, Served,
    relay::{Fate, Relay},
};

/// Where a write is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    BeforeTheRecord,
    AfterTheRecord,
    /// Recorded as sent; nothing arrived.
    OnTheWay,
    AfterTheSend,
    AfterTheAnswer,
}

impl Point {
    pub const ALL: [Self; 5] = [
        Self::BeforeTheRecord,
        Self::AfterTheRecord,
        Self::OnTheWay,
        Self::AfterTheSend,
        Self::AfterTheAnswer,
    ];
}

/// A write in both forms, without its key.
pub struct Write {
    /// The vendor's name of it.
    pub name: &'static str,
    pub neutral: Vec<String>,
    pub raw: Vec<String>,
}

pub struct Bench {
    pub served: Served,
    pub relay: Relay,
    pub place: Place,
    /// A template that is open.
    pub template: String,
    /// A 兑货券 that waits for approval.
    pub pending: String,
}

const END: &str = "2046-12-31";

impl Bench {
    pub fn new() -> Self {
        Self::with("", Quirks::default())
    }

    /// With a line of configuration that names the store, and a vendor that behaves so.
    pub fn with(store: &str, quirks: Quirks) -> Self {
        let served = Served::new(SandboxConfig { coupons: 30, quirks, ..SandboxConfig::default() });
        let relay = Relay::to(served.address);
        let place = Place::new();
        let config = served.config();
        let through = config.replace(&served.address.to_string(), &relay.address.to_string());
        place.write("coupon.toml", &format!("{store}{through}"));
        place.write("known.json", &template("旧券").to_string());
        place.write("new.json", &template("新券").to_string());
        let mut bench =
            Self { served, relay, place, template: String::new(), pending: "P-1".to_owned() };
        let create = ["templates", "create", "--file", "known.json", "--yes"];
        let made = bench.place.json(&create);
        bench.template = made["template"].as_str().unwrap().to_owned();
        let issue = issue(&bench, "--code P-1");
        bench.place.good(&issue.iter().map(String::as_str).chain(["--yes"]).collect::<Vec<_>>());
        bench
    }

    pub fn customer(&self) -> String {
        self.served.access().qince.customers[0].id.clone()
    }

    /// Starts a write and kills it at that point.
    pub fn kill(&self, write: &Write, arguments: &[String], point: Point) {
        match point {
            Point::BeforeTheRecord => {
                let lock = self.lock();
                let child = self.start(arguments);
                self.until_it_has_the_ledger(&child);
                kill(child);
                drop(lock);
            }
            Point::AfterTheRecord => {
                self.database().execute_batch(STUCK).unwrap();
                let child = self.start(arguments);
                self.until("it is recorded", || self.state("k").is_some());
                kill(child);
                self.database().execute_batch("DROP TRIGGER stuck").unwrap();
            }
            Point::OnTheWay => self.kill_at(write, arguments, Fate::Lost),
            Point::AfterTheSend => self.kill_at(write, arguments, Fate::Unanswered),
            Point::AfterTheAnswer => {
                self.relay.stop(write.name, Fate::Held);
                let child = self.start(arguments);
                self.relay.wait();
                let lock = self.lock();
                self.relay.let_go();
                kill(child);
                drop(lock);
            }
        }
    }

    fn kill_at(&self, write: &Write, arguments: &[String], fate: Fate) {
        self.relay.stop(write.name, fate);
        self.kill_when_met(arguments);
    }

    /// Starts a write and kills it when the relay has it.
    pub fn kill_when_met(&self, arguments: &[String]) {
        let child = self.start(arguments);
        self.relay.wait();
        kill(child);
    }

    fn start(&self, arguments: &[String]) -> Child {
        let all = with_key(arguments, "k");
        let mut command = self.place.command(&all.iter().map(String::as_str).collect::<Vec<_>>());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Nothing can be recorded while this lives.
    fn lock(&self) -> Connection {
        let connection = self.database();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        connection
    }

    fn until_it_has_the_ledger(&self, child: &Child) {
        let files = PathBuf::from(format!("/proc/{}/fd", child.id()));
        let ledger = self.place.path("coupons.db").canonicalize().unwrap();
        if !files.exists() {
            // Where a system does not tell, a second is enough, and too little would change nothing: it is killed all the same.
            return sleep(Duration::from_secs(1));
        }
        let open = || {
            let files = std::fs::read_dir(&files).into_iter().flatten().flatten();
            files.filter_map(|file| std::fs::read_link(file.path()).ok()).any(|file| file == ledger)
        };
        self.until("it opens the ledger", open);
    }

    fn until(&self, what: &str, is: impl Fn() -> bool) {
        for _ in 0..2000 {
            if is() {
                return;
            }
            sleep(Duration::from_millis(5));
        }
        panic!("not in ten seconds: {what}");
    }

    pub fn database(&self) -> Connection {
        let connection = Connection::open(self.place.path("coupons.db")).unwrap();
        connection.busy_timeout(Duration::from_secs(10)).unwrap();
        connection
    }

    /// The state of a write in the journal.
    pub fn state(&self, key: &str) -> Option<String> {
        let sql = "SELECT state FROM journal WHERE key = ?";
        self.database().query_row(sql, [key], |row| row.get(0)).optional().unwrap()
    }

    /// Eleven minutes go by.
    pub fn age(&self) {
        let ago = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-11 minutes')";
        let sql =
            format!("UPDATE journal SET sent_at = {ago}, prepared_at = {ago} WHERE key = 'k'");
        assert_eq!(self.database().execute(&sql, []).unwrap(), 1);
    }

    /// How often the vendor has done it, but for what the bench needed at first.
    pub fn applied(&self, write: &Write) -> usize {
        let operation = |name: &&str| name.ends_with(&format!(".{}", write.name));
        let calls = self.served.sandbox.log(0);
        let done = calls.iter().filter(|call| {
            let answer: Value = serde_json::from_slice(&call.answer).unwrap_or_default();
            let code = |name: &str| answer[name].to_string().replace('"', "") == "0";
            let good = code("return_code") || code("code");
            call.operation.as_ref().is_some_and(operation) && good
        });
        done.count() - usize::from(["addVoucherInfo", "addCoupon"].contains(&write.name))
    }

    pub fn run(&self, arguments: &[String], key: &str) -> Ran {
        let all = with_key(arguments, key);
        self.place.run(&all.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The exit code, and what is said of that write.
    pub fn resolve(&self, key: &str) -> (i32, Value) {
        let (code, mut rows) = self.resolved(&["journal", "resolve", key]);
        (code, rows[0].take())
    }

    pub fn resolve_all(&self) -> (i32, Value) {
        self.resolved(&["journal", "resolve"])
    }

    fn resolved(&self, arguments: &[&str]) -> (i32, Value) {
        let ran = self.place.run(&[arguments, &["--output", "json"]].concat());
        let rows = serde_json::from_str(&ran.out);
        (ran.code.unwrap(), rows.unwrap_or_else(|error| panic!("{error}: {ran:?}")))
    }
}

/// Recording that it is sent takes for ever.
const STUCK: &str = "CREATE TRIGGER stuck BEFORE UPDATE OF state ON journal WHEN NEW.state = 'sent' BEGIN
    SELECT max(a.rowid + k.rowid) FROM sqlite_master a, sqlite_master b, sqlite_master c, sqlite_master d, sqlite_master e,
        sqlite_master f, sqlite_master g, sqlite_master h, sqlite_master i, sqlite_master j, sqlite_master k;
    END";

fn kill(mut child: Child) {
    assert_eq!(child.try_wait().unwrap(), None, "it ended before it was killed");
    child.kill().unwrap();
    child.wait().unwrap();
}

fn with_key(arguments: &[String], key: &str) -> Vec<String> {
    let key = ["--yes", "--key", key].map(str::to_owned);
    arguments.iter().cloned().chain(key).collect()
}

fn template(name: &str) -> Value {
    json!({
        "name": name, "begins": "2026-01-01", "ends": END, "discount": { "amount": "20" },
        "grant": "third_party", "per_customer": 5, "total": 100, "audience": { "attributes": {} },
        "goods": "all",
    })
}

fn issue(bench: &Bench, more: &str) -> Vec<String> {
    let product = &bench.served.access().qince.products[0].id;
    let text = format!(
        "coupons issue --deal 协议 --customer {} --from 2026-01-01 --until {END} --item {product}=2/箱 {more}",
        bench.customer()
    );
    words(&text)
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Every write of the documents.
pub fn writes(bench: &Bench) -> Vec<Write> {
    let Bench { template: id, pending, .. } = bench;
    let customer = bench.customer();
    let product = &bench.served.access().qince.products[0].id;
    let call = |name: &'static str, neutral: Vec<String>, body: Value| {
        let module = if name.contains("Coupon") { "coupondetail" } else { "voucher" };
        let raw =
            ["call".to_owned(), format!("{module}.{name}"), "--body".to_owned(), body.to_string()];
        Write { name, neutral, raw: raw.to_vec() }
    };
    vec![
        call(
            "addVoucherInfo",
            words("templates create --file new.json"),
            json!({
                "name": "新券", "startDate": "2026-01-01", "endDate": END, "money": "20", "doorsillType": "N",
                "payType": "UNLIMITED", "grantType": "THIRDPARTY", "eachCmNum": 5, "num": 100, "tradeRange": "1",
                "prodMode": "ALL",
            }),
        ),
        call("finishVoucher", words(&format!("templates end {id}")), json!({ "voucherId": id })),
        call(
            "modifyVoucherEndDate",
            words(&format!("templates change-end {id} 2047-06-30")),
            json!({ "voucherId": id, "endDate": "2047-06-30" }),
        ),
        call(
            "receiveVoucherInfo",
            words(&format!("coupons issue --template {id} --customer {customer}")),
            json!({ "voucherId": id, "cmId": customer }),
        ),
        call(
            "addCoupon",
            issue(bench, ""),
            json!({
                "coupon_no": "N-1", "deal_name": "协议", "cm_id": customer, "start_date": "2026-01-01", "end_date": END,
                "prods": [{ "product_id": product, "unit_name": "箱", "num": 2 }],
            }),
        ),
        call(
            "approvalCoupon",
            words(&format!("coupons review {pending} --approve --by 王经理")),
            json!({ "coupon_no": pending, "coupon_status": "1", "confirm_emp": "王经理" }),
        ),
        call(
            "updateCouponExt",
            words(&format!("coupons annotate {pending} 渠道=餐饮")),
            json!({ "coupon_no": pending, "exts": [{ "ext_key": "渠道", "ext_value": "餐饮" }] }),
        ),
    ]
}
