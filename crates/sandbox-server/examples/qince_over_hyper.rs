//! Lists templates of Qince over `hyper`: the wire crate signs and reads, the library sends.
//!
//! `coupon sandbox` prints an address and credentials for it:
//! `cargo run -p coupon-sandbox-server --example qince_over_hyper -- BASE_URL OPENID APP_KEY`

use std::error::Error;

use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, decode, encode, voucher::GetVoucherInfos,
};
use coupon_sign::Secret;
use http::Response;
use http_body_util::{BodyExt as _, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};

/// The names of the templates.
pub(crate) async fn templates(
    account: &Account,
    attempt: &AttemptParams,
) -> Result<Vec<String>, Box<dyn Error>> {
    // Plain HTTP, for the sandbox; a connector of hyper-rustls brings TLS.
    let client = Client::builder(TokioExecutor::new()).build_http();
    let request = encode(account, attempt, &GetVoucherInfos::default());
    let (head, body) = client.request(request.map(Full::new)).await?.into_parts();
    let answer = Response::from_parts(head, body.collect().await?.to_bytes());
    let answer = decode::<GetVoucherInfos>(attempt, &answer)?;
    let names = answer.rows.iter().map(|row| Ok(row.decode()?.name.unwrap_or_default()));
    names.collect()
}

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout, reason = "an example prints")]
#[allow(clippy::disallowed_methods, reason = "the edge of the program reads the clock")]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [base_url, openid, app_key] = <[String; 3]>::try_from(words).map_err(|_| "three words")?;
    let config = AccountConfig::new(Secret::new(openid), Secret::new(app_key));
    let account = Account::new(AccountConfig { base_url, ..config })?;
    // Any number that is not used twice.
    let attempt = AttemptParams::new(jiff::Timestamp::now(), std::process::id().into());
    for name in templates(&account, &attempt).await? {
        println!("{name}");
    }
    Ok(())
}
