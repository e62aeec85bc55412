//! Signs an operation of Qince that is in no list, and reads an answer. Nothing is sent.
//!
//! Run it with `cargo run -p coupon-qince-wire --example any_qince_operation`.

use bytes::Bytes;
use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, Error, Operation, ResponseShape, TimestampForm,
    base_url, encode_raw,
};
use coupon_sign::Secret;
use coupon_wire::OperationKind;
use http::{Request, Response};

/// An operation of another module than the two of the documents.
pub(crate) fn operation() -> Result<Operation, coupon_qince_wire::OperationError> {
    let path = "customer/v1/queryCustomer";
    Operation::custom("customer.query", path, OperationKind::Read, ResponseShape::Undocumented)
}

/// The signed request of it.
pub(crate) fn request(
    attempt: &AttemptParams,
) -> Result<Request<Bytes>, Box<dyn std::error::Error>> {
    let account = Account::new(AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        openid: Secret::new("5465103569540931532"),
        app_key: Secret::new("BFCO0PAgIUgd50c0l6"),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    })?;
    Ok(encode_raw(&account, attempt, &operation()?, r#"{"page_number":1}"#.into()))
}

/// The rows of an answer, verbatim.
pub(crate) fn rows(attempt: &AttemptParams, body: &'static str) -> Result<Vec<String>, Error> {
    let operation = operation().expect("the path is one");
    let answer = operation.decode(attempt, &Response::new(body.into()))?;
    Ok(answer.rows.iter().map(|row| row.raw().to_owned()).collect())
}

#[allow(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let attempt = AttemptParams::new("2024-01-01T19:04:05Z".parse()?, 7);
    let request = request(&attempt)?;
    println!("{} {}: {} bytes", request.method(), request.uri(), request.body().len());
    println!("{:?}", rows(&attempt, r#"{"return_code":"0","response_data":"[{\"id\":1}]"}"#)?);
    Ok(())
}
