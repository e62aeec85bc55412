//! Section 6 of the vendor rules: 兑货券.

use super::Breaking;

pub(crate) const ADD_COUPON: &str = r#"{
    "coupon_no": "DH20200507000001", "deal_name": "测试协议名称", "cm_id": "5012103144063463929",
    "start_date": "2019-11-05", "end_date": "2019-12-25", "recycle_date": "10", "doorsill_percent": "80",
    "prods": [{"product_code": "1HBSKLSD", "unit_name": "箱", "num": 10}]
}"#;

pub(crate) const UPDATE_COUPON_EXT: &str =
    r#"{"coupon_no": "DH20200507000001", "exts": [{"ext_key": "渠道", "ext_value": "KA"}]}"#;

pub(crate) const APPROVAL_COUPON: &str =
    r#"{"coupon_no": "DH20200507000001", "coupon_status": "1", "confirm_emp": "张三"}"#;

pub(crate) const TABLES: &[(&str, &[Breaking])] = &[
    ("coupondetail.queryCouponDetail", QUERY),
    ("coupondetail.addCoupon", CREATION),
    ("coupondetail.updateCouponExt", EXTS),
    ("coupondetail.approvalCoupon", APPROVAL),
];

const QUERY: &[Breaking] = &[
    Breaking { body: r#"{"page_number":"x"}"#, breaks: &["QIN-2 D page_number"] },
    Breaking { body: r#"{"page_length":1001}"#, breaks: &["QIN-3 A page_length"] },
    Breaking { body: r#"{"page_length":"all"}"#, breaks: &["QIN-3 D page_length"] },
    Breaking {
        body: r#"{"create_start":"2019/12/05","create_end":"05-12-2019"}"#,
        breaks: &["CPQ-1 D create_start", "CPQ-1 D create_end"],
    },
    Breaking {
        body: r#"{"modify_start":"2019-13-05","modify_end":"2019-12-05 14:25"}"#,
        breaks: &["CPQ-1 D modify_start", "CPQ-1 D modify_end"],
    },
    Breaking {
        body: r#"{"cm_dept_code":"字*33","coupon_id":"字*33","deal_name":"字*33","coupon_no":"字*33"}"#,
        breaks: &[
            "CPQ-2 D cm_dept_code",
            "CPQ-2 D coupon_id",
            "CPQ-2 D deal_name",
            "CPQ-2 D coupon_no",
        ],
    },
    Breaking { body: r#"{"status":2}"#, breaks: &["CPQ-3 D status"] },
    Breaking { body: r#"{"status":"正常"}"#, breaks: &["CPQ-3 D status"] },
];

const CREATION: &[Breaking] = &[
    Breaking { body: r#"{"coupon_no":"字*101"}"#, breaks: &["CPA-1 D coupon_no"] },
    Breaking { body: r#"{"coupon_no":"字*33"}"#, breaks: &["CPA-1 A coupon_no"] },
    Breaking { body: r#"{"deal_name":""}"#, breaks: &["CPA-3 D deal_name"] },
    Breaking { body: r#"{"deal_name":"字*101"}"#, breaks: &["CPA-3 D deal_name"] },
    Breaking { body: r#"{"cm_id":null}"#, breaks: &["CPA-4 D cm_id"] },
    Breaking { body: r#"{"cm_id":"字*33"}"#, breaks: &["CPA-4 D cm_id"] },
    Breaking { body: r#"{"cm_id":"","cm_code":"字*101"}"#, breaks: &["CPA-4 D cm_code"] },
    Breaking {
        body: r#"{"start_date":"","end_date":null}"#,
        breaks: &["CPA-5 D start_date", "CPA-5 D end_date"],
    },
    Breaking { body: r#"{"start_date":"2019-11-5"}"#, breaks: &["CPA-5 D start_date"] },
    Breaking { body: r#"{"end_date":"2019-11-04"}"#, breaks: &["CPA-5 I end_date"] },
    Breaking { body: r#"{"promotion_name":"字*101"}"#, breaks: &["CPA-6 D promotion_name"] },
    Breaking { body: r#"{"recycle_date":"十天"}"#, breaks: &["CPA-7 I recycle_date"] },
    Breaking { body: r#"{"recycle_date":"-1"}"#, breaks: &["CPA-7 I recycle_date"] },
    Breaking { body: r#"{"doorsill_percent":"80%"}"#, breaks: &["CPA-8 D doorsill_percent"] },
    Breaking { body: r#"{"doorsill_percent":"101"}"#, breaks: &["CPA-8 A doorsill_percent"] },
    Breaking { body: r#"{"doorsill_percent":"80.125"}"#, breaks: &["CPA-8 A doorsill_percent"] },
    Breaking {
        body: r#"{"exts":[{"ext_key":"a","ext_value":""},{"ext_value":"1"}]}"#,
        breaks: &["CPA-9 D exts[0].ext_value", "CPA-9 D exts[1].ext_key"],
    },
    Breaking {
        body: r#"{"exts":[{"ext_key":"字*33","ext_value":"字*33"}]}"#,
        breaks: &["CPA-9 D exts[0].ext_key", "CPA-9 D exts[0].ext_value"],
    },
    Breaking {
        body: r#"{"exts":[{"ext_key":"a","ext_value":"1"},{"ext_key":"a","ext_value":"2"}]}"#,
        breaks: &["CPA-9 A exts[1].ext_key"],
    },
    Breaking { body: r#"{"prods":[]}"#, breaks: &["CPA-11 I prods"] },
    Breaking { body: r#"{"prods":null}"#, breaks: &["CPA-11 I prods"] },
    Breaking {
        body: r#"{"prods":[{"product_id":"1","unit_name":"箱","num":1},{}]}"#,
        breaks: &[
            "CPA-12 D prods[1].product_id",
            "CPA-13 D prods[1].unit_name",
            "CPA-14 D prods[1].num",
        ],
    },
    Breaking {
        body: r#"{"prods":[{"product_id":"字*33","unit_name":"字*33","num":0}]}"#,
        breaks: &[
            "CPA-12 D prods[0].product_id",
            "CPA-13 D prods[0].unit_name",
            "CPA-14 I prods[0].num",
        ],
    },
    Breaking {
        body: r#"{"prods":{"product_code":"字*101","unit_name":"箱","num":"10箱"}}"#,
        breaks: &["CPA-12 D prods[0].product_code", "CPA-14 D prods[0].num"],
    },
    Breaking {
        body: r#"{"prods":[{"product_id":"1","unit_name":"箱","num":"10000000000"}]}"#,
        breaks: &["CPA-14 D prods[0].num"],
    },
    Breaking {
        body: r#"{"prods":[{"product_id":"1","unit_name":"箱","num":"0.000000001"}]}"#,
        breaks: &["CPA-14 A prods[0].num"],
    },
];

const EXTS: &[Breaking] = &[
    Breaking { body: r#"{"coupon_no":null}"#, breaks: &["CPX-1 D coupon_no"] },
    Breaking { body: r#"{"coupon_no":"字*101"}"#, breaks: &["CPX-1 D coupon_no"] },
    Breaking { body: r#"{"exts":[]}"#, breaks: &["CPX-2 I exts"] },
    Breaking {
        body: r#"{"exts":[{"ext_key":"","ext_value":"字*33"}]}"#,
        breaks: &["CPX-2 D exts[0].ext_key", "CPX-2 D exts[0].ext_value"],
    },
];

const APPROVAL: &[Breaking] = &[
    Breaking {
        body: r#"{"coupon_no":"","confirm_emp":null,"coupon_status":""}"#,
        breaks: &["CPR-1 D coupon_no", "CPR-1 D confirm_emp", "CPR-2 D coupon_status"],
    },
    Breaking {
        body: r#"{"coupon_no":"字*101","confirm_emp":"字*101"}"#,
        breaks: &["CPR-1 D coupon_no", "CPR-1 D confirm_emp"],
    },
    Breaking { body: r#"{"coupon_status":"通过"}"#, breaks: &["CPR-2 D coupon_status"] },
    Breaking { body: r#"{"coupon_status":0}"#, breaks: &["CPR-2 D coupon_status"] },
];

pub(crate) const PASSING: &[(&str, &[&str])] = &[
    (
        "coupondetail.queryCouponDetail",
        &[
            "{}",
            r#"{"create_start":"2019-12-05","modify_end":"2019-12-05","status":"0"}"#,
            r#"{"cm_dept_code":"字*32","coupon_id":8183666817447601554,"deal_name":"字*32","coupon_no":"字*32"}"#,
            r#"{"page_number":1,"page_length":"1000","status":1}"#,
        ],
    ),
    (
        "coupondetail.addCoupon",
        &[
            "{}",
            r#"{"coupon_no":"字*32","deal_name":"字*100","promotion_name":"字*100"}"#,
            r#"{"coupon_no":null,"recycle_date":"","doorsill_percent":null}"#,
            r#"{"recycle_date":0,"doorsill_percent":"100.00"}"#,
            r#"{"start_date":"2019-12-25"}"#,
            r#"{"cm_id":"","cm_code":"字*100"}"#,
            // QIN-10: the id is filled, so the code is not read.
            r#"{"cm_code":"字*101","prods":{"product_id":"1","product_code":"字*101","unit_name":"箱","num":1}}"#,
            r#"{"exts":[{"ext_key":"字*32","ext_value":"字*32"},{"ext_key":"b","ext_value":1}]}"#,
            r#"{"prods":[{"product_code":"字*100","unit_name":"字*32","num":"9999999999.12345678"}]}"#,
        ],
    ),
    (
        "coupondetail.updateCouponExt",
        &["{}", r#"{"coupon_no":"字*100","exts":{"ext_key":"a","ext_value":"b"}}"#],
    ),
    (
        "coupondetail.approvalCoupon",
        &["{}", r#"{"coupon_status":2,"coupon_no":"字*100","confirm_emp":"字*100"}"#],
    ),
];
