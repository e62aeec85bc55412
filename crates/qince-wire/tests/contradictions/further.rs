//! Contradictions 21 to 32.

use coupon_qince_wire::Endpoint;
use serde_json::Value;

use super::*;

#[test]
fn contradiction_21_attributes_under_range_2_or_named_customers() {
    let sample = sampled_row::<GetVoucherInfos>();
    assert_eq!(sample.trade_range.unwrap().as_str(), "2");
    assert_eq!(sample.cm_levels[0].cm_level_name.as_deref(), Some("D"));
    assert_eq!(sample.cm_levels[0].cm_level_id, None, "names without ids");
    assert!(!sample.cm_types.is_empty() && sample.cm_infos.is_empty());
    let table =
        r#"{"tradeRange":"2","cmInfos":[{"id":"7","code":"CUS010043","name":"新增的终端"}]}"#;
    let table = one::<GetVoucherInfos>(table);
    assert_eq!(table.cm_infos[0].code.as_deref(), Some("CUS010043"));
    assert!(table.cm_levels.is_empty() && table.cm_types.is_empty());
    let attributes =
        r#"{"tradeRange":1,"cmLevels":[{"cmLevelId":7,"cmLevelName":"D"}],"cmInfos":[]}"#;
    assert_eq!(one::<GetVoucherInfos>(attributes).cm_levels[0].cm_level_id.as_deref(), Some("7"));
}

#[test]
fn contradiction_22_asked_for_unused_shown_a_used_one() {
    let asked: QueryVoucherUsedInfo =
        serde_json::from_str(&evidence("voucher.queryVoucherUsedInfo", "request.json")).unwrap();
    assert_eq!(asked.voucher_status, Some(VoucherUseStatus::Unused));
    let shown = sampled_row::<QueryVoucherUsedInfo>();
    assert_eq!(shown.id, shown.order_id, "the sampled ids are one");
    assert!(shown.order_create_time.is_some() && shown.order_amount.is_some());
    let unused = one::<QueryVoucherUsedInfo>(
        r#"{"id":"1","order_id":"","order_no":"","order_create_time":"","order_amount":"","voucher_amount":""}"#,
    );
    assert_eq!((unused.order_id, unused.order_no, unused.order_create_time), (None, None, None));
    assert_eq!((unused.order_amount, unused.voucher_amount), (None, None));
}

