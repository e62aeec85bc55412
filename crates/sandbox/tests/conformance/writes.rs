//! Writes: what is done can be read, what is refused has changed nothing, what breaks a rule is not sent.

use coupon_domain::{
    Audience, ChangeEndDate, Command, CommandKind, CouponKey, CouponRef, CreateTemplate,
    CustomFieldValue, CustomerRef, Discount, Effect, EndTemplate, ErrorKind, Grant, Issue,
    LineItem, ProductRef, ProductScope, ReverseUse, Review, ReviewDecision, RevokeCoupon,
    SetCustomFields, TemplateRef, UseCoupon, WriteOutcome,
};
use jiff::civil::{Date, date};
use serde_json::Value;

use super::{
    case::{Case, cases, field},
    reads::agrees,
};
use crate::support::coupons_in;

const KINDS: [CommandKind; 9] = [
    CommandKind::CreateTemplate,
    CommandKind::EndTemplate,
    CommandKind::ChangeEnd,
    CommandKind::Issue,
    CommandKind::Review,
    CommandKind::Annotate,
    CommandKind::Use,
    CommandKind::Reverse,
    CommandKind::Revoke,
];
const END: Date = date(2026, 12, 31);

/// A legal command of that kind.
async fn command(case: &Case, kind: CommandKind) -> Command {
    let template = || TemplateRef::Id(open_template(case).as_str().into());
    let pending = || coupons_in(&case.sandbox, "待审批", "未使用").swap_remove(0);
    match kind {
        CommandKind::CreateTemplate => {
            Command::CreateTemplate(Box::new(creation("满100减10元优惠券")))
        }
        CommandKind::EndTemplate => Command::EndTemplate(EndTemplate { template: template() }),
        CommandKind::ChangeEnd => {
            Command::ChangeEnd(ChangeEndDate { template: template(), ends: END })
        }
        CommandKind::Issue => Command::Issue(Box::new(issue(case, "合规测试"))),
        CommandKind::Review => Command::Review(Review {
            code: pending(),
            verdict: ReviewDecision::Approve,
            by: "王芳".to_owned(),
        }),
        CommandKind::Annotate => Command::Annotate(SetCustomFields {
            code: pending(),
            fields: vec![CustomFieldValue {
                key: "备注".to_owned(), value: "合规测试".to_owned()
            }],
        }),
        CommandKind::Use => Command::Use(use_of(unused_coupon(case))),
        CommandKind::Reverse => {
            let coupon = unused_coupon(case);
            if case.provider.capabilities().commands.contains(&kind) {
                let used = Command::Use(use_of(coupon.clone()));
                case.provider.write(&used, Some(&"use-1".into())).await.unwrap();
            }
            Command::Reverse(ReverseUse { coupon, used_as: Some("use-1".into()) })
        }
        CommandKind::Revoke => Command::Revoke(RevokeCoupon { coupon: unused_coupon(case) }),
    }
}

fn use_of(coupon: CouponRef) -> UseCoupon {
    UseCoupon { coupon, order: "D-1".to_owned(), amount: Some("3.50".parse().unwrap()) }
}

/// A coupon that its customer can use, where coupons are named together with their customers.
fn unused_coupon(case: &Case) -> CouponRef {
    let rows = case.sandbox.qmai_rows();
    let text = |raw: &str, name: &str| {
        let row: Value = serde_json::from_str(raw).unwrap();
        row[name].to_string().replace('"', "")
    };
    let (card, raw) = rows.iter().find(|(_, raw)| text(raw, "useStatus") == "0").unwrap();
    let customer = CustomerRef::Id(text(raw, "customerId").into());
    let name = CouponKey::Code(card.clone());
    CouponRef { name, customer: Some(customer), template: None }
}

fn creation(name: &str) -> CreateTemplate {
    CreateTemplate {
        name: name.to_owned(),
        begins: date(2026, 3, 1),
        ends: END,
        discount: Discount::Amount(10.into()),
        threshold: Some(100.into()),
        online_payment_only: false,
        terms: None,
        note: None,
        grant: Grant::ThirdParty,
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
    }
}

