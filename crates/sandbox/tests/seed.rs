//! The seeded data: any size, every state, the same for the same seed, and fit to be read by the models.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use coupon_qince_wire::Endpoint;
use coupon_sandbox::{Clock, RecordText, Sandbox, SandboxConfig, SeedSizes};
use serde_json::Value;

fn of(seed: u64, coupons: usize) -> Sandbox {
    Sandbox::new(SandboxConfig { seed, coupons, ..settings() })
}

fn everything(sandbox: &Sandbox) -> Vec<Vec<RecordText>> {
    vec![
        sandbox.voucher_rows(),
        sandbox.held_rows(),
        sandbox.coupon_rows(),
        sandbox.qmai_rows(),
        sandbox.template_rows(),
    ]
}

/// How many coupons of each kind there are; 兑货券 by number.
fn counts(sandbox: &Sandbox) -> [usize; 3] {
    let rows = sandbox.coupon_rows();
    let number = |(_, raw): &RecordText| {
        serde_json::from_str::<Value>(raw).unwrap()["coupon_no"].to_string()
    };
    let numbers: std::collections::HashSet<String> = rows.iter().map(number).collect();
    [sandbox.held_rows().len(), numbers.len(), sandbox.qmai_rows().len()]
}

#[test]
fn any_size_is_shared_out_over_the_three_kinds() {
    for (coupons, expected) in
        [(0, [0, 0, 0]), (1, [1, 0, 0]), (7, [3, 2, 2]), (300, [100, 100, 100])]
    {
        assert_eq!(counts(&of(1, coupons)), expected);
    }
    let mix = SeedSizes { vouchers: 0, goods: 1, qmai: 0 };
    let goods = Sandbox::new(SandboxConfig { coupons: 500, mix, most_products: 1, ..settings() });
    assert_eq!((counts(&goods), goods.coupon_rows().len()), ([0, 500, 0], 500));
}

#[test]
fn the_same_seed_makes_the_same_data_at_any_clock() {
    let later = SandboxConfig {
        clock: Clock::Fixed("2026-03-01T04:00:01Z".parse().unwrap()),
        ..settings()
    };
    assert_eq!(everything(&of(1, 300)), everything(&Sandbox::new(later)));
    assert_ne!(everything(&of(1, 300)), everything(&of(2, 300)));
    assert_eq!(
        of(1, 300).qince(),
        of(2, 300).qince(),
        "credentials, customers and products are fixed"
    );
}

#[test]
fn ids_are_unique() {
    for rows in everything(&of(3, 3000)) {
        let ids: std::collections::HashSet<&String> = rows.iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), rows.len());
    }
}

/// Every row is what the models of the documents read, and blank where they say so.
#[test]
fn every_row_can_be_read_by_its_model() {
    fn readable<T: serde::de::DeserializeOwned>(rows: &[RecordText]) {
        for (_, raw) in rows {
            serde_json::from_str::<T>(raw).unwrap_or_else(|error| panic!("{error}: {raw}"));
        }
    }
    use coupon_qince_wire::{coupondetail::QueryCouponDetail, voucher};
    use coupon_qmai_wire::{Endpoint as _, v2, v3};
    let sandbox = of(5, 1500);
    readable::<<voucher::GetVoucherInfos as Endpoint>::Row>(&sandbox.voucher_rows());
    readable::<<voucher::QueryVoucherUsedInfo as Endpoint>::Row>(&sandbox.held_rows());
    readable::<<QueryCouponDetail as Endpoint>::Row>(&sandbox.coupon_rows());
    readable::<v3::CustomerCoupon>(&sandbox.qmai_rows());
    readable::<v2::TemplateDetail>(&sandbox.template_rows());
    let id = &sandbox.voucher_rows()[0].0;
    readable::<voucher::VoucherCustomer>(&sandbox.customers_of(id));
    assert!(sandbox.customers_of("7").is_empty());
    assert_eq!(v3::GetCustomerCoupons::NAME, "v3.getCustomerCoupons");
}

#[test]
fn access_is_what_the_command_line_prints() {
    let sandbox = of(1, 300);
    let access = serde_json::to_value(sandbox.access("http://127.0.0.1:8080")).unwrap();
    let keys = |of: &Value| of.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&access), "qince qmai");
    let (qince, qmai) = (&access["qince"], &access["qmai"]);
    assert_eq!(keys(qince), "app_key base_url customers openid products");
    assert_eq!(
        keys(qmai),
        "base_url coupon_ids customers grant_code open_id open_key user_coupons"
    );
    assert_eq!(qince["base_url"], "http://127.0.0.1:8080");
    assert!(rows(&qince["customers"]).len() >= 2 && rows(&qince["products"]).len() >= 2);
    assert_eq!(keys(&qince["customers"][0]), "code id");
    assert_eq!(rows(&qmai["customers"]).len(), 20);
    assert_eq!(rows(&qmai["user_coupons"][0]).len(), 2);
    let first = sandbox
        .qmai_rows()
        .into_iter()
        .find(|(_, raw)| raw.contains(&format!("\"couponId\":{}", qmai["user_coupons"][0][1])));
    let holder: Value = serde_json::from_str(&first.unwrap().1).unwrap();
    assert_eq!(
        (&holder["useStatus"], &holder["customerId"]),
        (&"0".into(), &qmai["user_coupons"][0][0])
    );
}
