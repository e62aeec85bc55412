//! Reads: everything is found, verbatim and once; nothing found is empty; what is lacking is said without a call.

use std::collections::BTreeMap;

use coupon_domain::{
    Coupon, CouponKey, CouponQuery, CouponRef, Customer, CustomerRef, DateField, Effect, Error,
    ErrorKind, Page, PageNumber, Provider, Result, Scope, Template, TemplateId, TemplateRef,
    Window,
};
use coupon_sandbox::{Quirk, RecordText};

use super::case::{Case, PAGE, cases};

type Rows = BTreeMap<String, String>;

/// Reads to the end and gives every row by id. Pages are full to the last but one, and no id comes twice.
async fn all<T>(
    id: fn(&T) -> String,
    fetch: impl AsyncFn(PageNumber) -> Result<Page<T>>,
) -> Result<Rows> {
    let mut rows = Rows::new();
    let mut number = PageNumber::FIRST;
    loop {
        let page = fetch(number).await?;
        for row in &page.rows {
            let record = row.as_ref().expect("every seeded row can be read");
            let before = rows.insert(id(&record.value), record.row.as_str().to_owned());
            assert_eq!(before, None, "nothing changes meanwhile, so nothing comes twice");
        }
        if page.end {
            return Ok(rows);
        }
        assert!(!page.rows.is_empty(), "an empty page is the end");
        number = number.next();
    }
}

async fn templates(provider: &dyn Provider, by: DateField, bounds: Bounds) -> Result<Rows> {
    let window = Window { by, from: bounds.0, to: bounds.1 };
    all(
        |template: &Template| template.id.to_string(),
        async |page| provider.templates(&window, page).await,
    )
    .await
}

async fn coupons(provider: &dyn Provider, scope: &Scope) -> Result<Rows> {
    let query = CouponQuery { scope: scope.clone(), state: None };
    all(|coupon: &Coupon| coupon.id.to_string(), async |page| provider.coupons(&query, page).await)
        .await
}

type Bounds = (Option<jiff::civil::Date>, Option<jiff::civil::Date>);

const OPEN: Bounds = (None, None);

fn expected(rows: &[RecordText]) -> Rows {
    rows.iter().cloned().collect()
}

#[tokio::test]
async fn templates_are_found_by_day_and_by_id_verbatim() {
    for case in cases() {
        let provider = &*case.provider;
        let can = provider.capabilities();
        for &by in can.templates {
            assert_eq!(
                templates(provider, by, OPEN).await.unwrap(),
                expected(&case.templates),
                "{}",
                case.name()
            );
            let before = (None, Some("2023-12-31".parse().unwrap()));
            assert!(templates(provider, by, before).await.unwrap().is_empty(), "{}", case.name());
        }
        if can.templates_whole {
            let listed = templates(provider, DateField::Created, OPEN).await.unwrap();
            assert_eq!(listed, expected(&case.templates), "{}", case.name());
        }
        if can.templates_by_id.is_some() {
            let mut ids: Vec<TemplateId> =
                case.templates.iter().map(|(id, _)| id.as_str().into()).collect();
            ids.push("1".into());
            let page = provider.templates_by_id(&ids).await.unwrap();
            assert!(page.end);
            let found = page.rows.iter().map(|row| {
                let record = row.as_ref().unwrap();
                (record.value.id.to_string(), record.row.as_str().to_owned())
            });
            assert_eq!(
                found.collect::<Rows>(),
                expected(&case.templates),
                "{}: unknown ids are left out",
                case.name()
            );
            for none in [&[][..], &["1".into()]] {
                assert_eq!(
                    provider.templates_by_id(none).await.unwrap(),
                    Page::empty(),
                    "{}",
                    case.name()
                );
            }
        }
    }
}

#[tokio::test]
async fn customers_of_a_template_are_found_verbatim() {
    for case in cases().filter(|case| case.provider.capabilities().customers) {
        for (id, _) in &case.templates {
            let template = TemplateRef::Id(id.as_str().into());
            let fetch = async |page| case.provider.customers(&template, page).await;
            let found = all(|customer: &Customer| customer.id.to_string(), fetch).await.unwrap();
            assert_eq!(found, expected(&case.sandbox.customers_of(id)), "{}", case.name());
        }
    }
}

#[tokio::test]
async fn every_coupon_is_found_verbatim_and_no_other() {
    for case in cases() {
        assert!(case.coupons.len() > 3 * PAGE as usize, "several pages");
        let mut found = Rows::new();
        for scope in &case.scopes {
            found.extend(coupons(&*case.provider, scope).await.unwrap());
        }
        assert_eq!(found, expected(&case.coupons), "{}", case.name());
    }
}

