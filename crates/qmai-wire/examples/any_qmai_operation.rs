//! Signs operations of Qmai that are in no list, and reads an answer. Nothing is sent.
//!
//! Run it with `cargo run -p coupon-qmai-wire --example any_qmai_operation`.

use bytes::Bytes;
use coupon_qmai_wire::{
    Account, AccountConfig, AttemptParams, Operation, ResponseShape, V2Money, V2Signing, base_url,
    encode_raw,
};
use coupon_sign::Secret;
use coupon_wire::OperationKind;
use http::{Request, Response};

/// The signed requests of an operation of V3 and of one of V2.
pub(crate) fn requests() -> Result<[Request<Bytes>; 2], Box<dyn std::error::Error>> {
    let account = Account::new(AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        open_id: Secret::new("00000000000000000000000000000001"),
        grant_code: Secret::new("fakegrant1"),
        open_key: Secret::new("fake-open-key-rs-0001"),
        v2_signing: V2Signing::PascalCase,
        v2_money: V2Money::Fen,
        allow_http: false,
    })?;
    let attempt = AttemptParams::new("2023-11-14T22:13:20Z".parse()?, 3);
    let shape = ResponseShape::UNDOCUMENTED;
    let (name, path) = ("v3.gatherCustomerInfo", "v3/crm/customer/gatherCustomerInfo");
    let v3 = Operation::custom(name, path, OperationKind::Read, shape)?;
    let v2 = Operation::custom_v2(
        "v2.coupon-activity-add",
        "coupon.coupon-activity-add",
        OperationKind::Write,
        shape,
    )?;
    Ok([
        encode_raw(&account, &attempt, &v3, r#"{"customerId":"1"}"#.into()),
        encode_raw(&account, &attempt, &v2, r#"{"code":"390913445498200065"}"#.into()),
    ])
}

/// The rows of an answer, verbatim.
pub(crate) fn rows(
    operation: &Operation,
    body: &'static str,
) -> Result<Vec<String>, coupon_qmai_wire::Error> {
    let answer = operation.decode(&Response::new(body.into()))?;
    Ok(answer.rows.iter().map(|row| row.raw().to_owned()).collect())
}

#[allow(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    for request in requests()? {
        println!("{} {}: {} bytes", request.method(), request.uri(), request.body().len());
    }
    let shape = ResponseShape::UNDOCUMENTED;
    let operation = Operation::custom("v3.any", "v3/any", OperationKind::Read, shape)?;
    println!("{:?}", rows(&operation, r#"{"status":true,"code":0,"data":{"id":1}}"#)?);
    Ok(())
}
