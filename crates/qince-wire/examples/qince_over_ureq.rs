//! Lists templates of Qince over `ureq`: the wire crate signs and reads, the library sends.
//!
//! `coupon sandbox` prints an address and credentials for it:
//! `cargo run -p coupon-qince-wire --example qince_over_ureq -- BASE_URL OPENID APP_KEY`

use std::error::Error;

use bytes::Bytes;
use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, decode, encode, voucher::GetVoucherInfos,
};
use coupon_sign::Secret;
use http::Response;

/// The names of the templates.
pub(crate) fn templates(
    account: &Account,
    attempt: &AttemptParams,
) -> Result<Vec<String>, Box<dyn Error>> {
    // The body of an error is an answer, too.
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let request = encode(account, attempt, &GetVoucherInfos::default());
    let (head, mut body) = agent.run(request.map(|body| body.to_vec()))?.into_parts();
    let answer = Response::from_parts(head, Bytes::from(body.read_to_vec()?));
    let answer = decode::<GetVoucherInfos>(attempt, &answer)?;
    let names = answer.rows.iter().map(|row| Ok(row.decode()?.name.unwrap_or_default()));
    names.collect()
}

#[allow(clippy::print_stdout, reason = "an example prints")]
#[allow(clippy::disallowed_methods, reason = "the edge of the program reads the clock")]
fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [base_url, openid, app_key] = <[String; 3]>::try_from(words).map_err(|_| "three words")?;
    let config = AccountConfig::new(Secret::new(openid), Secret::new(app_key));
    let account = Account::new(AccountConfig { base_url, ..config })?;
    // Any number that is not used twice.
    let attempt = AttemptParams::new(jiff::Timestamp::now(), std::process::id().into());
    for name in templates(&account, &attempt)? {
        println!("{name}");
    }
    Ok(())
}
