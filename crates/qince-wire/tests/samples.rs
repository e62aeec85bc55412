//! The samples printed in the documents, each decoded and compared.

use crate::support::{
    MSG_ID, account, attempt, evidence, read, read_by_name, sampled_answer, sampled_answer_inline,
    sampled_row, validate,
};
use coupon_qince_wire::{
    Endpoint, OPERATIONS,
    coupondetail::{AddCoupon, BackState, QueryCouponDetail, RecordStatus, ReviewState, UseState},
    encode, operation,
    voucher::{
        AddVoucherInfo, DiscountKind, FinishVoucher, GetCmInfos, GetVoucherInfos, GoodsMode,
        GrantKind, ModifyVoucherEndDate, Payment, QueryVoucherUsedInfo, ReceiveVoucherInfo,
        RequiredMode, TradeRange, VoucherOrigin, VoucherUseStatus, YesNo,
    },
};
use coupon_wire::{DayLimit, Location, Percent, Row};
use jiff::civil::{date, datetime};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

const WITH_DATA: [&str; 6] = [
    "voucher.getVoucherInfos",
    "voucher.addVoucherInfo",
    "voucher.getCmInfos",
    "voucher.queryVoucherUsedInfo",
    "coupondetail.queryCouponDetail",
    "coupondetail.addCoupon",
];

#[test]
fn every_sampled_answer_reads_alike_in_a_string_and_inline() {
    for name in WITH_DATA {
        let operation = operation(name).unwrap();
        for body in [sampled_answer(name), sampled_answer_inline(name)] {
            let answer = read_by_name(operation, &body).unwrap();
            assert_eq!(answer.code, "0", "{name}");
            assert_eq!(answer.message.as_deref(), Some("响应信息"), "{name}");
            assert_eq!(answer.trace.as_deref(), Some(MSG_ID), "{name}");
            assert_eq!(answer.rows.len(), 1, "{name}");
            operation.check_row(answer.rows[0].raw()).unwrap();
        }
    }
}

#[test]
fn every_sampled_row_reads_alike_in_its_page_and_by_itself() {
    fn check<E: Endpoint>() {
        for body in [sampled_answer(E::NAME), sampled_answer_inline(E::NAME)] {
            let in_page = &read::<E>(&body).unwrap().rows[0];
            let text = in_page.raw().to_owned().into();
            let place = Location { vendor: "qince", operation: E::NAME };
            let alone = Row::<E::Row>::new(place, String::new(), text).unwrap();
            let both = [in_page, &alone].map(|row| serde_json::to_value(row.decode().unwrap()));
            assert_eq!(both[0].as_ref().unwrap(), both[1].as_ref().unwrap(), "{}", E::NAME);
        }
    }
    check::<GetVoucherInfos>();
    check::<AddVoucherInfo>();
    check::<GetCmInfos>();
    check::<QueryVoucherUsedInfo>();
    check::<QueryCouponDetail>();
    check::<AddCoupon>();
}

#[test]
fn sampled_answers_without_data_have_no_rows() {
    for (name, message) in [
        ("voucher.finishVoucher", None),
        ("voucher.modifyVoucherEndDate", None),
        ("coupondetail.updateCouponExt", None),
        ("coupondetail.approvalCoupon", None),
    ] {
        let answer =
            read_by_name(operation(name).unwrap(), &evidence(name, "answer.json")).unwrap();
        assert_eq!((answer.code.as_str(), answer.message), ("0", message), "{name}");
        assert!(answer.rows.is_empty(), "{name}");
    }
}

