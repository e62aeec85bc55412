//! Helpers that several test files share.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::{fs, path::Path};

use bytes::Bytes;
use coupon_sign::{RsaSigningKey, Secret};
use coupon_wxpay_wire::{Account, AccountConfig, AttemptParams, Operation, operation, sign_answer};
use http::Response;
use serde_json::Value;

pub(crate) const MCHID: &str = "1900009191";
pub(crate) const SERIAL_NO: &str = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C";
pub(crate) const PLATFORM_SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7200000001";

pub(crate) fn op(name: &str) -> &'static Operation {
    operation(name).unwrap_or_else(|| panic!("no operation {name}"))
}

/// A file of `fixtures`.
pub(crate) fn fixture(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file of `fixtures/wxpay/{operation}/evidence`.
pub(crate) fn evidence(operation: &str, file: &str) -> String {
    fixture(&format!("wxpay/{operation}/evidence/{file}"))
}

/// A file of the vectors, which openssl or the vendor's own client made.
pub(crate) fn vector(file: &str) -> String {
    fixture(&format!("sign/wxpay/{file}"))
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

pub(crate) fn parts() -> AccountConfig {
    AccountConfig {
        base_url: "https://api.mch.weixin.qq.com/".to_owned(),
        mchid: Secret::new(MCHID),
        serial_no: SERIAL_NO.to_owned(),
        private_key: Secret::new(vector("merchant-private.pem")),
        appid: "wx233544546545989".to_owned(),
        platform_serial: PLATFORM_SERIAL.to_owned(),
        platform_key: vector("platform-public.pem"),
        allow_http: false,
    }
}

pub(crate) fn account() -> Account {
    Account::new(parts()).unwrap()
}

/// The time and the random text of the vendor's own example of a signature.
pub(crate) fn attempt() -> AttemptParams {
    let time = jiff::Timestamp::from_second(1_554_208_460).unwrap();
    AttemptParams::with_nonce(time, "593BEC0C930BF1AFEB40B4A08C8FB242").unwrap()
}

pub(crate) fn vendors_key() -> RsaSigningKey {
    RsaSigningKey::from_pem(&Secret::new(vector("platform-private.pem"))).unwrap()
}

pub(crate) fn unsigned(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    let answer = Response::builder().status(status).header("Request-ID", "08F78BB5AF0610D302");
    answer.body(body.into()).unwrap()
}

/// An answer that the vendor signed when it was asked.
pub(crate) fn signed(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    sign_answer(&vendors_key(), PLATFORM_SERIAL, &attempt(), unsigned(status, body))
}
