//! The example of docs/sandbox.md for a Rust test.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use coupon_qince::Qince;
use coupon_qince_wire::{Account, AccountConfig, TimestampForm, coupondetail::QueryCouponDetail};
use coupon_sandbox::{FaultRule, InProcess, Sandbox, SandboxConfig};
use coupon_sign::Secret;
use coupon_transport::{Client, Rate, RetryConfig};

/// Three reads of which the first two take half a minute and then fail, in a few milliseconds.
#[tokio::test(start_paused = true)]
async fn a_read_is_repeated_until_the_vendor_is_back() {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 100, ..SandboxConfig::default() });
    for fault in ["latency=25000", "503"] {
        let rule = FaultRule::every(fault.parse().unwrap());
        sandbox.place_fault(FaultRule { count: Some(2), ..rule }).unwrap();
    }
    let access = sandbox.qince();
    let account = Account::new(AccountConfig {
        base_url: access.base_url,
        openid: Secret::new(access.openid),
        app_key: Secret::new(access.app_key),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    })
    .unwrap();
    let server = Arc::new(InProcess(sandbox.clone()));
    let qince = Qince::new(account, Client::new(server, RetryConfig::default(), Rate::Unlimited));

    let answer = qince.call(&QueryCouponDetail::default()).await.unwrap();

    assert!(!answer.rows.is_empty());
    let statuses: Vec<u16> = sandbox.log(0).iter().map(|call| call.status).collect();
    assert_eq!(statuses, [503, 503, 200]);
}
