//! Bodies of the fuzz targets. `cargo xtask fuzz` builds and runs them and gives each its first inputs.

use std::{cell::LazyCell, sync::Arc, time::Duration};

use bytes::Bytes;
use coupon_domain::{CouponQuery, DateField, PageNumber, Provider as _, Scope, Window};
use coupon_qince::{CouponDetails, Qince, Vouchers};
use coupon_sandbox::SandboxConfig;
use coupon_sheet::{SheetLimits, TableOptions, WantedColumn, read_table};
use coupon_testkit::ScriptedConnector;
use coupon_transport::{AttemptContext, Client, Rate, RetryConfig};
use coupon_wire::{DateRange, DayLimit, Lenient, Location, Percent, Quantity, Row, rows};
use http::{Request, Response};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};
use xtask::{
    derived::SampleSandbox,
    operations::{Operation, operations},
};

const BASE_URL: &str = "http://127.0.0.1:8080";

thread_local! {
    static OPERATIONS: LazyCell<Vec<Operation>> = LazyCell::new(operations);
    static SAMPLES: LazyCell<SampleSandbox> = LazyCell::new(|| {
        let config = SandboxConfig { coupons: 30, ..SandboxConfig::default() };
        SampleSandbox::new(config).expect("a sandbox of samples")
    });
    static RUNTIME: LazyCell<Runtime> = LazyCell::new(|| {
        Builder::new_current_thread().enable_time().build().expect("a runtime of one thread")
    });
}

fn now() -> Timestamp {
    Timestamp::constant(1_772_424_000, 0)
}

/// The first byte chooses the operation, the rest is its answer. A row's text is a text of the answer.
pub fn answer(data: &[u8]) {
    let Some((first, body)) = data.split_first() else { return };
    let answer = Response::new(Bytes::copy_from_slice(body));
    OPERATIONS.with(|operations| {
        let operation = &operations[usize::from(*first) % operations.len()];
        if operation.vendor == "qmai" {
            let known = coupon_qmai_wire::operation(operation.name).expect("it is of the list");
            drop(known.decode(&answer));
        } else {
            let known = coupon_qince_wire::operation(operation.name).expect("it is of the list");
            let params = coupon_qince_wire::AttemptParams::new(now(), 7);
            drop(known.decode(&params, &answer));
        }
    });
}

/// The first byte chooses the list, the rest is a page of it. Each row is read in neutral terms, or bad with a reason.
pub fn page(data: &[u8]) {
    let Some((first, body)) = data.split_first() else { return };
    let body = Bytes::copy_from_slice(body);
    let connector =
        ScriptedConnector::new(move |_| (Duration::ZERO, Ok(Response::new(body.clone()))));
    let context = AttemptContext { now: now(), random: 7 };
    let config = RetryConfig { attempts: 1, ..RetryConfig::default() };
    let client = Client::new(Arc::new(connector), config, Rate::Unlimited)
        .with_time_source(Arc::new(move || context));
    let account = SAMPLES.with(|samples| samples.qince(BASE_URL)).expect("an account of samples");
    let qince = Arc::new(Qince::new(account, client));
    let window = Window { by: DateField::Created, from: None, to: None };
    let reasons: Vec<Option<String>> = RUNTIME.with(|runtime| {
        runtime.block_on(async {
            if first % 2 == 0 {
                let query = CouponQuery { scope: Scope::Window(window), state: None };
                let page = CouponDetails::new(qince, 1_000).coupons(&query, PageNumber::FIRST).await;
                let rows = page.map(|page| page.rows).unwrap_or_default();
                rows.into_iter().map(|row| row.err().map(|bad| bad.reason)).collect()
            } else {
                let page = Vouchers::new(qince, 1_000).templates(&window, PageNumber::FIRST).await;
                let rows = page.map(|page| page.rows).unwrap_or_default();
                rows.into_iter().map(|row| row.err().map(|bad| bad.reason)).collect()
            }
        })
    });
    assert!(reasons.iter().flatten().all(|reason| !reason.is_empty()));
}

