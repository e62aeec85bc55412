//! Writes: what is done can be read, what is refused has changed nothing, what breaks a rule is not sent.

use coupon_domain::{
    Audience, ChangeEndDate, Command, CommandKind, CreateTemplate, CustomFieldValue, CustomerRef,
    Discount, Effect, EndTemplate, ErrorKind, Grant, Issue, LineItem, ProductRef, ProductScope,
    Review, ReviewDecision, SetCustomFields, TemplateRef, WriteOutcome,
};
use jiff::civil::{Date, date};

use crate::{
    case::{Case, cases, field},
    reads::agrees,
    support::coupons_in,
};

const KINDS: [CommandKind; 6] = [
    CommandKind::CreateTemplate,
    CommandKind::EndTemplate,
    CommandKind::ChangeEnd,
    CommandKind::Issue,
    CommandKind::Review,
    CommandKind::Annotate,
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
    }
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

/// A claim of a 优惠券, or a 兑货券 for an agreement.
fn issue(case: &Case, agreement: &str) -> Issue {
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

fn everything(case: &Case) -> [Vec<(String, String)>; 3] {
    [case.sandbox.voucher_rows(), case.sandbox.held_rows(), case.sandbox.coupon_rows()]
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
                Ok(outcome) => assert!(outcome.trace.is_some(), "the call has a name: {outcome:?}"),
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
            assert_eq!(after[1].len() + after[2].len(), before[1].len() + before[2].len() + 1);
            let code = after[2].iter().find(|(_, raw)| field(raw, "coupon_no") == "HG0001");
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
                    issue.customer = CustomerRef::Code("没有".to_owned());
                    Command::Issue(issue)
                }
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
            assert_eq!(error.details().code.as_deref(), Some("1"));
            assert_eq!(everything(&case), before, "{} {kind:?}", case.name());
        }
    }
}

#[tokio::test]
async fn a_write_that_breaks_a_documented_rule_is_not_sent() {
    for case in cases() {
        let long = "券".repeat(101);
        for &kind in case.provider.capabilities().commands {
            let broken = match command(&case, kind).await {
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
                (Effect::None, 0),
                "{} {kind:?}",
                case.name()
            );
        }
    }
}
