//! Qmai: ERR-4 to ERR-6, ENV-1 to ENV-5, V3-1 to V3-14, IDS-1 to IDS-16, USR-1 to USR-15, and the actions that no operation takes.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use bytes::Bytes;
use coupon_qmai_wire::{AttemptParams, V2Signing, encode_raw, operation};
use coupon_sandbox::{QmaiAction, Sandbox, SandboxConfig};
use http::Request;
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

const V3: &str = "v3.getCustomerCoupons";
const BY_IDS: &str = "v2.user-coupons-detail.by-ids";
const BY_USER: &str = "v2.user-coupons-detail.by-user";
const NOTHING: &str = r#"{"status":true,"code":"20001","message":"查询的信息不存在"}"#;

fn nothing() -> (String, String) {
    ("20001".to_owned(), "查询的信息不存在".to_owned())
}

/// The coupons of a customer: one object or a list (V3-7).
async fn coupons(sandbox: &Sandbox, customer: &str) -> Vec<Value> {
    match qmai(sandbox, V3, json!({"customerId": customer})).await.unwrap() {
        Value::Array(many) => many,
        one => vec![one],
    }
}

/// The envelope of a signed call, changed before it is sent.
async fn tampered(name: &str, change: impl Fn(&mut Map<String, Value>)) -> String {
    let sandbox = sandbox();
    let stamp = AttemptParams::new(sandbox.now(), 7);
    let params = Bytes::from_static(br#"{"customerId":"1","ids":"895"}"#);
    let request = encode_raw(&qmai_account(&sandbox), &stamp, operation(name).unwrap(), params);
    let mut envelope: Map<String, Value> = serde_json::from_slice(request.body()).unwrap();
    change(&mut envelope);
    let body = serde_json::to_vec(&envelope).unwrap();
    text(send(&sandbox, Request::post(request.uri()).body(body.into()).unwrap()).await)
}

fn gateway(code: &str, message: &str) -> String {
    format!(r#"{{"status":false,"code":"{code}","message":"{message}"}}"#)
}

#[tokio::test]
async fn err_4_6_success_is_text_and_a_refusal_a_bare_boolean() {
    let sandbox = sandbox();
    let template = sandbox.qmai().coupon_ids[0].clone();
    let answer = qmai_raw(&sandbox, BY_IDS, &json!({"ids": template}).to_string()).await;
    assert!(answer.starts_with(
        r#"{"status":"true","code":"0","message":"成功","data":{"data":{"895":{"id":"895","#
    ));
    assert_eq!(qmai_raw(&sandbox, V3, r#"{"customerId":"1"}"#).await, NOTHING);
}

#[tokio::test]
async fn env_1_every_field_of_the_envelope_is_needed_in_its_own_case() {
    for (operation, names) in [
        (V3, ["openId", "grantCode", "token", "timestamp", "nonce", "params"]),
        (BY_IDS, ["OpenId", "GrantCode", "Token", "Timestamp", "Nonce", "Params"]),
    ] {
        for name in names {
            let expected = gateway("100002", &format!("缺少公共参数:{name}"));
            assert_eq!(tampered(operation, |body| drop(body.remove(name))).await, expected);
            let lower = |body: &mut Map<String, Value>| {
                let value = body.remove(name).unwrap();
                body.insert(name.to_uppercase(), value);
            };
            assert_eq!(tampered(operation, lower).await, expected);
        }
    }
    let no_action = tampered(BY_IDS, |body| drop(body.remove("Action"))).await;
    assert_eq!(no_action, gateway("100002", "缺少公共参数:Action"));
}

#[tokio::test]
async fn env_2_3_5_what_the_envelope_holds() {
    let set = |name: &'static str, value: Value| {
        move |body: &mut Map<String, Value>| drop(body.insert(name.to_owned(), value.clone()))
    };
    let text = |body: &mut Map<String, Value>| {
        let (time, nonce) = (body["timestamp"].to_string(), body["nonce"].to_string());
        body.insert("timestamp".to_owned(), time.trim_matches('"').into());
        body.insert("nonce".to_owned(), nonce.trim_matches('"').into());
    };
    assert_eq!(tampered(V3, text).await, NOTHING, "ENV-2: text is taken");
    let number = |body: &mut Map<String, Value>| {
        for name in ["timestamp", "nonce"] {
            let text = body[name].to_string();
            body.insert(name.to_owned(), text.trim_matches('"').parse::<u64>().unwrap().into());
        }
    };
    assert_eq!(tampered(V3, number).await, NOTHING, "ENV-2: numbers are taken");
    for bad in [json!("soon"), json!(17), json!("2026-03-01")] {
        let answer = tampered(V3, set("timestamp", bad)).await;
        assert_eq!(answer, gateway("100002", "参数格式错误:timestamp 应为秒级时间戳"));
    }
    let answer = tampered(V3, set("nonce", json!("-1"))).await;
    assert_eq!(answer, gateway("100002", "参数格式错误:nonce 应为正整数"));
    for bad in [json!("{\"customerId\":\"1\"}"), json!([])] {
        let answer = tampered(V3, set("params", bad)).await;
        assert_eq!(answer, gateway("100002", "参数格式错误:params 应为 JSON 对象"), "ENV-3");
    }
    let answer = tampered(BY_IDS, set("Action", json!("user.nothing"))).await;
    assert_eq!(answer, gateway("110006", "接口方法不存在:user.nothing"), "ENV-5");
}

#[tokio::test]
async fn err_5_8_account_then_signature_then_time_then_grant() {
    let set = |name: &'static str, value: &'static str| {
        move |body: &mut Map<String, Value>| drop(body.insert(name.to_owned(), value.into()))
    };
    assert_eq!(tampered(V3, set("openId", "other")).await, gateway("110001", "密钥Id不存在"));
    assert_eq!(tampered(V3, set("grantCode", "other")).await, gateway("110001", "授权code无效"));
    assert_eq!(tampered(V3, set("nonce", "8")).await, gateway("110004", "签名错误"));
    assert_eq!(tampered(V3, set("token", "x")).await, gateway("110004", "签名错误"));

    let sandbox = sandbox();
    let late = AttemptParams::new(sandbox.now() - SignedDuration::from_mins(11), 7);
    let params = Bytes::from_static(b"{}");
    let request = encode_raw(&qmai_account(&sandbox), &late, operation(V3).unwrap(), params);
    assert_eq!(text(send(&sandbox, request).await), gateway("110003", "时间戳已过期"));
    sandbox.set_permission(V3, false).unwrap();
    assert_eq!(qmai_raw(&sandbox, V3, "{}").await, gateway("110005", "没有接口权限"), "ENV-4");
    let lost = Request::post("/v3/crm/nothing").body(Bytes::new()).unwrap();
    assert_eq!(text(send(&sandbox, lost).await), gateway("110006", "接口不存在"));
}

#[tokio::test]
async fn v2_is_signed_by_the_recipe_that_the_settings_demand() {
    let recipes = [V2Signing::PascalCase, V2Signing::CamelCase, V2Signing::PascalCaseWithAction];
    for demanded in recipes {
        let sandbox = Sandbox::new(SandboxConfig { v2_signing: demanded, ..settings() });
        for used in recipes {
            let stamp = AttemptParams::new(sandbox.now(), 7);
            let params = Bytes::from_static(br#"{"ids":"895"}"#);
            let account = qmai_account_with(&sandbox, used);
            let request = encode_raw(&account, &stamp, operation(BY_IDS).unwrap(), params);
            let answer = text(send(&sandbox, request).await);
            let head = if used == demanded {
                r#"{"status":"true""#
            } else {
                r#"{"status":false,"code":"110004""#
            };
            assert!(answer.starts_with(head), "{demanded:?} {used:?}: {answer}");
        }
    }
}

#[tokio::test]
async fn v3_1_the_customer_is_required_and_a_number() {
    let sandbox = sandbox();
    for (params, message) in [
        (json!({}), "customerId 必填(V3-1)"),
        (json!({"customerId": ""}), "customerId 必填(V3-1)"),
        (json!({"customerId": "abc"}), "customerId 应全为数字(V3-1)"),
    ] {
        assert_eq!(qmai(&sandbox, V3, params).await, Err(("20002".to_owned(), message.to_owned())));
    }
}

#[tokio::test]
async fn v3_2_to_9_filters_must_all_hold_and_one_match_is_an_object() {
    let sandbox = sandbox();
    let customer = sandbox.qmai().customers[0].clone();
    let all = coupons(&sandbox, &customer).await;
    assert!(all.len() > 2);
    let mut found = 0;
    for status in ["0", "1", "2", "6", "7"] {
        let params = json!({"customerId": customer, "useStatus": status, "cardId": ""});
        let expected: Vec<&Value> = all.iter().filter(|row| row["useStatus"] == status).collect();
        found += expected.len();
        match (qmai(&sandbox, V3, params).await, expected.as_slice()) {
            (Err(error), []) => assert_eq!(error, nothing(), "V3-6"),
            (Ok(data), [one]) => assert_eq!(data, **one, "V3-7"),
            (Ok(data), many) => assert_eq!(data, json!(many), "V3-7"),
            (Err(error), _) => panic!("{status}: {error:?}"),
        }
    }
    assert_eq!(found, all.len(), "V3-3: every coupon is in one documented state");
    let card = &all[1]["cardId"];
    let one = qmai(&sandbox, V3, json!({"customerId": customer, "cardId": card})).await.unwrap();
    assert_eq!(one, all[1], "V3-4");
    let both = json!({"customerId": customer, "cardId": card, "useStatus": all[1]["useStatus"]});
    assert_eq!(qmai(&sandbox, V3, both).await.unwrap(), all[1], "V3-5");
    let other = sandbox.qmai().customers[1].clone();
    for none in [
        json!({"customerId": other, "cardId": card}),
        json!({"customerId": customer, "useStatus": 5}),
    ] {
        assert_eq!(qmai(&sandbox, V3, none).await, Err(nothing()), "V3-3, V3-9");
    }
}

#[tokio::test]
async fn v3_9_to_14_seeded_coupons_show_every_state_and_kind() {
    let sandbox = sandbox();
    let mut seen: Vec<Value> = Vec::new();
    for customer in &sandbox.qmai().customers {
        if let Ok(data) = qmai(&sandbox, V3, json!({"customerId": customer})).await {
            let rows = data.as_array().cloned().unwrap_or_else(|| vec![data]);
            assert!(rows.iter().all(|row| row["customerId"] == customer.as_str()), "V3-9");
            seen.extend(rows);
        }
    }
    assert_eq!(seen.len(), 100, "a third of 300");
    let values = |field: &str| {
        let mut values: Vec<&str> = seen.iter().map(|row| row[field].as_str().unwrap()).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    assert_eq!(values("useStatus"), ["0", "1", "2", "6", "7"], "V3-10");
    assert_eq!(values("couponType"), ["0", "2", "3", "4", "5", "6", "7", "8"], "V3-11");
    assert_eq!((values("cardId").len(), values("couponId").len()), (100, 100), "V3-9");
    for row in &seen {
        let time = |field: &str| row[field].as_str().unwrap().to_owned();
        assert!(
            time("beginAt") <= time("endAt") && time("createdAt") <= time("updatedAt"),
            "V3-12"
        );
        assert!(time("endAt").len() == 19 && row["cardId"].as_str().unwrap().len() == 18);
        let over = time("endAt").as_str() < "2026-03-01 12:00:00";
        assert!(!over || row["useStatus"] != "0", "V3-13");
        assert!(sandbox.qmai().coupon_ids.contains(&time("templateId")), "V3-14");
    }
}

#[tokio::test]
async fn ids_1_to_5_templates_come_in_a_map_and_unknown_ones_are_left_out() {
    let sandbox = sandbox();
    let ids = sandbox.qmai().coupon_ids;
    for (params, message) in [
        (json!({}), "ids 必填(IDS-1)"),
        (json!({"ids": "895,,896"}), "ids 逗号之间不能为空(IDS-2)"),
        (json!({"ids": "x"}), "ids 应全为数字(IDS-2)"),
    ] {
        let (code, found) = qmai(&sandbox, BY_IDS, params).await.unwrap_err();
        assert!(code == "20002" && found.contains(message), "{found}");
    }
    let some = json!({"ids": format!("{}, 1,{},{}", ids[1], ids[0], ids[1])});
    let map = qmai(&sandbox, BY_IDS, some).await.unwrap()["data"].clone();
    let keys: Vec<&String> = map.as_object().unwrap().keys().collect();
    assert_eq!(keys, [&ids[0], &ids[1]], "IDS-5, TYP-11");
    assert!(ids[..2].iter().all(|id| map[id]["id"] == id.as_str()), "IDS-4");
    assert_eq!(qmai(&sandbox, BY_IDS, json!({"ids": "1,2,3,4"})).await, Err(nothing()));
    let both = json!({"ids": ids[0], "user_id": 1, "user_coupon_id": "1"});
    assert!(qmai(&sandbox, BY_IDS, both).await.unwrap()["data"].is_object(), "IDS-3");
}

#[tokio::test]
async fn ids_6_to_16_templates_agree_with_themselves() {
    let sandbox = sandbox();
    let rows = sandbox.template_rows();
    let rows: Vec<Value> = rows.iter().map(|(_, raw)| serde_json::from_str(raw).unwrap()).collect();
    let number = |row: &Value, field: &str| row[field].as_str().unwrap().parse::<i64>().ok();
    for row in &rows {
        let (total, claimed) = (number(row, "total").unwrap(), number(row, "number").unwrap());
        assert!(
            number(row, "used").unwrap() <= claimed && (total == 0 || claimed <= total),
            "IDS-8"
        );
        let fixed = row["expire_type"] == "0";
        assert!((row["start_at"] != "") == fixed && (row["end_at"] != "") == fixed, "IDS-10");
        assert_eq!(row["expire_days"] == "", fixed, "IDS-10");
        assert!(row["auto_dispatch_config"].is_array(), "IDS-14");
    }
    for (field, values) in [
        ("coupon_type", "01"),
        ("goods_range_type", "0123"),
        ("expire_type", "012"),
        ("shop_range_type", "012"),
        ("use_scene", "012"),
        ("user_receive_type", "12"),
    ] {
        let seen = |value: char| rows.iter().any(|row| row[field] == value.to_string());
        assert!(values.chars().all(seen), "{field}");
    }
    assert!(rows.iter().any(|row| row["auto_dispatch_config"][0]["pay_config"]["pay_num"] == "1"));
}

#[tokio::test]
async fn usr_1_to_8_one_coupon_of_a_user_with_its_template() {
    let sandbox = sandbox();
    let (user, record) = sandbox.qmai().user_coupons[0].clone();
    for (params, rule) in [
        (json!({"user_coupon_id": record}), "(USR-1)"),
        (json!({"user_id": "x", "user_coupon_id": record}), "(USR-1)"),
        (json!({"user_id": user}), "(USR-2)"),
    ] {
        let (code, message) = qmai(&sandbox, BY_USER, params).await.unwrap_err();
        assert!(code == "20002" && message.contains(rule), "{message}");
    }
    let coupon =
        qmai(&sandbox, BY_USER, json!({"user_id": user, "user_coupon_id": record})).await.unwrap();
    assert_eq!(coupon["user_id"], user.as_str());
    assert!(
        coupon["coupon"]["id"] == coupon["coupon_id"] && coupon.get("user_coupon_id").is_none(),
        "USR-4"
    );
    assert_eq!(coupon["status"], "0", "USR-5");
    let template = coupon["coupon_id"].as_str().unwrap();
    let by_ids =
        qmai(&sandbox, BY_IDS, json!({"ids": template})).await.unwrap()["data"][template].clone();
    assert_eq!(coupon["coupon"]["number"], by_ids["amount"], "USR-8");
    let as_number = json!({"user_id": user.parse::<u64>().unwrap(), "user_coupon_id": record});
    assert_eq!(qmai(&sandbox, BY_USER, as_number).await.unwrap(), coupon);
    let other = &sandbox.qmai().customers[2];
    for none in [
        json!({"user_id": other, "user_coupon_id": record}),
        json!({"user_id": user, "user_coupon_id": "1"}),
        json!({"user_id": user, "user_coupon_id": "none"}),
    ] {
        assert_eq!(qmai(&sandbox, BY_USER, none).await, Err(nothing()), "USR-3");
    }
}

#[tokio::test]
async fn a_coupon_is_used_reversed_frozen_and_deleted_by_steps_alone() {
    let sandbox = sandbox();
    let customer = sandbox.qmai().customers[0].clone();
    let unused =
        coupons(&sandbox, &customer).await.into_iter().find(|row| row["useStatus"] == "0").unwrap();
    let card_id = unused["cardId"].as_str().unwrap().to_owned();
    let status = async || {
        let row =
            qmai(&sandbox, V3, json!({"customerId": customer, "cardId": card_id})).await.unwrap();
        (
            row["useStatus"].as_str().unwrap().to_owned(),
            row["updatedAt"].as_str().unwrap().to_owned(),
        )
    };
    let used_of_template = async || {
        let id = unused["templateId"].as_str().unwrap();
        qmai(&sandbox, BY_IDS, json!({"ids": id})).await.unwrap()["data"][id]["used"].clone()
    };
    let step = |step: fn(String) -> QmaiAction| sandbox.apply(&step(card_id.clone()));
    let used = used_of_template().await;
    step(|card_id| QmaiAction::Use { card_id }).unwrap();
    assert_eq!(status().await, ("1".to_owned(), "2026-03-01 12:00:00".to_owned()));
    assert_ne!(used_of_template().await, used);
    assert!(step(|card_id| QmaiAction::Use { card_id }).is_err());
    step(|card_id| QmaiAction::Reverse { card_id }).unwrap();
    assert_eq!((status().await.0.as_str(), used_of_template().await), ("0", used));
    step(|card_id| QmaiAction::Freeze { card_id }).unwrap();
    assert_eq!(status().await.0, "2");
    assert!(step(|card_id| QmaiAction::Use { card_id }).is_err());
    step(|card_id| QmaiAction::Thaw { card_id }).unwrap();
    let end = unused["endAt"].as_str().unwrap().replace(' ', "T") + "+08:00";
    sandbox.set_clock(end.parse().unwrap());
    assert_eq!(status().await.0, "0", "V3-13: the last second");
    sandbox.advance(SignedDuration::from_secs(1));
    assert_eq!(status().await.0, "6", "V3-13");
    step(|card_id| QmaiAction::Delete { card_id }).unwrap();
    assert_eq!(status().await.0, "7");
    assert!(sandbox.apply(&QmaiAction::Delete { card_id: "1".to_owned() }).is_err());
}
