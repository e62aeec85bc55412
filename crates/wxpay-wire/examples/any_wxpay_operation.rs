//! Signs an operation of WeChat Pay that is in no list. Nothing is sent.
//!
//! Run it with `cargo run -p coupon-wxpay-wire --example any_wxpay_operation -- MERCHANT_KEY.pem PLATFORM_KEY.pem`.

use bytes::Bytes;
use coupon_sign::Secret;
use coupon_wire::OperationKind;
use coupon_wxpay_wire::{
    Account, AccountConfig, AttemptParams, Operation, ResponseShape, base_url, encode_raw,
};
use http::Request;

/// The signed requests of a read and of a write.
pub(crate) fn requests(
    private_key: Secret,
    platform_key: String,
) -> Result<[Request<Bytes>; 2], Box<dyn std::error::Error>> {
    let account = Account::new(AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        mchid: Secret::new("1900009191"),
        serial_no: "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C".to_owned(),
        private_key,
        appid: "wx233544546545989".to_owned(),
        platform_serial: "5157F09EFDC096DE15EBE81A47057A7200000001".to_owned(),
        platform_key,
        allow_http: false,
    })?;
    let attempt = AttemptParams::new("2019-04-02T12:34:20Z".parse()?, 3);
    let path = "v3/marketing/busifavor/callbacks";
    let shape = ResponseShape::Undocumented;
    let read = Operation::custom("busifavor.callbacks", path, OperationKind::Read, shape)?;
    let write = Operation::custom("busifavor.setCallbacks", path, OperationKind::Write, shape)?;
    let params = r#"{"mchid":"1900009191"}"#;
    Ok([
        encode_raw(&account, &attempt, &read, params.into()),
        encode_raw(&account, &attempt, &write, params.into()),
    ])
}

#[allow(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files = std::env::args().skip(1);
    let mut pem = || std::fs::read_to_string(files.next().unwrap_or_default());
    for request in requests(Secret::new(pem()?), pem()?)? {
        println!("{} {}: {} bytes", request.method(), request.uri(), request.body().len());
    }
    Ok(())
}