/// A row of a page is read in one pass, a row by itself by serde_json. Both say the same.
pub fn both(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(found) = rows::<Values>(PLACE, "data", Some(&format!("[{text}]"))) else { return };
    for row in found {
        let alone = Row::<Values>::new(PLACE, "data[0]".to_owned(), row.raw().to_owned().into());
        let alone = alone.map(|row| row.decode().map_err(|error| error.to_string()));
        let in_page = row.decode().map_err(|error| error.to_string());
        match (in_page, alone) {
            (Ok(in_page), Ok(Ok(alone))) => assert_eq!(in_page, alone, "{}", row.raw()),
            (Err(_), Ok(Err(_)) | Err(_)) => {}
            (in_page, alone) => panic!("{in_page:?} in a page, {alone:?} alone: {}", row.raw()),
        }
    }
}

/// Values with units, numbers, days and times. A value that is written and read again is the same.
pub fn value(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for name in FIELDS {
        let json = json!({ *name: text });
        let Ok(values) = serde_json::from_value::<Values>(json) else { continue };
        let written = serde_json::to_value(&values).expect("values are JSON");
        let again = serde_json::from_value::<Values>(written).expect("what is written is read");
        assert_eq!(values, again, "{name} of {text:?}");
        let unit = values.quantity.and_then(|quantity| quantity.unit).unwrap_or_default();
        let before = unit.split(['(', '（']).next().unwrap_or_default();
        assert!(!before.contains(char::is_numeric), "{text:?}: {unit:?} is no unit");
    }
}

/// The first byte says how much of the rest is the address of a call, the rest of it is the body. No answer is an error of
/// the sandbox.
pub fn request(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let (target, body) = rest.split_at(usize::from(*first).min(rest.len()));
    let Ok(uri) = http::Uri::try_from(target) else { return };
    let mut request = Request::new(Bytes::copy_from_slice(body));
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = uri;
    let status = SAMPLES.with(|samples| samples.sandbox.call(&request).response.status());
    assert!(!status.is_server_error(), "{status}");
}

/// The first byte says where the secret stands in the text. It is not there once the text is redacted.
pub fn redacted(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let mut text = String::from_utf8_lossy(rest).into_owned();
    SAMPLES.with(|samples| {
        let account = samples.qince(BASE_URL).expect("an account of samples");
        let access = samples.sandbox.qince();
        let secret = if first % 2 == 0 { access.app_key } else { access.openid };
        let at = usize::from(*first).min(text.len());
        let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        text.insert_str(at, &secret);
        assert!(!account.redact(&text).contains(&secret));
    });
}

/// A file with a table of orders, or anything else: read or refused.
pub fn table(data: &[u8]) {
    let column = |names: &[&str], filled| WantedColumn {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        filled,
        fills_down: filled,
    };
    let columns = vec![column(&["订单号", "order"], true), column(&["金额", "amount"], false)];
    let limits = SheetLimits { rows: 10_000, columns: 100, bytes: 1 << 20, row_bytes: 1 << 18 };
    let read = read_table(data, &TableOptions { columns, limits, ..TableOptions::default() });
    match read {
        Ok(table) => assert!(table.rows.iter().all(|row| row.line > 0)),
        Err(error) => assert!(error.to_string().chars().count() < 2_000),
    }
}

const PLACE: Location = Location { vendor: "vendor", operation: "module.operation" };

const FIELDS: &[&str] =
    &["text", "whole", "decimal", "flag", "time", "day", "days", "range", "quantity", "percent"];

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Values {
    #[serde(with = "Lenient::<String>")]
    text: Option<String>,
    #[serde(with = "Lenient::<i64>")]
    whole: Option<i64>,
    #[serde(with = "Lenient::<Decimal>")]
    decimal: Option<Decimal>,
    #[serde(with = "Lenient::<bool>")]
    flag: Option<bool>,
    #[serde(with = "Lenient::<DateTime>")]
    time: Option<DateTime>,
    #[serde(with = "Lenient::<Date>")]
    day: Option<Date>,
    #[serde(with = "Lenient::<DayLimit>")]
    days: Option<DayLimit>,
    #[serde(with = "Lenient::<DateRange>")]
    range: Option<DateRange>,
    #[serde(with = "Lenient::<Quantity>")]
    quantity: Option<Quantity>,
    #[serde(with = "Lenient::<Percent>")]
    percent: Option<Percent>,
}