#[test]
fn the_placeholder_of_receive_is_kept_as_it_is() {
    let body = evidence("voucher.receiveVoucherInfo", "answer.json").replace("{ msg_id }", MSG_ID);
    let answer = read::<ReceiveVoucherInfo>(&body).unwrap();
    assert_eq!(answer.rows.len(), 1);
    assert_eq!(answer.rows[0].raw(), r#""<<DATA>>""#);
}

#[test]
fn the_sampled_voucher() {
    let voucher = sampled_row::<GetVoucherInfos>();
    assert_eq!(voucher.id.as_deref(), Some("6856083179295188426"));
    assert_eq!(voucher.name.as_deref(), Some("cesfdfs"));
    assert_eq!(voucher.start_date, Some(date(2021, 4, 15)));
    assert_eq!(voucher.end_date, Some(date(2021, 5, 28)));
    assert_eq!(voucher.money, Some(Decimal::new(11100, 2)));
    assert_eq!((voucher.num, voucher.each_cm_num), (Some(2), Some(1)));
    assert_eq!(voucher.doorsill_type, Some(true));
    assert_eq!(voucher.doorsill_amount.unwrap().to_string(), "222.00");
    assert_eq!(voucher.pay_type, Some(Payment::Any));
    assert_eq!(voucher.remark, None);
    assert_eq!(voucher.source_from, Some(VoucherOrigin::Own));
    assert_eq!(voucher.has_required, Some(false));
    assert_eq!(voucher.required_type, Some(RequiredMode::Other("0".to_owned())));
    assert_eq!(voucher.required_allnum.unwrap().to_string(), "0.000");
    assert_eq!(voucher.is_finish, Some(false));
    assert_eq!(voucher.trade_range, Some(TradeRange::Named));
    assert_eq!(voucher.cm_levels[0].cm_level_name.as_deref(), Some("D"));
    assert_eq!(voucher.cm_types[0].cm_type_name.as_deref(), Some("陶瓷店"));
    assert_eq!(voucher.prod_mode, Some(GoodsMode::Products));
    assert_eq!(voucher.pd_infos[0].code.as_deref(), Some("12428312"));
    assert_eq!(voucher.pd_infos[0].name.as_ref().unwrap().chars().count(), 26);
    assert_eq!((voucher.discounts_type, voucher.discounts_percent), (None, None));
}

#[test]
fn the_sampled_usage() {
    let held = sampled_row::<QueryVoucherUsedInfo>();
    assert_eq!(held.voucher_id.as_deref(), Some("7087421684223516948"));
    assert_eq!(held.voucher_name.as_deref(), Some("10元优惠券"));
    assert_eq!(held.start_date, Some(date(2022, 10, 20)));
    assert_eq!(held.end_date, Some(date(2022, 10, 31)));
    assert_eq!(held.receive_time, Some(datetime(2022, 10, 20, 13, 25, 0, 0)));
    assert_eq!(held.distribute_time, held.receive_time);
    assert_eq!(held.order_create_time, Some(datetime(2022, 10, 20, 13, 27, 20, 0)));
    assert_eq!(held.order_no.as_deref(), Some("DD20221020000017"));
    assert_eq!(held.order_amount, Some(Decimal::ONE_HUNDRED));
    assert_eq!(held.voucher_amount, held.money);
    assert_eq!(held.doorsill_amount, Some(Decimal::new(2000, 2)));
    assert_eq!(held.discounts_type, Some(DiscountKind::Fixed));
    assert_eq!((held.discounts_percent, held.max_discounts_amount), (None, None));
    assert_eq!(held.create_type, Some(VoucherOrigin::Own));
    assert_eq!((held.cm_code.as_deref(), held.cm_source_code), (Some("CUS010103"), None));
    assert_eq!(held.cm_id.as_deref(), Some("9139133117350330302"));
    assert_eq!((held.cm_name.as_deref(), held.business_from_name), (Some("fx0906"), None));
}

#[test]
fn the_sampled_exchange_coupon() {
    let row = sampled_row::<QueryCouponDetail>();
    assert_eq!(row.coupon_no.as_deref(), Some("00015684"));
    assert_eq!(row.status, Some(RecordStatus::Normal));
    assert_eq!(row.create_time, Some(datetime(2019, 12, 5, 13, 25, 0, 0)));
    assert_eq!(row.modify_time, Some(datetime(2019, 12, 5, 14, 25, 35, 143_000_000)));
    let validity = row.effect_date.unwrap();
    assert_eq!((validity.from, validity.to), (date(2019, 11, 5), date(2019, 12, 25)));
    assert_eq!(row.format_status, Some(ReviewState::Running));
    assert_eq!(row.doorsill_value, Some(Percent::Of(Decimal::new(2000, 2))));
    assert_eq!(row.recycle_sign_time, Some(DayLimit::Of(10)));
    assert_eq!(row.deal_name.as_deref(), Some("测试协议名称"));
    assert_eq!(row.cm_code.as_deref(), Some("0008106267"));
    assert_eq!(row.cm_name.as_deref(), Some("南京雨花二级经销商"));
    assert_eq!(row.prod_code.as_deref(), Some("1HBSKLSD"));
    assert_eq!(row.num.unwrap().to_string(), "10箱");
    assert_eq!(row.price.unwrap().to_string(), "25.00");
    assert_eq!(row.is_used, Some(UseState::Used));
    assert_eq!(row.used_time, Some(datetime(2019, 12, 15, 13, 25, 0, 0)));
    assert_eq!(
        (row.supply_code.as_deref(), row.supply_name.as_deref()),
        (Some("00123"), Some("1ed"))
    );
    assert_eq!(row.is_back, Some(BackState::Recovered));
    assert_eq!(row.sign_num.unwrap().to_string(), "1箱");
    assert_eq!(row.sign_time, Some(datetime(2019, 12, 17, 13, 25, 0, 0)));
    assert!(row.exts.is_empty());
}

#[test]
fn the_sampled_customer_and_the_sampled_new_ids() {
    let customer = sampled_row::<GetCmInfos>();
    assert_eq!(customer.id.as_deref(), Some("8833956197749704288"));
    assert_eq!(customer.code.as_deref(), Some("CUS010043"));
    assert_eq!(customer.name.as_deref(), Some("新增的终端"));
    let voucher = sampled_row::<AddVoucherInfo>();
    assert_eq!(voucher.voucher_id.as_deref(), Some("6812072753231956829"));
    let coupon = sampled_row::<AddCoupon>();
    assert_eq!(coupon.id.as_deref(), Some("8183666817447601554"));
    assert_eq!(coupon.code.as_deref(), Some("DH20200507000001"));
}

#[test]
fn a_model_drops_no_field_of_a_sampled_row() {
    fn check<E: Endpoint>() {
        let sample: Value = serde_json::from_str(&evidence(E::NAME, "data.json")).unwrap();
        let row = match &sample {
            Value::Array(rows) => rows[0].as_object().unwrap(),
            one => one.as_object().unwrap(),
        };
        let model = serde_json::to_value(sampled_row::<E>()).unwrap();
        assert_holds(E::NAME, model.as_object().unwrap(), row);
    }
    check::<GetVoucherInfos>();
    check::<AddVoucherInfo>();
    check::<GetCmInfos>();
    check::<QueryVoucherUsedInfo>();
    check::<QueryCouponDetail>();
    check::<AddCoupon>();
}

/// Every field that the sample fills is filled in the model too.
fn assert_holds(at: &str, model: &Map<String, Value>, sample: &Map<String, Value>) {
    for (field, value) in sample {
        let at = format!("{at}.{field}");
        let held = model.get(field).unwrap_or_else(|| panic!("{at} is not in the model"));
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let item = item.as_object().expect("lists hold objects");
                    assert_holds(&at, held[index].as_object().expect("an object"), item);
                }
            }
            Value::String(text) if text.is_empty() => assert!(held.is_null(), "{at}"),
            _ => assert!(!held.is_null(), "{at}"),
        }
    }
}

