//! The part of an answer in which a client sees one switch.

use coupon_sandbox::{QmaiAction, Sandbox};
use http::Request;
use jiff::{SignedDuration, tz::Offset};
use serde_json::{Value, json};

use crate::support::{
    add_voucher, data, open_voucher, qince_raw, qmai_account, qmai_raw, refused, send, text,
};

const V3: &str = "v3.getCustomerCoupons";
const IDS: &str = "v2.user-coupons-detail.by-ids";
const USER: &str = "v2.user-coupons-detail.by-user";
const LIST: &str = "voucher.getVoucherInfos";
const USAGE: &str = "voucher.queryVoucherUsedInfo";
const RECEIVE: &str = "voucher.receiveVoucherInfo";
const QUERY: &str = "coupondetail.queryCouponDetail";
const ADD: &str = "coupondetail.addCoupon";

/// The part of an answer that the switch is about.
pub(crate) async fn look(sandbox: &Sandbox, quirk: &str) -> String {
    match quirk {
        "use-status-zero" | "gift-status" | "v3-updated-at" => stepped(sandbox, quirk).await,
        "qmai-status" => cut(&one_coupon(sandbox).await, "{", 0, ",").to_owned() + ",",
        "qmai-code" | "nothing-found" => found_and_not(sandbox, quirk).await,
        "qmai-trace-id" => {
            let answer: Value = serde_json::from_str(&one_coupon(sandbox).await).unwrap();
            let length = |trace: &str| format!("{} characters", trace.len());
            answer["traceId"].as_str().map_or("no traceId".to_owned(), length)
        }
        "qmai-int" => field(&one_coupon(sandbox).await, "useStatus"),
        "v3-data" => upto(&one_coupon(sandbox).await, r#""data""#, r#""beginAt""#),
        "qmai-blank" | "v2-templates" => templates(sandbox, quirk).await,
        "v2-both-keys" | "v2-number" | "v2-goods-range" | "v2-show-page" => {
            of_user(sandbox, quirk).await
        }
        "qmai-envelope" => other_names(sandbox).await,
        "qmai-biz-id" => issued_twice(sandbox).await,
        "voucher-id" | "prod-brands" | "voucher-percent" | "source-from" | "required-type"
        | "named-range" | "window-end" => voucher(sandbox, quirk).await,
        "voucher-times" | "voucher-use-status" | "voucher-expired" => held(sandbox, quirk).await,
        "receive-fields" | "receive-answer" | "end-date" => change(sandbox, quirk).await,
        "effect-date" | "modify-time" | "coupon-units" | "coupon-keys" => {
            goods(sandbox, quirk).await
        }
        "return-code" | "response-data" | "no-rows" => envelopes(sandbox, quirk).await,
        "qince-time" => milliseconds(sandbox).await,
        "http-refusals" => {
            let request = Request::get("/api/voucher/v1/getVoucherInfos/1/2/3/4");
            let answer = send(sandbox, request.body(Default::default()).unwrap()).await;
            let text = String::from_utf8(answer.into_body().to_vec()).unwrap();
            text.split_inclusive(',').next().unwrap().trim_end().to_owned()
        }
        other => panic!("no look at {other}"),
    }
}

/// How many coupons two issues of one bizId give, for the template that gives most.
async fn issued_twice(sandbox: &Sandbox) -> String {
    let access = sandbox.qmai();
    let mut most = 0;
    for template in &access.coupon_ids {
        let before = sandbox.qmai_rows().len();
        let customer = &access.customers[2];
        let call = json!({ "bizId": "b", "couponId": template, "customerId": customer, "num": 1 });
        for _ in 0..2 {
            qmai_raw(sandbox, "v3.issueCouponsToCustomer", &call.to_string()).await;
        }
        most = most.max(sandbox.qmai_rows().len() - before);
    }
    format!("{most} coupons")
}

/// The message for times with milliseconds in the place of the seconds, of two digits and of three.
async fn milliseconds(sandbox: &Sandbox) -> String {
    let access = sandbox.qince();
    let minute = Offset::constant(8).to_datetime(sandbox.now()).strftime("%Y%m%d%H%M").to_string();
    let mut messages = Vec::new();
    for millis in ["75", "123"] {
        let time = format!("{minute}{millis}");
        let body = r#"{"page_number":1,"page_length":1}"#;
        let digest =
            coupon_sign::md5_hex(&[format!("{body}|{}|{time}", access.app_key).as_bytes()]);
        let path = format!("/api/voucher/v1/getVoucherInfos/{}/{time}/{digest}/1", access.openid);
        let answer = text(send(sandbox, Request::post(path).body(body.into()).unwrap()).await);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        messages.push(answer["return_msg"].as_str().unwrap().to_owned());
    }
    assert_eq!(messages[0], messages[1]);
    messages.remove(0)
}

/// A card with its customer.
fn card(sandbox: &Sandbox) -> (String, String) {
    let rows = sandbox.qmai_rows();
    let unused = rows
        .iter()
        .find(|(_, raw)| raw.contains(r#""useStatus":"0""#) || raw.contains(r#""useStatus":0"#));
    let (card, raw) = unused.unwrap();
    let row: Value = serde_json::from_str(raw).unwrap();
    (card.clone(), row["customerId"].as_str().unwrap().to_owned())
}

async fn one_coupon(sandbox: &Sandbox) -> String {
    let (card, customer) = card(sandbox);
    qmai_raw(sandbox, V3, &json!({"customerId": customer, "cardId": card}).to_string()).await
}

async fn stepped(sandbox: &Sandbox, quirk: &str) -> String {
    let (card_id, customer) = card(sandbox);
    let take = |step: QmaiAction| sandbox.apply(&step).unwrap();
    let mut asked = json!({"customerId": customer, "cardId": card_id});
    match quirk {
        "gift-status" => take(QmaiAction::Freeze { card_id }),
        "use-status-zero" => {
            asked["useStatus"] = json!("0");
            take(QmaiAction::Use { card_id: card_id.clone() });
            take(QmaiAction::Reverse { card_id });
        }
        _ => take(QmaiAction::Use { card_id }),
    }
    let answer = qmai_raw(sandbox, V3, &asked.to_string()).await;
    match quirk {
        "v3-updated-at" => field(&answer, "updatedAt").split('"').nth(3).unwrap().to_owned(),
        _ if answer.contains("useStatus") => field(&answer, "useStatus"),
        _ => field(&answer, "message"),
    }
}

async fn found_and_not(sandbox: &Sandbox, quirk: &str) -> String {
    let nobody = qmai_raw(sandbox, V3, r#"{"customerId":"1"}"#).await;
    if quirk == "qmai-code" {
        return format!("{} {}", field(&one_coupon(sandbox).await, "code"), field(&nobody, "code"));
    }
    let answer: Value = serde_json::from_str(&nobody).unwrap();
    let data = answer.get("data").map(|data| format!(" {data}")).unwrap_or_default();
    field(&nobody, "code") + &data
}

async fn templates(sandbox: &Sandbox, quirk: &str) -> String {
    let id = &sandbox.qmai().coupon_ids[0];
    let answer = qmai_raw(sandbox, IDS, &json!({"ids": id}).to_string()).await;
    match quirk {
        "qmai-blank" => field(&answer, "expire_days"),
        _ => shape(&upto(&answer, r#"{"data""#, r#","title""#).replace(r#","title""#, "")),
    }
}

/// A pair of V2 whose template suits the switch.
async fn of_user(sandbox: &Sandbox, quirk: &str) -> String {
    for (user, coupon) in sandbox.qmai().user_coupons {
        let mut params = json!({"user_id": user, "user_coupon_id": coupon});
        let answer = qmai_raw(sandbox, USER, &params.to_string()).await;
        let row: Value = serde_json::from_str(&answer).unwrap();
        let id: usize = row["data"]["coupon_id"].as_str().unwrap().parse().unwrap();
        match quirk {
            // As seeded: the first template has id 895, and each has the next range of goods.
            "v2-goods-range" if (id - 895) % 4 == 2 => return field(&answer, "goods_range_type"),
            "v2-show-page" if matches!((id - 895) % 6, 0 | 1) => {
                return field(&answer, "show_page");
            }
            "v2-number" => return shape(&upto(&answer, r#""number":"#, r#""used""#)),
            "v2-both-keys" => {
                params["ids"] = json!(sandbox.qmai().coupon_ids[0]);
                let answer = qmai_raw(sandbox, IDS, &params.to_string()).await;
                let data = answer.split_once(r#""data":"#).unwrap().1;
                return data.split('"').nth(1).unwrap().to_owned();
            }
            _ => {}
        }
    }
    panic!("no coupon of a template that shows {quirk}");
}

/// A V2 call under the names of V3.
async fn other_names(sandbox: &Sandbox) -> String {
    let stamp = coupon_qmai_wire::AttemptParams::new(sandbox.now(), 7);
    let operation = coupon_qmai_wire::operation(IDS).unwrap();
    let params = json!({"ids": sandbox.qmai().coupon_ids[0]}).to_string();
    let account = qmai_account(sandbox);
    let request = coupon_qmai_wire::encode_raw(&account, &stamp, operation, params.into());
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    let camel = |name: &String| name[..1].to_lowercase() + &name[1..];
    let fields = body.as_object().unwrap().iter().map(|(name, value)| (camel(name), value.clone()));
    let body = Value::Object(fields.collect()).to_string();
    let (parts, _) = request.into_parts();
    let answer = text(send(sandbox, Request::from_parts(parts, body.into())).await);
    field(&answer, "code")
}

async fn voucher(sandbox: &Sandbox, quirk: &str) -> String {
    let customer = sandbox.qince().customers[0].code.clone();
    let changes = match quirk {
        "voucher-percent" => json!({"discountsType": "ZKBL", "discountsPercent": "0.85"}),
        "named-range" => json!({"tradeRange": "2", "cmCode": customer}),
        _ => json!({}),
    };
    add_voucher(sandbox, changes).await;
    let mut window = json!({"start_create_date": "2026-03-01"});
    let listed = data(sandbox, LIST, window.clone()).await;
    let row = &listed[0];
    let raw = listed.to_string();
    match quirk {
        "voucher-id" => {
            let answer = qince_raw(sandbox, LIST, &window.to_string()).await;
            let envelope: Value = serde_json::from_str(&answer).unwrap();
            shape(&upto(envelope["response_data"].as_str().unwrap(), "[", ","))
        }
        "prod-brands" => {
            let mut names = row.as_object().unwrap().keys();
            names.find(|name| name.starts_with("prodBrand")).unwrap().clone()
        }
        "named-range" => {
            let named = row["cmInfos"].as_array().map(|infos| infos.len().to_string());
            let levels = &row["cmLevels"];
            format!("cmInfos: {}, cmLevels: {levels}", named.unwrap_or("no".to_owned()))
        }
        "window-end" => {
            window["end_create_date"] = json!("2026-03-01");
            let inside = data(sandbox, LIST, window).await.as_array().unwrap().len();
            format!("{inside} of {}", listed.as_array().unwrap().len())
        }
        "voucher-percent" => field(&raw, "discountsPercent"),
        "source-from" => field(&raw, "sourceFrom"),
        _ => field(&raw, "requiredType"),
    }
}

async fn held(sandbox: &Sandbox, quirk: &str) -> String {
    let id = add_voucher(sandbox, json!({"endDate": "2026-03-02"})).await;
    let customer = &sandbox.qince().customers[0].code;
    let time = "2026-03-01 10:20:30";
    data(sandbox, RECEIVE, json!({"voucherId": id, "cmCode": customer, "receiveTime": time})).await;
    let mut asked = json!({"voucherId": id});
    if quirk == "voucher-expired" {
        sandbox.advance(SignedDuration::from_hours(72));
        asked["voucherStatus"] = json!("2");
    }
    let row = data(sandbox, USAGE, asked).await[0].clone();
    match quirk {
        "voucher-times" => {
            assert_eq!(row["receive_time"], row["distribute_time"]);
            row["receive_time"].as_str().unwrap().to_owned()
        }
        _ if row.get("use_status").is_some() => field(&row.to_string(), "use_status"),
        _ => "no use_status".to_owned(),
    }
}

async fn change(sandbox: &Sandbox, quirk: &str) -> String {
    let id = add_voucher(sandbox, json!({"name": "唯一"})).await;
    let customer = &sandbox.qince().customers[0].code;
    if quirk == "end-date" {
        let call = json!({"voucherId": id}).to_string();
        let answer = qince_raw(sandbox, "voucher.modifyVoucherEndDate", &call).await;
        let rows = data(sandbox, LIST, json!({"start_create_date": "2026-03-01"})).await;
        return format!("{} {}", code(&answer), rows[0]["endDate"].as_str().unwrap());
    }
    let call = match quirk {
        "receive-fields" => json!({"voucherName": "唯一", "cmCode": customer}),
        _ => json!({"voucherId": id, "cmCode": customer}),
    };
    let answer = qince_raw(sandbox, RECEIVE, &call.to_string()).await;
    match quirk {
        "receive-fields" => code(&answer),
        _ => shape(answer.split_once(r#""response_data":"#).unwrap().1.strip_suffix('}').unwrap()),
    }
}

async fn goods(sandbox: &Sandbox, quirk: &str) -> String {
    let access = sandbox.qince();
    let product = &access.products[0].code;
    let mut call = json!({
        "coupon_no": "HG0001", "deal_name": "陈列协议", "cm_code": access.customers[0].code,
        "start_date": "2026-03-01", "end_date": "2026-12-31", "doorsill_percent": "80",
        "prods": [{"product_code": product, "unit_name": "箱", "num": 10}],
    });
    if quirk == "coupon-keys" {
        let answer: Value =
            serde_json::from_str(&qince_raw(sandbox, ADD, &call.to_string()).await).unwrap();
        call["cm_id"] = json!(access.customers[0].id);
        call["prods"][0]["product_id"] = json!(access.products[0].id);
        call["coupon_no"] = json!("HG0002");
        data(sandbox, ADD, call).await;
        return answer["return_msg"].as_str().unwrap().to_owned();
    }
    data(sandbox, ADD, call).await;
    let row = data(sandbox, QUERY, json!({"coupon_no": "HG0001"})).await[0].clone();
    let part = |name: &str| row[name].as_str().unwrap().to_owned();
    match quirk {
        "effect-date" => part("effect_date"),
        "modify-time" => part("modify_time"),
        _ => [part("num"), part("doorsill_value"), part("recycle_sign_time")].join(" "),
    }
}

async fn envelopes(sandbox: &Sandbox, quirk: &str) -> String {
    match quirk {
        "response-data" => {
            let answer = qince_raw(sandbox, LIST, "{}").await;
            shape(cut(&answer, r#""response_data""#, 0, "name"))
        }
        "no-rows" => {
            let none = qince_raw(sandbox, LIST, r#"{"start_create_date":"2030-01-01"}"#).await;
            none.split_once(r#""msg_id":"X000001""#).unwrap().1.to_owned()
        }
        _ => {
            let voucher = json!({"voucherId": open_voucher(sandbox).await}).to_string();
            let coupon = crate::support::running_coupon(sandbox);
            let exts = json!([{"ext_key": "a", "ext_value": "b"}]);
            let coupon = json!({"coupon_no": coupon, "exts": exts}).to_string();
            let unknown = json!({"coupon_no": "1", "exts": exts});
            refused(sandbox, "coupondetail.updateCouponExt", unknown.clone()).await;
            let mut codes = Vec::new();
            for (name, body) in [
                ("voucher.finishVoucher", voucher.clone()),
                ("voucher.finishVoucher", voucher),
                ("coupondetail.updateCouponExt", coupon),
                ("coupondetail.updateCouponExt", unknown.to_string()),
            ] {
                codes.push(code(&qince_raw(sandbox, name, &body).await));
            }
            codes.join(" ")
        }
    }
}

fn code(answer: &str) -> String {
    field(answer, "return_code").split_once(':').unwrap().1.to_owned()
}

/// A field whose value holds no comma or brace, with its name.
fn field(answer: &str, name: &str) -> String {
    let at = answer.find(&format!("\"{name}\":")).unwrap_or_else(|| panic!("no {name}: {answer}"));
    let end = answer[at..].find([',', '}']).unwrap();
    answer[at..at + end].to_owned()
}

fn cut<'a>(answer: &'a str, from: &str, after: usize, to: &str) -> &'a str {
    let at = answer.find(from).unwrap() + after;
    &answer[at..at + answer[at..].find(to).unwrap()]
}

/// From one mark to the next other one, both with it.
fn upto(answer: &str, from: &str, to: &str) -> String {
    cut(answer, from, 0, to).to_owned() + to
}

/// Every run of digits as one `#`.
fn shape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            other => out.push(other),
        }
    }
    out
}
