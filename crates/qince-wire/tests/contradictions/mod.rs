//! Where the Qince documents contradict themselves: one test per contradiction, by its number, with both readings.

mod further;

use crate::support::{evidence, one, read, refused, sampled_row, success, validate};
use coupon_qince_wire::{
    coupondetail::{
        AddCoupon, ApprovalCoupon, BackState, QueryCouponDetail, ReviewState, UseState,
    },
    voucher::{
        AddVoucherInfo, FinishVoucher, GetCmInfos, GetVoucherInfos, ModifyVoucherEndDate,
        QueryVoucherUsedInfo, ReceiveVoucherInfo, RequiredMode, VoucherOrigin, VoucherUseStatus,
    },
};
use coupon_wire::{DayLimit, Percent};
use jiff::civil::{date, datetime};

#[test]
fn contradiction_10_an_id_is_a_bare_number_or_text() {
    assert!(evidence("voucher.getVoucherInfos", "data.json").contains(": 6856083179295188426,"));
    for data in [r#"{"id":6856083179295188426}"#, r#"{"id":"6856083179295188426"}"#] {
        assert_eq!(one::<GetVoucherInfos>(data).id.as_deref(), Some("6856083179295188426"));
    }
    // The request sample has 18 digits, the answer sample 19: both are read as they stand.
    let asked: QueryVoucherUsedInfo =
        serde_json::from_str(&evidence("voucher.queryVoucherUsedInfo", "request.json")).unwrap();
    assert_eq!(asked.voucher_id.as_deref(), Some("708742168422351694"));
    let answered = sampled_row::<QueryVoucherUsedInfo>().voucher_id;
    assert_eq!(answered.as_deref(), Some("7087421684223516948"));
}

