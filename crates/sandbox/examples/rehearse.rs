//! Rehearses a vendor that is down once, takes a permission back, and lets its coupons expire. Nothing is sent.
//!
//! `cargo run -p coupon-sandbox --example rehearse`

use std::error::Error;

use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, decode, encode, voucher::GetVoucherInfos,
};
use coupon_sandbox::{FaultRule, Sandbox, SandboxConfig};
use coupon_sign::Secret;
use jiff::SignedDuration;

/// Asks for the templates: their number, or the error as your program would get it.
pub(crate) fn templates(sandbox: &Sandbox) -> Result<usize, Box<dyn Error>> {
    let access = sandbox.qince();
    let keys = (Secret::new(access.openid), Secret::new(access.app_key));
    let config = AccountConfig { base_url: access.base_url, ..AccountConfig::new(keys.0, keys.1) };
    let attempt = AttemptParams::new(sandbox.now(), 1);
    let request = encode(&Account::new(config)?, &attempt, &GetVoucherInfos::default());
    Ok(decode::<GetVoucherInfos>(&attempt, &sandbox.call(&request).response)?.rows.len())
}

/// The results of four calls: the vendor is down, up again, without the permission, and a year later.
pub(crate) fn rehearse() -> Result<Vec<Result<usize, String>>, Box<dyn Error>> {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 100, ..SandboxConfig::default() });
    let ask = || templates(&sandbox).map_err(|error| error.to_string());
    sandbox.place_fault(FaultRule { count: Some(1), ..FaultRule::every("503".parse()?) })?;
    let mut results = vec![ask(), ask()];
    sandbox.set_permission("voucher.getVoucherInfos", false)?;
    results.push(ask());
    sandbox.set_permission("voucher.getVoucherInfos", true)?;
    sandbox.advance(SignedDuration::from_hours(365 * 24));
    results.push(ask());
    Ok(results)
}

#[allow(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn Error>> {
    for result in rehearse()? {
        println!("{result:?}");
    }
    Ok(())
}