/// A claim of a 优惠券, a 兑货券 for an agreement, or a coupon of Qmai's first template.
fn issue(case: &Case, agreement: &str) -> Issue {
    if case.name() == "qmai" {
        let access = case.sandbox.qmai();
        let customer = CustomerRef::Id(access.customers[0].as_str().into());
        return Issue {
            template: TemplateRef::Id(access.coupon_ids[0].as_str().into()),
            customer,
            code: None,
            begins: None,
            ends: None,
            lines: Vec::new(),
            threshold_percent: None,
            recovery_days: None,
            fields: Vec::new(),
            received_at: None,
        };
    }
    let access = case.sandbox.qince();
    let goods = case.name() == "qince.coupondetail";
    let line = LineItem {
        product: ProductRef::Code(access.products[0].code.clone()),
        quantity: 3.into(),
        unit: "箱".to_owned(),
    };
    let template = open_template(case);
    let holder = case.sandbox.customers_of(&template).first().map(|(id, _)| id.as_str().into());
    Issue {
        template: if goods {
            TemplateRef::Name(agreement.to_owned())
        } else {
            TemplateRef::Id(template.as_str().into())
        },
        customer: match holder {
            Some(holder) => CustomerRef::Id(holder),
            None => CustomerRef::Code(access.customers[0].code.clone()),
        },
        code: goods.then(|| "HG0001".to_owned()),
        begins: goods.then_some(date(2026, 3, 1)),
        ends: goods.then_some(END),
        lines: if goods { vec![line] } else { Vec::new() },
        threshold_percent: None,
        recovery_days: None,
        fields: Vec::new(),
        received_at: None,
    }
}

/// A template that is open; "1" where there are none.
fn open_template(case: &Case) -> String {
    let rows = case.sandbox.voucher_rows();
    let open = rows
        .iter()
        .find(|(_, raw)| field(raw, "isFinish") == "N" && field(raw, "endDate") > END.to_string());
    open.map_or("1", |(id, _)| id).to_owned()
}

fn everything(case: &Case) -> [Vec<(String, String)>; 4] {
    let Case { sandbox, .. } = case;
    [sandbox.voucher_rows(), sandbox.held_rows(), sandbox.coupon_rows(), sandbox.qmai_rows()]
}

#[tokio::test]
async fn a_provider_writes_what_it_says_and_nothing_else() {
    for kind in KINDS {
        for case in cases().filter(|case| !case.refuses(kind)) {
            let (command, before) = (command(&case, kind).await, everything(&case));
            let there = case.provider.capabilities().commands.contains(&kind);
            let answer = case.provider.write(&command, None).await;
            assert_eq!(answer.is_ok(), there, "{} {kind:?}: {:?}", case.name(), answer.err());
            assert_eq!(everything(&case) != before, there, "{} {kind:?}", case.name());
            match &answer {
                // One vendor names its calls in no document.
                Ok(outcome) => {
                    assert!(outcome.trace.is_some() || case.name() == "qmai", "{outcome:?}");
                }
                Err(_) => assert_eq!(case.calls(), 0, "{} {kind:?}: no call", case.name()),
            }
            agrees(&case, there, answer);
        }
    }
}

#[tokio::test]
async fn what_was_made_is_named_and_can_be_read() {
    for case in cases() {
        let commands = case.provider.capabilities().commands;
        if commands.contains(&CommandKind::CreateTemplate) {
            let made =
                case.provider.write(&command(&case, CommandKind::CreateTemplate).await, None).await;
            let id = made.unwrap().template.expect("the vendor names it").into_string();
            assert!(case.sandbox.voucher_rows().iter().any(|(known, _)| *known == id));
        }
        if commands.contains(&CommandKind::Issue) && !case.refuses(CommandKind::Issue) {
            let before = everything(&case);
            let made: WriteOutcome =
                case.provider.write(&command(&case, CommandKind::Issue).await, None).await.unwrap();
            let after = everything(&case);
            let held = |all: &[Vec<_>; 4]| all[1].len() + all[2].len() + all[3].len();
            assert_eq!(held(&after), held(&before) + 1);
            let goods = after[2].iter().find(|(_, raw)| field(raw, "coupon_no") == "HG0001");
            let card = after[3].iter().find(|(card, _)| made.code.as_ref() == Some(card));
            let code = goods.or(card);
            assert_eq!(made.code.is_some(), code.is_some(), "{}: {made:?}", case.name());
        }
    }
}