#[test]
fn contradiction_11_brands_by_either_name() {
    let brand = r#"[{"pdBrandId":"7","prodBrandName":"徐福记"}]"#;
    let table = one::<GetVoucherInfos>(&format!(r#"{{"prodBrand":{brand}}}"#));
    let sample = one::<GetVoucherInfos>(&format!(r#"{{"prodBrands":{brand}}}"#));
    assert_eq!(table.prod_brand, sample.prod_brands);
    assert_eq!(table.prod_brand[0].prod_brand_name.as_deref(), Some("徐福记"));
    assert!(table.prod_brands.is_empty() && sample.prod_brand.is_empty());
}

#[test]
fn contradiction_12_a_percentage_has_two_scales() {
    let create = |percent: &str| {
        let body = format!(r#"{{"discountsType":"ZKBL","discountsPercent":"{percent}"}}"#);
        refused("voucher.addVoucherInfo", &body)
    };
    assert!(create("0.85").is_empty());
    assert_eq!(create("85"), ["ADD-22 discountsPercent"]);
    for (sent, digits) in [(r#""0.85""#, "0.85"), (r#""85""#, "85"), ("85", "85")] {
        let row = one::<GetVoucherInfos>(&format!(r#"{{"discountsPercent":{sent}}}"#));
        assert_eq!(row.discounts_percent.unwrap().to_string(), digits, "no scale is given here");
    }
    let held = one::<QueryVoucherUsedInfo>(r#"{"discounts_percent":"85"}"#);
    assert_eq!(held.discounts_percent.unwrap().to_string(), "85");
}

#[test]
fn contradiction_13_times_as_described_and_as_sampled() {
    for day in ["2022-10-31", "2022-31-10"] {
        let held = one::<QueryVoucherUsedInfo>(&format!(r#"{{"end_date":"{day}"}}"#));
        assert_eq!(held.end_date, Some(date(2022, 10, 31)), "{day}");
    }
    for (text, second) in [("2022-10-20 13:25", 0), ("2022-10-20 13:25:09", 9)] {
        let held = one::<QueryVoucherUsedInfo>(&format!(r#"{{"receive_time":"{text}"}}"#));
        assert_eq!(held.receive_time, Some(datetime(2022, 10, 20, 13, 25, second, 0)));
    }
    for (text, nanos) in [
        ("2019-12-05 14:25:35.143", 143_000_000),
        ("2019-12-05 14:25:35.143000", 143_000_000),
        ("2019-12-05 14:25:35", 0),
    ] {
        let row = one::<QueryCouponDetail>(&format!(r#"{{"modify_time":"{text}"}}"#));
        assert_eq!(row.modify_time, Some(datetime(2019, 12, 5, 14, 25, 35, nanos)), "{text}");
    }
    for range in ["2019-11-05~2019-12-25", "2019-11-05 ~ 2019-12-25"] {
        let row = one::<QueryCouponDetail>(&format!(r#"{{"effect_date":"{range}"}}"#));
        let range = row.effect_date.unwrap();
        assert_eq!((range.from, range.to), (date(2019, 11, 5), date(2019, 12, 25)));
    }
}

#[test]
fn contradiction_14_code_as_text_or_number_data_as_text_inline_or_null() {
    for code in [r#""0""#, "0"] {
        for (data, rows) in [(r#""[{\"id\":\"7\"}]""#, 1), (r#"[{"id":"7"}]"#, 1), ("null", 0)] {
            let body = format!(r#"{{"return_code":{code},"response_data":{data}}}"#);
            assert_eq!(read::<GetCmInfos>(&body).unwrap().rows.len(), rows, "{body}");
        }
    }
}

#[test]
fn contradiction_15_a_source_may_have_a_third_value() {
    for (text, origin) in [
        ("ZZ", VoucherOrigin::Own),
        ("XF", VoucherOrigin::PassedDown),
        ("OPENAPI", VoucherOrigin::External),
    ] {
        let voucher = one::<GetVoucherInfos>(&format!(r#"{{"sourceFrom":"{text}"}}"#));
        let held = one::<QueryVoucherUsedInfo>(&format!(r#"{{"create_type":"{text}"}}"#));
        assert_eq!((voucher.source_from, held.create_type), (Some(origin.clone()), Some(origin)));
    }
}

#[test]
fn contradiction_16_required_type_zero_or_a_word() {
    for (text, mode) in [
        ("ANYONE", RequiredMode::Any),
        ("ALL", RequiredMode::All),
        ("0", RequiredMode::Other("0".to_owned())),
    ] {
        let data = format!(r#"{{"requiredType":"{text}","sourceFrom":"ZZ"}}"#);
        assert_eq!(one::<GetVoucherInfos>(&data).required_type, Some(mode));
    }
    assert_eq!(sampled_row::<GetVoucherInfos>().required_type.unwrap().as_str(), "0");
}

#[test]
fn contradiction_17_fields_of_the_table_or_of_the_sample_alone() {
    let end: ModifyVoucherEndDate =
        serde_json::from_str(&evidence("voucher.modifyVoucherEndDate", "request.json")).unwrap();
    assert_eq!(end.end_date.as_deref(), Some("2022-09-20"), "only the sample has it");
    let by_name = ReceiveVoucherInfo {
        voucher_name: Some("10元优惠券".to_owned()),
        cm_id: Some("8".to_owned()),
        receive_time: Some("2022-10-20 13:25:00".to_owned()),
        ..Default::default()
    };
    let body = serde_json::to_string(&by_name).unwrap();
    assert!(
        body.contains("voucherName") && body.contains("receiveTime"),
        "only the table has them"
    );
    assert!(refused("voucher.receiveVoucherInfo", &body).is_empty());
    let sample = evidence("voucher.receiveVoucherInfo", "request.json");
    assert!(refused("voucher.receiveVoucherInfo", &sample).is_empty());
    for (data, rows) in [("null", 0), (r#""ok""#, 1), (r#"{"id":"1"}"#, 1)] {
        assert_eq!(read::<ReceiveVoucherInfo>(&success(data)).unwrap().rows.len(), rows, "{data}");
    }
}

#[test]
fn contradiction_18_numbers_with_units_and_states_in_chinese() {
    let row = sampled_row::<QueryCouponDetail>();
    let num = row.num.unwrap();
    assert_eq!((num.amount.to_string(), num.unit.as_deref()), ("10".to_owned(), Some("箱")));
    assert!(matches!(row.doorsill_value, Some(Percent::Of(share)) if share.to_string() == "20.00"));
    assert_eq!(row.recycle_sign_time, Some(DayLimit::Of(10)));
    assert_eq!(row.format_status, Some(ReviewState::Running));
    let free = r#"{"num":"10","doorsill_value":"不限制","recycle_sign_time":"不限制"}"#;
    let row = one::<QueryCouponDetail>(free);
    assert_eq!(row.num.unwrap().unit, None);
    assert_eq!(row.doorsill_value, Some(Percent::Unlimited));
    assert_eq!(row.recycle_sign_time, Some(DayLimit::Unlimited));
    let row = one::<QueryCouponDetail>(r#"{"format_status":"已作废"}"#);
    assert_eq!(row.format_status, Some(ReviewState::Other("已作废".to_owned())));
}

#[test]
fn contradiction_19_two_fields_marked_required_of_which_one_is_enough() {
    let body = |customer: &str, product: &str| {
        format!(
            r#"{{"deal_name":"d","start_date":"2019-11-05","end_date":"2019-12-25",{customer}
                "prods":[{{{product}"unit_name":"箱","num":1}}]}}"#
        )
    };
    for customer in [r#""cm_id":"1","#, r#""cm_code":"1","#, r#""cm_id":"1","cm_code":"1","#] {
        for product in [r#""product_id":"1","#, r#""product_code":"1","#] {
            let body = body(customer, product);
            assert!(validate("coupondetail.addCoupon", &body).is_empty(), "{body}");
        }
    }
    let neither = refused("coupondetail.addCoupon", &body("", ""));
    assert_eq!(neither, ["CPA-4 cm_id", "CPA-12 prods[0].product_id"]);
}

#[test]
fn contradiction_20_use_status_present_or_absent() {
    assert_eq!(sampled_row::<QueryVoucherUsedInfo>().use_status, None, "not in the sample");
    for (text, status) in [
        ("0", VoucherUseStatus::Unused),
        ("1", VoucherUseStatus::Used),
        ("2", VoucherUseStatus::Expired),
    ] {
        for sent in [text.to_owned(), format!("{text:?}")] {
            let held = one::<QueryVoucherUsedInfo>(&format!(r#"{{"use_status":{sent}}}"#));
            assert_eq!(held.use_status.as_ref(), Some(&status));
        }
    }
}