#[test]
fn contradiction_23_ids_that_are_one_in_the_sample_are_two_fields() {
    let sample = sampled_row::<QueryCouponDetail>();
    assert_eq!((sample.id, sample.prod_id), (sample.deal_id, sample.order_id));
    let row = one::<QueryCouponDetail>(r#"{"id":"1","deal_id":"2","prod_id":"3","order_id":"4"}"#);
    let ids = [row.id, row.deal_id, row.prod_id, row.order_id].map(Option::unwrap);
    assert_eq!(ids, ["1", "2", "3", "4"]);
}

#[test]
fn contradiction_24_recovered_in_either_field() {
    let sample = sampled_row::<QueryCouponDetail>();
    assert_eq!(sample.is_used, Some(UseState::Used));
    assert_eq!(sample.is_back, Some(BackState::Recovered));
    let row = one::<QueryCouponDetail>(r#"{"is_used":"已回收","is_back":"未回收"}"#);
    assert_eq!(row.is_used, Some(UseState::Recovered));
    assert_eq!(row.is_back, Some(BackState::NotRecovered));
    let row = one::<QueryCouponDetail>(r#"{"is_used":"未使用","is_back":""}"#);
    assert_eq!((row.is_used, row.is_back), (Some(UseState::Unused), None));
}

#[test]
fn contradiction_25_lengths_when_written_as_filter_and_when_read() {
    let long = "字".repeat(100);
    let body = format!(r#"{{"coupon_no":"{long}","deal_name":"{long}"}}"#);
    let refused_new = refused("coupondetail.addCoupon", &body);
    assert!(
        !refused_new.iter().any(|rule| rule.starts_with("CPA-1 ") || rule.starts_with("CPA-3"))
    );
    let refused_filter = refused("coupondetail.queryCouponDetail", &body);
    assert_eq!(refused_filter, ["CPQ-2 deal_name", "CPQ-2 coupon_no"]);
    let approval = format!(r#"{{"coupon_no":"{long}","coupon_status":"1","confirm_emp":"张三"}}"#);
    assert!(refused(ApprovalCoupon::NAME, &approval).is_empty());

    let name = format!(r#"{{"name":"{long}","businessFromName":"{long}"}}"#);
    let refused_voucher = refused("voucher.addVoucherInfo", &name);
    assert!(refused_voucher.contains(&"ADD-1 name".to_owned()), "{refused_voucher:?}");
    assert!(refused_voucher.contains(&"ADD-19 businessFromName".to_owned()));
    // A reader takes any length.
    let row = one::<QueryCouponDetail>(&format!(
        r#"{{"coupon_no":"{long}","deal_name":"{long}","order_no":"{long}"}}"#
    ));
    assert_eq!(
        (row.coupon_no, row.deal_name, row.order_no.as_ref()),
        (Some(long.clone()), Some(long.clone()), Some(&long))
    );
    let held = one::<QueryVoucherUsedInfo>(&format!(
        r#"{{"voucher_name":"{long}","business_from_name":"{long}","order_no":"{long}"}}"#
    ));
    assert_eq!((held.voucher_name, held.business_from_name), (Some(long.clone()), Some(long)));
}

#[test]
fn contradiction_26_decimals_with_eight_places_or_two() {
    let body = r#"{"doorsillType":"Y","doorsillAmount":20.12345678}"#;
    let doorsill = |rule: &String| rule.contains("doorsillAmount");
    assert!(!refused("voucher.addVoucherInfo", body).iter().any(doorsill));
    let call: AddVoucherInfo = serde_json::from_str(body).unwrap();
    let sent = serde_json::to_string(&call).unwrap();
    assert_eq!(sent, r#"{"doorsillAmount":20.12345678,"doorsillType":"Y"}"#, "every digit is sent");
    for text in ["20.00", "20.12345678"] {
        let row = one::<GetVoucherInfos>(&format!(r#"{{"doorsillAmount":"{text}"}}"#));
        assert_eq!(row.doorsill_amount.unwrap().to_string(), text);
    }
    for text in ["10箱", "0.12345678箱"] {
        let row = one::<QueryCouponDetail>(&format!(r#"{{"num":"{text}"}}"#));
        assert_eq!(row.num.unwrap().to_string(), text);
    }
}

#[test]
fn contradiction_27_one_thing_under_several_names() {
    let data = r#"{"prodTypes":[{"pdTypeId":1}],"prodBrand":[{"pdBrandId":2}],"pdInfos":[{"pdId":3,"code":"P"}]}"#;
    let row = one::<GetVoucherInfos>(data);
    assert_eq!(row.prod_types[0].pd_type_id.as_deref(), Some("1"));
    assert_eq!(row.prod_brand[0].pd_brand_id.as_deref(), Some("2"));
    assert_eq!(row.pd_infos[0].pd_id.as_deref(), Some("3"));
    let text = |text: &str| Some(text.to_owned());
    let call = AddVoucherInfo {
        prod_type_id: text("1"),
        prod_brand_id: text("2"),
        prod_id: text("3"),
        prod_code: text("P"),
        ..Default::default()
    };
    let sent = serde_json::to_string(&call).unwrap();
    assert_eq!(sent, r#"{"prodTypeId":"1","prodBrandId":"2","prodId":"3","prodCode":"P"}"#);
    let finish = FinishVoucher { voucher_id: text("7") };
    assert_eq!(serde_json::to_string(&finish).unwrap(), r#"{"voucherId":"7"}"#);
    let customers = GetCmInfos { voucher_id: text("7"), ..Default::default() };
    assert_eq!(serde_json::to_string(&customers).unwrap(), r#"{"voucher_id":"7"}"#);
    assert_eq!(one::<QueryVoucherUsedInfo>(r#"{"voucher_id":"7"}"#).voucher_id, text("7"));
    assert_eq!(one::<GetVoucherInfos>(r#"{"id":"7"}"#).id, text("7"));
}

#[test]
fn contradiction_28_creation_and_query_do_not_meet() {
    let created: Value =
        serde_json::from_str(&evidence("voucher.addVoucherInfo", "request.json")).unwrap();
    let row = serde_json::to_value(sampled_row::<GetVoucherInfos>()).unwrap();
    for field in ["grantType", "businessFromName", "comment"] {
        assert!(created.get(field).is_some() && row.get(field).is_none(), "{field}");
    }
    assert!(row.get("autoReceive").is_none());
    let all = r#"{"hasRequired":"Y","requiredType":"ALL","requiredAllnum":"3","sourceFrom":"XF"}"#;
    let call: AddVoucherInfo = serde_json::from_str(all).unwrap();
    assert_eq!(call, AddVoucherInfo::default(), "these cannot be set");
    // Should an answer bring them after all, the row's text has them.
    let read = read::<GetVoucherInfos>(&success(r#"{"id":1,"grantType":"ZDLQ"}"#)).unwrap();
    assert!(read.rows[0].decode().is_ok() && read.rows[0].raw().contains("ZDLQ"));
}

#[test]
fn contradiction_29_required_fields_of_a_product_blank_or_filled() {
    let blank = sampled_row::<GetVoucherInfos>().pd_infos.remove(0);
    assert_eq!((blank.is_required, blank.required_num, blank.unit_id), (None, None, None));
    for (text, required) in [("Y", true), ("N", false)] {
        let data = format!(
            r#"{{"pdInfos":[{{"isRequired":"{text}","requiredNum":"3.000","unitId":"9","unitName":"箱"}}]}}"#
        );
        let filled = one::<GetVoucherInfos>(&data).pd_infos.remove(0);
        assert_eq!(filled.is_required, Some(required));
        assert_eq!(filled.required_num.unwrap().to_string(), "3.000");
        assert_eq!(filled.unit_id.as_deref(), Some("9"));
    }
}

#[test]
fn contradiction_30_envelope_types_cross() {
    for (body, message) in [
        (r#"{"return_code":"0","return_msg":null,"msg_id":"X000001","response_data":null}"#, None),
        (r#"{"msg_id":"X000001","return_code":0,"return_msg":""}"#, None),
        (r#"{"return_code":"0","return_msg":"响应信息","msg_id":"X000001"}"#, Some("响应信息")),
    ] {
        let voucher = read::<FinishVoucher>(body).unwrap();
        let coupon = read::<ApprovalCoupon>(body).unwrap();
        assert_eq!((voucher.code.as_str(), coupon.code.as_str()), ("0", "0"));
        assert_eq!((voucher.message.as_deref(), coupon.message.as_deref()), (message, message));
        assert!(voucher.rows.is_empty() && coupon.rows.is_empty());
    }
}

#[test]
fn contradiction_31_a_creation_answers_an_object_or_a_list_of_one() {
    let voucher = r#"{"voucherId":"6812072753231956829"}"#;
    for data in [voucher.to_owned(), format!("[{voucher}]")] {
        let id = one::<AddVoucherInfo>(&data).voucher_id;
        assert_eq!(id.as_deref(), Some("6812072753231956829"));
    }
    let coupon = r#"{"id":"8183666817447601554"}"#;
    for data in [coupon.to_owned(), format!("[{coupon}]")] {
        let new = one::<AddCoupon>(&data);
        assert_eq!((new.id.as_deref(), new.code), (Some("8183666817447601554"), None));
    }
}

#[test]
fn contradiction_32_lists_that_may_or_may_not_be_required() {
    assert!(sampled_row::<QueryCouponDetail>().exts.is_empty(), "not in the sample");
    let filled = r#"{"exts":[{"ext_key":"渠道","ext_value":"KA"}]}"#;
    let row = one::<QueryCouponDetail>(filled);
    assert_eq!(row.exts[0].ext_key.as_deref(), Some("渠道"));
    let new = r#"{"deal_name":"d","cm_id":"1","start_date":"2019-11-05","end_date":"2019-12-25"}"#;
    assert_eq!(refused("coupondetail.addCoupon", new), ["CPA-11 prods"], "exts may be absent");
    assert_eq!(refused("coupondetail.updateCouponExt", r#"{"coupon_no":"1"}"#), ["CPX-2 exts"]);
    let sent = serde_json::to_string(&AddCoupon::default()).unwrap();
    assert_eq!(sent, "{}", "an empty list is not sent");
}
