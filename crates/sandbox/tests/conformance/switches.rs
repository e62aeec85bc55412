//! Neutral values are the same for every reading of a contradiction that a server may show.

use std::collections::BTreeMap;

use coupon_domain::{Coupon, CouponQuery, Page, PageNumber, Template, Window};
use coupon_sandbox::{Quirk, Quirks};

use super::case::{Case, cases};

/// Switches whose other value says less or more than the first, with the providers that show it.
const TELLING: [(&str, &str); 4] = [
    // Without it, only the order tells that a held coupon was used.
    ("voucher-use-status", "qince.voucher"),
    // Only the last day tells that a held coupon is over.
    ("voucher-expired", "qince.voucher"),
    // The minute is known, or the second too.
    ("voucher-times", "qince.voucher"),
    // The unit of a quantity is known or not.
    ("coupon-units", "qince.coupondetail"),
];

#[tokio::test]
async fn neutral_values_are_the_same_under_every_switch() {
    let mut documented = BTreeMap::new();
    for case in cases() {
        let values = (templates(&case).await, coupons(&case).await);
        if case.quirks == Quirks::as_documented() {
            documented.insert(case.name().to_owned(), values);
            continue;
        }
        let tells = |(quirk, provider): &(&str, &str)| {
            let quirk = Quirk::named(quirk).unwrap();
            case.quirks.value(quirk) != quirk.values()[0] && case.name() == *provider
        };
        let usual = &documented[case.name()];
        let coupon = usual.1.iter().zip(&values.1).find(|(one, other)| one != other);
        let template = usual.0.iter().zip(&values.0).find(|(one, other)| one != other);
        assert_eq!(*usual == values, !TELLING.iter().any(tells), "{template:?} {coupon:?}");
    }
}

async fn templates(case: &Case) -> Vec<Template> {
    let mut all = Vec::new();
    for &by in case.provider.capabilities().templates {
        let window = Window { by, from: None, to: None };
        for number in 1..10 {
            all.extend(read(case.provider.templates(&window, page(number)).await.unwrap()));
        }
    }
    if case.provider.capabilities().templates_by_id.is_some() {
        let ids: Vec<_> = case.templates.iter().map(|(id, _)| id.as_str().into()).collect();
        all.extend(read(case.provider.templates_by_id(&ids).await.unwrap()));
    }
    all
}

async fn coupons(case: &Case) -> Vec<Coupon> {
    let mut all = Vec::new();
    for scope in &case.scopes {
        let query = CouponQuery { scope: scope.clone(), state: None };
        for number in 1..20 {
            let page = case.provider.coupons(&query, page(number)).await.unwrap();
            let end = page.end;
            all.extend(read(page));
            if end {
                break;
            }
        }
    }
    all
}

fn page(number: usize) -> PageNumber {
    (1..number).fold(PageNumber::FIRST, |page, _| page.next())
}

fn read<T>(page: Page<T>) -> impl Iterator<Item = T> {
    page.rows.into_iter().map(|row| row.expect("every seeded row can be read").value)
}
