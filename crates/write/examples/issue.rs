//! Issues a coupon against a sandbox in this process, loses the answer, and finds out by reading that it was issued.
//!
//! `cargo run -p coupon-write --example issue`

use std::{error::Error, sync::Arc};

use coupon_domain::{
    AccountName, Command, CustomerRef, Issue, LineItem, ProductRef, Provider, TemplateRef,
};
use coupon_ledger::{Environment, JournalEntry, OpenOptions};
use coupon_qince::{CouponDetails, Qince};
use coupon_qince_wire::{Account, AccountConfig, TimestampForm};
use coupon_sandbox::{FaultRule, InProcess, Sandbox, SandboxConfig};
use coupon_sign::Secret;
use coupon_transport::{AttemptContext, Client, Rate, RetryConfig};
use coupon_write::{
    Notice, Resolver, WriteContext, assign_code, fresh_key, unsettled_writes, write_command,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let settled = issue_and_resolve(&folder.path().join("coupons.db")).await?;
    #[allow(clippy::print_stdout, reason = "an example prints its result")]
    {
        println!("{} is {}: {:?}", settled.entry.key, settled.state.as_str(), settled.ids);
    }
    Ok(())
}

/// Returns the journal entry of the write after it was resolved.
pub(crate) async fn issue_and_resolve(
    path: &std::path::Path,
) -> Result<JournalEntry, Box<dyn Error>> {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 10, ..SandboxConfig::default() });
    let provider = provider(&sandbox)?;
    let account = AccountName::new("trade");
    let ledger = OpenOptions::new(Environment::Sandbox).create(true).open(path)?;
    ledger.register_account(&account, "qince", "the sandbox").await?;

    let clock = sandbox.clone();
    let context = WriteContext {
        ledger: &ledger,
        now: &move || clock.now(),
        random: &|| AttemptContext::from_system().random,
        operator: Some("the example"),
        notify: &|_: Notice<'_>| {},
    };
    let key = fresh_key((context.random)());
    let command = command(&sandbox, &key);
    provider.check(&command)?;

    // The vendor does the write, and the connection breaks before its answer.
    let rule = FaultRule::every("reset-after".parse()?);
    let operation = Some("coupondetail.addCoupon".to_owned());
    sandbox.place_fault(FaultRule { operation, count: Some(1), ..rule })?;
    let lost = write_command(&context, &account, &provider, &command, key).await;
    let lost = lost.err().ok_or("the answer should have been lost")?;
    assert!(lost.to_string().contains("it may have been done"), "{lost}");

    let message = |reason: &_| format!("{reason:?}");
    let resolver = Resolver { context, message: &message };
    let open = unsettled_writes(&ledger, |_| true).await?;
    let [stored] = <[JournalEntry; 1]>::try_from(open).map_err(|_| "one write is open")?;
    let resolved = resolver.resolve(stored, Some(&provider), false).await?;
    Ok(resolved.after)
}

fn command(sandbox: &Sandbox, key: &str) -> Command {
    let known = sandbox.qince();
    let mut issue = Issue {
        template: TemplateRef::Name("spring".to_owned()),
        customer: CustomerRef::Code(known.customers[0].code.clone()),
        code: None,
        begins: Some(jiff::civil::date(2026, 3, 1)),
        ends: Some(jiff::civil::date(2099, 12, 31)),
        lines: vec![LineItem {
            product: ProductRef::Code(known.products[0].code.clone()),
            quantity: 3.into(),
            unit: "箱".to_owned(),
        }],
        threshold_percent: None,
        recovery_days: None,
        fields: Vec::new(),
        received_at: None,
    };
    assign_code(&mut issue, key);
    Command::Issue(Box::new(issue))
}

fn provider(sandbox: &Sandbox) -> Result<CouponDetails, Box<dyn Error>> {
    let access = sandbox.qince();
    let account = Account::new(AccountConfig {
        base_url: access.base_url,
        openid: Secret::new(access.openid),
        app_key: Secret::new(access.app_key),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    })?;
    let connector = Arc::new(InProcess(sandbox.clone()));
    let client = Client::new(connector, RetryConfig::default(), Rate::Unlimited);
    Ok(CouponDetails::new(Arc::new(Qince::new(account, client)), 1000))
}