/// A template that does not exist, a number that is taken, a review that was given: refused, and nothing has changed.
#[tokio::test]
async fn a_refused_write_has_no_effect() {
    for case in cases() {
        let unknown = TemplateRef::Id("1".into());
        for &kind in case.provider.capabilities().commands {
            let refused = match command(&case, kind).await {
                Command::CreateTemplate(mut new) => {
                    new.audience = Audience::Customers(coupon_domain::IdsOrNames::Names(vec![
                        "没有".to_owned(),
                    ]));
                    Command::CreateTemplate(new)
                }
                Command::EndTemplate(_) => {
                    Command::EndTemplate(EndTemplate { template: unknown.clone() })
                }
                Command::ChangeEnd(_) => {
                    Command::ChangeEnd(ChangeEndDate { template: unknown.clone(), ends: END })
                }
                Command::Issue(mut issue) => {
                    issue.customer = match case.name() {
                        "qmai" => CustomerRef::Id("1".into()),
                        _ => CustomerRef::Code("没有".to_owned()),
                    };
                    Command::Issue(issue)
                }
                Command::Use(used) => Command::Use(UseCoupon { coupon: nobodys(), ..used }),
                Command::Reverse(reverse) => {
                    Command::Reverse(ReverseUse { used_as: Some("没有".into()), ..reverse })
                }
                Command::Revoke(_) => Command::Revoke(RevokeCoupon { coupon: nobodys() }),
                Command::Review(review) => {
                    Command::Review(Review { code: "没有".to_owned(), ..review })
                }
                Command::Annotate(annotate) => {
                    Command::Annotate(SetCustomFields { code: "没有".to_owned(), ..annotate })
                }
            };
            let before = everything(&case);
            let error = case.provider.write(&refused, None).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.effect()),
                (&ErrorKind::Refused, Effect::None),
                "{kind:?}: {error}"
            );
            let code = if case.name() == "qmai" { "20002" } else { "1" };
            assert_eq!(error.details().code.as_deref(), Some(code));
            assert_eq!(everything(&case), before, "{} {kind:?}", case.name());
        }
    }
}

fn nobodys() -> CouponRef {
    let customer = Some(CustomerRef::Id("1".into()));
    CouponRef { name: CouponKey::Code("1".to_owned()), customer, template: None }
}

#[tokio::test]
async fn a_write_that_breaks_a_documented_rule_is_not_sent() {
    for case in cases() {
        let long = "券".repeat(101);
        for &kind in case.provider.capabilities().commands {
            let legal = command(&case, kind).await;
            let calls = case.calls();
            let broken = match legal {
                // The needs of these two are assumed, and assumed rules refuse nothing.
                Command::Issue(_) | Command::Revoke(_) if case.name() == "qmai" => continue,
                Command::Use(used) => Command::Use(UseCoupon { order: String::new(), ..used }),
                Command::Reverse(reverse) => {
                    Command::Reverse(ReverseUse { used_as: Some("".into()), ..reverse })
                }
                Command::Revoke(revoke) => Command::Revoke(revoke),
                Command::CreateTemplate(_) => Command::CreateTemplate(Box::new(creation(&long))),
                Command::EndTemplate(_) => Command::EndTemplate(EndTemplate {
                    template: TemplateRef::Id(long.as_str().into()),
                }),
                Command::ChangeEnd(change) => Command::ChangeEnd(ChangeEndDate {
                    template: TemplateRef::Id(long.as_str().into()),
                    ..change
                }),
                Command::Issue(mut issue) => {
                    issue.customer = CustomerRef::Code(long.clone());
                    Command::Issue(issue)
                }
                Command::Review(review) => Command::Review(Review { by: long.clone(), ..review }),
                Command::Annotate(annotate) => {
                    Command::Annotate(SetCustomFields { code: long.clone(), ..annotate })
                }
            };
            let error = case.provider.write(&broken, None).await.unwrap_err();
            assert!(
                matches!(error.kind(), ErrorKind::Rule(_)),
                "{} {kind:?}: {error}",
                case.name()
            );
            assert_eq!(
                (error.effect(), case.calls()),
                (Effect::None, calls),
                "{} {kind:?}",
                case.name()
            );
        }
    }
}
