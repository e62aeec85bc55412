//! The schemas have every field of every table and sample, at its own level.
#![cfg(feature = "schema")]

use std::collections::BTreeSet;

use crate::support::evidence;
use coupon_qince_wire::{ResponseShape, operations_with_schemas};
use coupon_wire::{OperationSchemas, internal::bilingual};
use serde_json::Value;

/// The request table of an operation and the table of one row of its answer, copied from the documents; nested fields with
/// a point. `endDate` of modifyVoucherEndDate is in its sample alone, `prodBrands` likewise.
const TABLES: [(&str, &str, &str); 11] = [
    (
        "voucher.getVoucherInfos",
        "page_number page_length start_create_date end_create_date start_modify_date end_modify_date",
        "id name startDate endDate money num doorsillType doorsillAmount eachCmNum payType remark sourceFrom hasRequired \
         requiredType requiredAllnum isFinish discountsType discountsPercent maxDiscountsAmount tradeRange \
         cmLevels cmLevels.cmLevelId cmLevels.cmLevelName cmTypes cmTypes.cmTypeId cmTypes.cmTypeName \
         cmDepts cmDepts.cmDeptId cmDepts.cmDeptName cmLabels cmLabels.cmLabelId cmLabels.cmLabelName \
         cmDistricts cmDistricts.cmDistrictId cmDistricts.cmDistrictCode cmDistricts.cmDistrictName \
         cmInfos cmInfos.id cmInfos.code cmInfos.name prodMode pdInfos pdInfos.pdId pdInfos.code pdInfos.name \
         pdInfos.isRequired pdInfos.requiredNum pdInfos.unitId pdInfos.unitName \
         prodBrand prodBrand.pdBrandId prodBrand.prodBrandName prodTypes prodTypes.pdTypeId prodTypes.prodTypeName \
         prodBrands prodBrands.pdBrandId prodBrands.prodBrandName",
    ),
    (
        "voucher.addVoucherInfo",
        "name startDate endDate money doorsillAmount doorsillType payType remark grantType eachCmNum num tradeRange \
         cmTypeId cmTypeName cmLevelId cmLevelName cmDeptId cmDeptName cmLabelId cmLabelName cmDistrictId cmDistrictName \
         cmId cmCode prodMode prodTypeId prodTypeName prodBrandId prodBrandName prodId prodCode businessFromName comment \
         autoReceive discountsType discountsPercent maxDiscountsAmount",
        "voucherId",
    ),
    ("voucher.finishVoucher", "voucherId", ""),
    ("voucher.modifyVoucherEndDate", "voucherId endDate", ""),
    (
        "voucher.receiveVoucherInfo",
        "voucherName voucherId cmId cmCode cmSourceCode receiveTime",
        "",
    ),
    ("voucher.getCmInfos", "page_number page_length voucher_id", "code name id"),
    (
        "voucher.queryVoucherUsedInfo",
        "voucherId voucherStatus",
        "id cm_id cm_source_code cm_code cm_name voucher_id voucher_name start_date end_date doorsill_amount money \
         discounts_type discounts_percent max_discounts_amount business_from_name create_type distribute_time receive_time \
         order_id order_no order_create_time order_amount voucher_amount use_status",
    ),
    (
        "coupondetail.queryCouponDetail",
        "page_number page_length create_start create_end modify_start modify_end cm_dept_code coupon_id deal_name coupon_no \
         status",
        "id status coupon_no create_time modify_time effect_date format_status doorsill_value recycle_sign_time deal_name \
         deal_id cm_code cm_name cm_id prod_id prod_code prod_name num price is_used used_time order_no order_id supply_code \
         supply_name is_back sign_num sign_time exts exts.ext_key exts.ext_value",
    ),
    (
        "coupondetail.addCoupon",
        "coupon_no deal_name cm_id cm_code start_date end_date promotion_name recycle_date doorsill_percent \
         exts exts.ext_key exts.ext_value prods prods.product_id prods.product_code prods.unit_name prods.num",
        "id code",
    ),
    ("coupondetail.updateCouponExt", "coupon_no exts exts.ext_key exts.ext_value", ""),
    ("coupondetail.approvalCoupon", "coupon_no coupon_status confirm_emp", ""),
];