#[test]
fn every_sampled_request_breaks_no_rule_and_is_written_back_as_it_was() {
    fn check<E: Endpoint>() {
        let sample = evidence(E::NAME, "request.json");
        assert_eq!(validate(E::NAME, &sample), [], "{}", E::NAME);
        let call: E = serde_json::from_str(&sample).unwrap();
        assert_eq!(call.validate(), [], "{}", E::NAME);
        let request = encode(&account(), &attempt(), &call);
        let sent: Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(texts(&sent), texts(&serde_json::from_str(&sample).unwrap()), "{}", E::NAME);
    }
    check::<GetVoucherInfos>();
    check::<AddVoucherInfo>();
    check::<FinishVoucher>();
    check::<ModifyVoucherEndDate>();
    check::<ReceiveVoucherInfo>();
    check::<GetCmInfos>();
    check::<QueryVoucherUsedInfo>();
}

/// The filled fields of a body, numbers as text (TYP-9: either is taken).
fn texts(body: &Value) -> Vec<(String, String)> {
    let fields = body.as_object().expect("an object").iter().filter(|(_, value)| !value.is_null());
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    fields.map(|(field, value)| (field.clone(), text(value))).collect()
}

#[test]
fn the_words_of_the_sampled_creation() {
    let sample = evidence("voucher.addVoucherInfo", "request.json");
    let call: AddVoucherInfo = serde_json::from_str(&sample).unwrap();
    assert_eq!(call.grant_type, Some(GrantKind::Claimed));
    assert_eq!(call.doorsill_type, Some(YesNo::Yes));
    assert_eq!(call.trade_range, Some(TradeRange::Attributes));
    assert_eq!(call.cm_level_name.as_deref(), Some("A"));
    assert_eq!((call.cm_level_id, call.discounts_type), (None, None));
    let sample = evidence("voucher.queryVoucherUsedInfo", "request.json");
    let call: QueryVoucherUsedInfo = serde_json::from_str(&sample).unwrap();
    assert_eq!(call.voucher_status, Some(VoucherUseStatus::Unused));
}

#[test]
fn operations_stand_in_the_order_of_the_documents() {
    let names: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
    assert_eq!(
        names,
        [
            "voucher.getVoucherInfos",
            "voucher.addVoucherInfo",
            "voucher.finishVoucher",
            "voucher.modifyVoucherEndDate",
            "voucher.receiveVoucherInfo",
            "voucher.getCmInfos",
            "voucher.queryVoucherUsedInfo",
            "coupondetail.queryCouponDetail",
            "coupondetail.addCoupon",
            "coupondetail.updateCouponExt",
            "coupondetail.approvalCoupon",
        ]
    );
    for operation in OPERATIONS {
        let (module, name) = operation.name.split_once('.').unwrap();
        assert_eq!(operation.path, format!("{module}/v1/{name}"));
        let reads = name.starts_with("get") || name.starts_with("query");
        assert_eq!(operation.kind.as_str(), if reads { "read" } else { "write" }, "{name}");
    }
}
