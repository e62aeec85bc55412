//! A provider, the sandbox behind it, and what is known of its data without the provider.

use std::sync::Arc;

use coupon_domain::{
    CommandKind, CouponKey, CouponRef, CustomerRef, DateField, Provider, Scope, TemplateRef, Window,
};
use coupon_qince::{CouponDetails, Qince, Vouchers};
use coupon_qmai::Qmai;
use coupon_sandbox::{InProcess, Quirk, Quirks, RecordText, Sandbox, SandboxConfig};
use coupon_transport::{AttemptContext, Client, Rate, RetryConfig};
use serde_json::Value;

use crate::support::{qince_account, qmai_account, settings};

pub(crate) const PAGE: u32 = 10;

/// One provider with what it must list.
pub(crate) struct Case {
    pub(crate) provider: Box<dyn Provider>,
    pub(crate) sandbox: Sandbox,
    /// Every template it can list or look up.
    pub(crate) templates: Vec<RecordText>,
    /// Every coupon.
    pub(crate) coupons: Vec<RecordText>,
    /// Questions that together are about every coupon.
    pub(crate) scopes: Vec<Scope>,
    /// A coupon with the id of its first row, for a provider that can ask for one.
    pub(crate) coupon: Option<(CouponRef, String)>,
    /// How the sandbox behaves where the documents contradict themselves.
    pub(crate) quirks: Quirks,
}

/// Every provider, each with a sandbox of its own, under both profiles and under every single switch.
pub(crate) fn cases() -> impl Iterator<Item = Case> {
    let singles = Quirk::ALL.into_iter().flat_map(|quirk| {
        quirk.values()[1..].iter().map(move |value| {
            let mut quirks = Quirks::as_documented();
            quirks.set(quirk.name(), value).unwrap();
            quirks
        })
    });
    let all = [Quirks::as_documented(), Quirks::as_observed()].into_iter().chain(singles);
    all.flat_map(|quirks| [vouchers, goods, qmai].into_iter().map(move |case| case(quirks)))
}

/// Says which case it was that failed.
impl Drop for Case {
    #[allow(clippy::print_stderr, reason = "a failing test may speak")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let other = |(quirk, value): &(Quirk, &str)| *value != quirk.values()[0];
            let changed: Vec<(Quirk, &str)> = self.quirks.iter().filter(other).collect();
            eprintln!("{} under {changed:?}", self.name());
        }
    }
}

impl Case {
    /// How many calls were sent so far.
    pub(crate) fn calls(&self) -> usize {
        self.sandbox.log(0).len()
    }

    pub(crate) fn name(&self) -> &str {
        self.provider.name().as_str()
    }

    /// Whether the sandbox refuses a command that the documents allow: addCoupon needs both keys where the column 必填 is taken
    /// at its word, and a command names a customer by one.
    pub(crate) fn refuses(&self, kind: CommandKind) -> bool {
        kind == CommandKind::Issue
            && self.name() == "qince.coupondetail"
            && self.quirks.value(Quirk::named("coupon-keys").unwrap()) == "both"
    }
}

fn vouchers(quirks: Quirks) -> Case {
    let (sandbox, client) = served(quirks);
    let provider = Vouchers::new(Arc::new(Qince::new(qince_account(&sandbox), client)), PAGE);
    let templates = sandbox.voucher_rows();
    let scopes =
        templates.iter().map(|(id, _)| Scope::Template(TemplateRef::Id(id.as_str().into())));
    Case {
        provider: Box::new(provider),
        scopes: scopes.collect(),
        coupons: sandbox.held_rows(),
        templates,
        coupon: None,
        sandbox,
        quirks,
    }
}

fn goods(quirks: Quirks) -> Case {
    let (sandbox, client) = served(quirks);
    let provider = CouponDetails::new(Arc::new(Qince::new(qince_account(&sandbox), client)), PAGE);
    let coupons = sandbox.coupon_rows();
    let name = CouponKey::Code(field(&coupons[5].1, "coupon_no"));
    let no = |(_, raw): &&RecordText| field(raw, "coupon_no") == field(&coupons[5].1, "coupon_no");
    let first = coupons.iter().find(no).unwrap().0.clone();
    Case {
        provider: Box::new(provider),
        scopes: vec![Scope::Window(Window { by: DateField::Created, from: None, to: None })],
        templates: Vec::new(),
        coupon: Some((CouponRef { name, customer: None, template: None }, first)),
        coupons,
        sandbox,
        quirks,
    }
}

fn qmai(quirks: Quirks) -> Case {
    let (sandbox, client) = served(quirks);
    let provider = Qmai::new(qmai_account(&sandbox), client).listing_templates(true);
    let customers = sandbox.qmai().customers;
    let scope = |id: &String| Scope::Customer(CustomerRef::Id(id.as_str().into()));
    let coupons = sandbox.qmai_rows();
    let (card, raw) = &coupons[5];
    let customer = Some(CustomerRef::Id(field(raw, "customerId").into()));
    let name = CouponKey::Code(card.clone());
    Case {
        provider: Box::new(provider),
        scopes: customers.iter().map(scope).collect(),
        templates: sandbox.template_rows(),
        coupon: Some((CouponRef { name, customer, template: None }, card.clone())),
        coupons,
        sandbox,
        quirks,
    }
}

fn served(quirks: Quirks) -> (Sandbox, Client) {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 150, quirks, ..settings() });
    let clock = sandbox.clone();
    let moments = move || AttemptContext { now: clock.now(), random: 7 };
    let server = Arc::new(InProcess(sandbox.clone()));
    let client = Client::new(server, RetryConfig::default(), Rate::Unlimited);
    (sandbox, client.with_time_source(Arc::new(moments)))
}

pub(crate) fn field(raw: &str, name: &str) -> String {
    let row: Value = serde_json::from_str(raw).unwrap();
    row[name].as_str().unwrap().to_owned()
}