#[test]
fn schemas_have_the_fields_of_the_tables_and_no_others() {
    let schemas = operations_with_schemas();
    assert_eq!(schemas.len(), TABLES.len());
    for (schema, (name, request, row)) in schemas.iter().zip(TABLES) {
        assert_eq!(schema.operation.name, name);
        assert_eq!(properties(&schema.request), words(request), "{name}, request");
        assert_eq!(properties(&schema.row), words(row), "{name}, row");
        let envelope = "msg_id response_data return_code return_msg".split(' ').map(str::to_owned);
        let within = words(row).into_iter().map(|field| format!("response_data.{field}"));
        assert_eq!(properties(&schema.reply), envelope.chain(within).collect(), "{name}, reply");
    }
}

#[test]
fn schemas_have_the_fields_of_the_samples() {
    for OperationSchemas { operation, request, reply, row, .. } in operations_with_schemas() {
        let check = |file: &str, schema: &Value| {
            let sample = serde_json::from_str(&evidence(operation.name, file)).unwrap();
            let (printed, known) = (keys(&sample), properties(schema));
            let missing: Vec<&String> = printed.difference(&known).collect();
            assert!(!printed.is_empty() && missing.is_empty(), "{}: {missing:?}", operation.name);
        };
        check("answer.json", &reply);
        if operation.name.starts_with("voucher.") {
            check("request.json", &request);
        }
        if operation.data == ResponseShape::Rows {
            check("data.json", &row);
        }
    }
}

#[test]
fn every_field_is_described_in_english_and_in_chinese() {
    let mut count = 0;
    for OperationSchemas { operation, request, reply, row, .. } in operations_with_schemas() {
        described(&request, operation.name);
        if operation.data == ResponseShape::Rows {
            described(&row, operation.name);
        }
        for schema in [&request, &reply, &row] {
            count += fields_described(schema, operation.name);
        }
    }
    assert!(count > 300, "{count} is not every field at every level");
}

/// How many fields there are, at every level.
fn fields_described(schema: &Value, at: &str) -> usize {
    let schema = if schema["items"].is_object() { &schema["items"] } else { schema };
    let mut count = 0;
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        described(field, &at);
        count += 1 + fields_described(field, &at);
    }
    count
}

fn described(schema: &Value, at: &str) {
    let (english, chinese) = bilingual(schema["description"].as_str().expect(at));
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    assert!(english.ends_with('.'), "{at}: {english}");
    assert!(chinese.contains(is_han) && chinese.ends_with('。'), "{at}: {chinese}");
    assert!(!chinese.contains('\n'), "{at}: one paragraph of each");
}

fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The properties of a schema, those of list elements with a point.
fn properties(schema: &Value) -> BTreeSet<String> {
    let schema = if schema["items"].is_object() { &schema["items"] } else { schema };
    let Some(fields) = schema["properties"].as_object() else { return BTreeSet::new() };
    nested(fields.iter().map(|(name, field)| (name, properties(field))))
}

/// The keys of a sample, those of list elements with a point.
fn keys(sample: &Value) -> BTreeSet<String> {
    match sample {
        Value::Array(items) => items.iter().flat_map(keys).collect(),
        Value::Object(fields) => nested(fields.iter().map(|(name, value)| (name, keys(value)))),
        _ => BTreeSet::new(),
    }
}

fn nested<'a>(fields: impl Iterator<Item = (&'a String, BTreeSet<String>)>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (name, inner) in fields {
        all.extend(inner.into_iter().map(|inner| format!("{name}.{inner}")));
        all.insert(name.clone());
    }
    all
}
