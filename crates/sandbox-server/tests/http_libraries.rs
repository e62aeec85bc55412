//! The examples of the wire crates call a sandbox over a real socket, each with another HTTP library.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/qince_over_hyper.rs"]
mod qince_over_hyper;
#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/qince_over_reqwest.rs"]
mod qince_over_reqwest;
#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../../qince-wire/examples/qince_over_ureq.rs"]
mod qince_over_ureq;
#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../../qmai-wire/examples/qmai_over_ureq.rs"]
mod qmai_over_ureq;

use crate::support::*;
use coupon_sign::Secret;
use tokio::{net::TcpListener, task::spawn_blocking};

/// A sandbox at an address of its own.
async fn served() -> (coupon_sandbox::Sandbox, String) {
    let sandbox = sandbox();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(coupon_sandbox_server::serve(sandbox.clone(), listener, Default::default()));
    (sandbox, base_url)
}

#[tokio::test]
async fn ureq_reqwest_and_hyper_bring_the_same_templates() {
    let (sandbox, base_url) = served().await;
    let access = sandbox.qince();
    let keys = (Secret::new(access.openid), Secret::new(access.app_key));
    let config = coupon_qince_wire::AccountConfig::new(keys.0, keys.1);
    let config = coupon_qince_wire::AccountConfig { base_url, ..config };
    let account = coupon_qince_wire::Account::new(config).unwrap();
    let attempt = stamp(&sandbox);

    let client = coupon_testkit::bare_http_client();
    let by_reqwest = qince_over_reqwest::templates(&account, &attempt, &client).await.unwrap();
    assert_eq!(by_reqwest.len(), 16);
    assert!(by_reqwest.iter().all(|name| !name.is_empty()), "{by_reqwest:?}");
    assert_eq!(qince_over_hyper::templates(&account, &attempt).await.unwrap(), by_reqwest);
    let blocking = spawn_blocking(move || {
        qince_over_ureq::templates(&account, &attempt).map_err(|error| error.to_string())
    });
    assert_eq!(blocking.await.unwrap().unwrap(), by_reqwest);
}

#[tokio::test]
async fn ureq_brings_the_coupons_of_a_customer_of_qmai() {
    let (sandbox, base_url) = served().await;
    let access = sandbox.qmai();
    let customer = access.customers[0].clone();
    let [open_id, grant_code, open_key] =
        [access.open_id, access.grant_code, access.open_key].map(Secret::new);
    let config = coupon_qmai_wire::AccountConfig::new(open_id, grant_code, open_key);
    let config = coupon_qmai_wire::AccountConfig { base_url, ..config };
    let account = coupon_qmai_wire::Account::new(config).unwrap();
    let attempt = coupon_qmai_wire::AttemptParams::new(sandbox.now(), 1);
    let ids = spawn_blocking(move || {
        qmai_over_ureq::coupons(&account, &attempt, &customer).map_err(|error| error.to_string())
    });
    let ids = ids.await.unwrap().unwrap();
    assert!(!ids.is_empty());
    assert!(ids.iter().all(|id| id.len() == 18), "{ids:?}");
}
