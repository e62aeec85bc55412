//! A raw write leaves the same state as the neutral write of the same meaning.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(dead_code, reason = "the support is for all tests of this crate")]

mod support;

use coupon_domain::{
    Audience, ChangeEndDate, Command, CreateTemplate, CustomFieldValue, CustomerRef, Discount,
    EndTemplate, Grant, Issue, LineItem, Postcondition, ProductRef, ProductScope, Provider, RawRow,
    Review, ReviewDecision, SetCustomFields, TemplateRef,
};
use coupon_qince::{CouponDetails, Vouchers};
use jiff::civil::date;

fn create(discount: Discount) -> Command {
    Command::CreateTemplate(Box::new(CreateTemplate {
        name: "满100减10".to_owned(),
        begins: date(2026, 3, 1),
        ends: date(2026, 12, 31),
        discount,
        threshold: Some(100.into()),
        online_payment_only: false,
        terms: None,
        note: None,
        grant: Grant::Promotion,
        give_to_all: false,
        per_customer: 1,
        total: 10,
        audience: Audience::Attributes {
            types: None,
            levels: None,
            departments: None,
            labels: None,
            districts: None,
        },
        goods: ProductScope::All,
        source: None,
    }))
}

fn issue(template: TemplateRef, customer: CustomerRef, code: Option<&str>) -> Command {
    let goods = code.is_some();
    let line = LineItem {
        product: ProductRef::Code("P-01".to_owned()),
        quantity: 3.into(),
        unit: "箱".to_owned(),
    };
    Command::Issue(Box::new(Issue {
        template,
        customer,
        code: code.map(str::to_owned),
        begins: goods.then_some(date(2026, 3, 1)),
        ends: goods.then_some(date(2026, 12, 31)),
        lines: if goods { vec![line] } else { Vec::new() },
        threshold_percent: None,
        recovery_days: None,
        fields: Vec::new(),
        received_at: (!goods).then(|| "2026-03-05T02:03:04Z".parse().unwrap()),
    }))
}

fn postcondition(operation: &str, body: &str) -> Option<Postcondition> {
    CouponDetails::new(support::qince(None).0, 1000).postcondition(operation, body)
}

fn custom_fields(row: &RawRow) -> Option<Vec<CustomFieldValue>> {
    CouponDetails::new(support::qince(None).0, 1000).custom_fields(row)
}

fn commands() -> Vec<Command> {
    let template = || TemplateRef::Id("7087421684223516948".into());
    let field = |key: &str| CustomFieldValue { key: key.to_owned(), value: "餐饮".to_owned() };
    vec![
        create(Discount::Amount("10.50".parse().unwrap())),
        create(Discount::Percent { share: "0.85".parse().unwrap(), at_most: Some(50.into()) }),
        create(Discount::Percent { share: "0.5".parse().unwrap(), at_most: None }),
        Command::EndTemplate(EndTemplate { template: template() }),
        Command::ChangeEnd(ChangeEndDate { template: template(), ends: date(2027, 1, 31) }),
        issue(template(), CustomerRef::Id("1".into()), None),
        issue(template(), CustomerRef::Code("C1".to_owned()), None),
        issue(template(), CustomerRef::SourceCode("S1".to_owned()), None),
        issue(TemplateRef::Name("协议".to_owned()), CustomerRef::Id("1".into()), Some("N1")),
        issue(TemplateRef::Name("协议".to_owned()), CustomerRef::Code("C1".into()), Some("N1")),
        Command::Review(Review {
            code: "N1".to_owned(),
            verdict: ReviewDecision::SendBack,
            by: "王经理".to_owned(),
        }),
        Command::Annotate(SetCustomFields {
            code: "N1".to_owned(),
            fields: vec![field("渠道"), field("区域")],
        }),
    ]
}

#[tokio::test]
async fn a_body_leaves_what_its_command_leaves() {
    for command in commands() {
        // The answer is lost: only what was sent counts.
        let (qince, canned) = support::qince(None);
        let vouchers = Vouchers::new(qince.clone(), 1000);
        let goods = CouponDetails::new(qince, 1000);
        drop((vouchers.write(&command, None).await, goods.write(&command, None).await));
        let asked = canned.requests();
        let [sent] = &asked[..] else { panic!("{command:?} was sent {} times", asked.len()) };
        let words: Vec<&str> = sent.uri().path().split('/').collect();
        let operation = format!("{}.{}", words[2], words[4]);
        let body = std::str::from_utf8(sent.body()).unwrap();
        assert_eq!(postcondition(&operation, body), Some(Postcondition::from(&command)), "{body}");
    }
}

#[test]
fn what_cannot_be_looked_for_leaves_nothing() {
    for (operation, body) in [
        ("voucher.getVoucherInfos", "{}"),
        ("voucher.finishVoucher", "{}"),
        ("voucher.finishVoucher", "no JSON"),
        ("voucher.modifyVoucherEndDate", r#"{"voucherId":"1","endDate":"soon"}"#),
        ("voucher.addVoucherInfo", r#"{"name":"a","startDate":"2026-01-01"}"#),
        ("coupondetail.addCoupon", r#"{"deal_name":"a","cm_id":"1"}"#),
        ("coupondetail.approvalCoupon", r#"{"coupon_no":"1","coupon_status":"3"}"#),
        ("coupondetail.updateCouponExt", r#"{"coupon_no":"1","exts":[]}"#),
    ] {
        assert_eq!(postcondition(operation, body), None, "{operation} {body}");
    }
}

#[test]
fn of_several_names_the_first_counts_as_for_the_vendor() {
    let body = r#"{"voucherId":7,"voucherName":"a","cmCode":"C","cmSourceCode":"S"}"#;
    let held = Postcondition::CouponIssued {
        template: TemplateRef::Id("7".into()),
        customer: CustomerRef::Code("C".to_owned()),
        received_at: None,
    };
    assert_eq!(postcondition("voucher.receiveVoucherInfo", body), Some(held));
}

#[test]
fn custom_fields_are_told_empty_or_not_told() {
    let fields = |row: &str| custom_fields(&RawRow::from(row));
    assert_eq!(fields(r#"{"coupon_no":"1"}"#), None);
    assert_eq!(fields(r#"{"exts":null}"#), None);
    assert_eq!(fields(r#"{"exts":[]}"#), Some(Vec::new()));
    let one = CustomFieldValue { key: "渠道".to_owned(), value: "餐饮".to_owned() };
    assert_eq!(fields(r#"{"exts":[{"ext_key":"渠道","ext_value":"餐饮"}]}"#), Some(vec![one]));
}
