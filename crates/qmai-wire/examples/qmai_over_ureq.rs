//! Lists the coupons of a customer of Qmai over `ureq`: the wire crate signs and reads, the library sends.
//!
//! `coupon sandbox` prints an address and credentials for it:
//! `cargo run -p coupon-qmai-wire --example qmai_over_ureq -- BASE_URL OPEN_ID GRANT_CODE OPEN_KEY CUSTOMER_ID`

use std::error::Error;

use bytes::Bytes;
use coupon_qmai_wire::{
    Account, AccountConfig, AttemptParams, decode, encode, v3::GetCustomerCoupons,
};
use coupon_sign::Secret;
use http::Response;

/// The ids of the coupons that a customer holds.
pub(crate) fn coupons(
    account: &Account,
    attempt: &AttemptParams,
    customer: &str,
) -> Result<Vec<String>, Box<dyn Error>> {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let customer_id = Some(customer.to_owned());
    let call = GetCustomerCoupons { customer_id, ..GetCustomerCoupons::default() };
    let request = encode(account, attempt, &call).map(|body| body.to_vec());
    let (head, mut body) = agent.run(request)?.into_parts();
    let answer = Response::from_parts(head, Bytes::from(body.read_to_vec()?));
    let answer = decode::<GetCustomerCoupons>(&answer)?;
    let ids = answer.rows.iter().map(|row| Ok(row.decode()?.card_id.unwrap_or_default()));
    ids.collect()
}

#[allow(clippy::print_stdout, reason = "an example prints")]
#[allow(clippy::disallowed_methods, reason = "the edge of the program reads the clock")]
fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words = <[String; 5]>::try_from(words).map_err(|_| "five words")?;
    let [base_url, open_id, grant_code, open_key, customer] = words;
    let secrets = [open_id, grant_code, open_key].map(Secret::new);
    let [open_id, grant_code, open_key] = secrets;
    let config = AccountConfig::new(open_id, grant_code, open_key);
    let account = Account::new(AccountConfig { base_url, ..config })?;
    // Any number that is not used twice.
    let attempt = AttemptParams::new(jiff::Timestamp::now(), std::process::id().into());
    for id in coupons(&account, &attempt, &customer)? {
        println!("{id}");
    }
    Ok(())
}