#[tokio::test]
async fn windows_of_coupons_hold_whole_days() {
    for case in cases() {
        for &by in case.provider.capabilities().coupons_by_window {
            let window = |from: &str, to: &str| {
                let (from, to) = (from.parse().ok(), to.parse().ok());
                Scope::Window(Window { by, from, to })
            };
            // Where the last day does not belong to a window, one ends a day later.
            let whole = case.quirks.value(Quirk::named("window-end").unwrap()) == "inclusive";
            let last = if whole { "2024-12-31" } else { "2025-01-01" };
            let early = coupons(&*case.provider, &window("", last)).await.unwrap();
            let late = coupons(&*case.provider, &window("2025-01-01", "")).await.unwrap();
            assert!(!early.is_empty() && !late.is_empty());
            assert_eq!(early.len() + late.len(), case.coupons.len(), "{}", case.name());
            assert!(coupons(&*case.provider, &window("", "2023-12-31")).await.unwrap().is_empty());
        }
    }
}

#[tokio::test]
async fn a_page_past_the_end_is_empty_and_the_end() {
    let far = (0..500).fold(PageNumber::FIRST, |page, _| page.next());
    for case in cases() {
        let query = CouponQuery { scope: case.scopes[0].clone(), state: None };
        let page = case.provider.coupons(&query, far).await.unwrap();
        assert_eq!(page, Page::empty(), "{}", case.name());
    }
}

#[tokio::test]
async fn one_coupon_is_found_by_its_code_and_an_unknown_one_is_none() {
    for case in cases() {
        let Some((known, id)) = &case.coupon else { continue };
        let records = case.provider.coupon(known).await.unwrap();
        let record = records.first().expect("it is there");
        assert_eq!(record.value.id.as_str(), id, "{}", case.name());
        let unknown = CouponRef { name: CouponKey::Code("1".to_owned()), ..known.clone() };
        assert_eq!(case.provider.coupon(&unknown).await.unwrap(), [], "{}", case.name());
    }
}

/// Every way to ask, and whether the provider says that it has it. What it lacks costs no call.
#[tokio::test]
async fn what_is_lacking_is_unsupported_and_what_is_there_is_not() {
    for case in cases() {
        let (can, provider) = (case.provider.capabilities(), &*case.provider);
        let day = Some("2024-01-01".parse().unwrap());
        for by in [DateField::Created, DateField::Changed] {
            let window = Window { by, from: day, to: day };
            let asked = provider.templates(&window, PageNumber::FIRST).await;
            agrees(&case, can.templates.contains(&by), asked);
            let scope = Scope::Window(window);
            agrees(&case, can.coupons_by_window.contains(&by), coupons(provider, &scope).await);
        }
        let id = case.templates.first().map_or("1", |(id, _)| id);
        let by_id = TemplateRef::Id(id.into());
        let by_name = TemplateRef::Name("没有".to_owned());
        let customer = CustomerRef::Id("1".into());
        agrees(&case, can.templates_by_id.is_some(), provider.templates_by_id(&[id.into()]).await);
        agrees(&case, can.customers, provider.customers(&by_id, PageNumber::FIRST).await);
        for (there, scope) in [
            (can.coupons_by_template_id, Scope::Template(by_id)),
            (can.coupons_by_template_name, Scope::Template(by_name)),
            (can.coupons_by_customer, Scope::Customer(customer.clone())),
            (false, Scope::Customer(CustomerRef::SourceCode("1".to_owned()))),
        ] {
            agrees(&case, there, coupons(provider, &scope).await);
        }
        let name = CouponKey::Code("1".to_owned());
        let alone = CouponRef { name, customer: None, template: None };
        let with_customer = CouponRef { customer: Some(customer), ..alone.clone() };
        agrees(&case, can.coupon && !can.coupon_needs_customer, provider.coupon(&alone).await);
        agrees(&case, can.coupon, provider.coupon(&with_customer).await);
    }
}

/// An answer that is there exactly where the capabilities say so.
pub(crate) fn agrees<T>(case: &Case, there: bool, answer: Result<T>) {
    let lacks = |error: &Error| *error.kind() == ErrorKind::Unsupported;
    assert_eq!(
        answer.as_ref().err().is_some_and(lacks),
        !there,
        "{}: {:?}",
        case.name(),
        answer.err()
    );
    if let Err(error) = answer {
        assert_eq!(error.effect(), Effect::None, "{}: {error}", case.name());
    }
}

#[tokio::test]
async fn what_is_lacking_costs_no_call() {
    for case in cases() {
        let before = case.calls();
        let nobody = Scope::Customer(CustomerRef::SourceCode("1".to_owned()));
        assert!(coupons(&*case.provider, &nobody).await.is_err());
        assert_eq!(case.calls(), before, "{}", case.name());
    }
}

#[tokio::test]
async fn a_missing_permission_is_about_credentials_and_nothing_has_happened() {
    let operations =
        ["voucher.queryVoucherUsedInfo", "coupondetail.queryCouponDetail", "v3.getCustomerCoupons"];
    for (case, operation) in cases().zip(operations.into_iter().cycle()) {
        case.sandbox.set_permission(operation, false).unwrap();
        let error = coupons(&*case.provider, &case.scopes[0]).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.effect()),
            (&ErrorKind::Credentials, Effect::None),
            "{error}"
        );
        assert_eq!(error.details().operation, Some(operation));
        assert!(error.to_string().contains("没有接口权限"), "the vendor's words are kept: {error}");
    }
}
