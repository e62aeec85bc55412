//! Section 5 of the vendor rules: 优惠券.

use super::Breaking;

pub(crate) const TABLES: &[(&str, &[Breaking])] = &[
    ("voucher.getVoucherInfos", LISTING),
    ("voucher.addVoucherInfo", CREATION),
    ("voucher.finishVoucher", FINISH),
    ("voucher.modifyVoucherEndDate", END_DATE),
    ("voucher.receiveVoucherInfo", CLAIM),
    ("voucher.getCmInfos", CUSTOMERS),
    ("voucher.queryVoucherUsedInfo", USAGE),
];

const LISTING: &[Breaking] = &[
    Breaking { body: r#"{"page_number":0}"#, breaks: &["QIN-2 A page_number"] },
    Breaking { body: r#"{"page_number":"first"}"#, breaks: &["QIN-2 D page_number"] },
    Breaking { body: r#"{"page_number":1.5}"#, breaks: &["QIN-2 D page_number"] },
    Breaking { body: r#"{"page_length":0}"#, breaks: &["QIN-3 A page_length"] },
    Breaking { body: r#"{"page_length":1001}"#, breaks: &["QIN-3 D page_length"] },
    Breaking {
        body: r#"{"start_create_date":"2021-02-30"}"#,
        breaks: &["LST-1 D start_create_date"],
    },
    Breaking { body: r#"{"end_create_date":"2021-4-20"}"#, breaks: &["LST-1 D end_create_date"] },
    Breaking {
        body: r#"{"start_modify_date":"20210420"}"#,
        breaks: &["LST-1 D start_modify_date"],
    },
    Breaking {
        body: r#"{"end_modify_date":"2021-04-20 00:00:00","page_length":2000,"page_number":-1}"#,
        breaks: &["QIN-2 A page_number", "QIN-3 D page_length", "LST-1 D end_modify_date"],
    },
];

const CREATION: &[Breaking] = &[
    Breaking { body: r#"{"name":""}"#, breaks: &["ADD-1 A name"] },
    Breaking { body: r#"{"name":"字*33"}"#, breaks: &["ADD-1 D name"] },
    Breaking {
        body: r#"{"startDate":null,"endDate":""}"#,
        breaks: &["ADD-2 A startDate", "ADD-2 A endDate"],
    },
    Breaking { body: r#"{"startDate":"22-02-22"}"#, breaks: &["ADD-2 D startDate"] },
    Breaking { body: r#"{"endDate":"2022-02-21"}"#, breaks: &["ADD-2 I endDate"] },
    Breaking { body: r#"{"money":null}"#, breaks: &["ADD-3 I money"] },
    Breaking { body: r#"{"money":"10元"}"#, breaks: &["ADD-3 D money"] },
    Breaking { body: r#"{"money":"0.00"}"#, breaks: &["ADD-3 A money"] },
    Breaking { body: r#"{"money":"1e1"}"#, breaks: &["TYP-13 A money"] },
    Breaking { body: r#"{"money":"-5"}"#, breaks: &["TYP-13 A money", "ADD-3 A money"] },
    Breaking {
        body: r#"{"money":"000000000000000000000000000000010"}"#,
        breaks: &["ADD-3 D money"],
    },
    Breaking { body: r#"{"doorsillType":null}"#, breaks: &["ADD-4 A doorsillType"] },
    Breaking { body: r#"{"doorsillType":"y"}"#, breaks: &["ADD-4 D doorsillType"] },
    Breaking { body: r#"{"doorsillAmount":null}"#, breaks: &["ADD-5 I doorsillAmount"] },
    Breaking { body: r#"{"doorsillAmount":-1}"#, breaks: &["ADD-5 A doorsillAmount"] },
    Breaking { body: r#"{"doorsillAmount":"much"}"#, breaks: &["ADD-5 D doorsillAmount"] },
    Breaking { body: r#"{"doorsillAmount":1000000000000}"#, breaks: &["ADD-5 D doorsillAmount"] },
    Breaking {
        body: r#"{"doorsillAmount":"100000000000000000000000000000"}"#,
        breaks: &["ADD-5 D doorsillAmount"],
    },
    Breaking { body: r#"{"doorsillAmount":"1.123456789"}"#, breaks: &["ADD-5 A doorsillAmount"] },
    Breaking { body: r#"{"payType":""}"#, breaks: &["ADD-6 A payType"] },
    Breaking { body: r#"{"payType":"CASH"}"#, breaks: &["ADD-6 D payType"] },
    Breaking {
        body: r#"{"remark":"字*1001","comment":"字*1001"}"#,
        breaks: &["ADD-7 D remark", "ADD-7 D comment"],
    },
    Breaking { body: r#"{"grantType":null}"#, breaks: &["ADD-8 A grantType"] },
    Breaking { body: r#"{"grantType":"主动领取"}"#, breaks: &["ADD-8 D grantType"] },
    Breaking { body: r#"{"tradeRange":"2","cmId":"1"}"#, breaks: &["ADD-9 D tradeRange"] },
    Breaking {
        body: r#"{"eachCmNum":null,"num":0}"#,
        breaks: &["ADD-10 A eachCmNum", "ADD-10 A num"],
    },
    Breaking {
        body: r#"{"eachCmNum":1.5,"num":100000}"#,
        breaks: &["ADD-10 D eachCmNum", "ADD-10 D num"],
    },
    Breaking { body: r#"{"tradeRange":null}"#, breaks: &["ADD-11 A tradeRange"] },
    Breaking { body: r#"{"tradeRange":3}"#, breaks: &["ADD-11 D tradeRange"] },
    Breaking { body: r#"{"cmLevelName":"A,,B"}"#, breaks: &["TYP-11 A cmLevelName"] },
    Breaking { body: r#"{"cmDistrictId":"1, "}"#, breaks: &["TYP-11 A cmDistrictId"] },
    Breaking { body: r#"{"tradeRange":"2","grantType":"HDFF"}"#, breaks: &["ADD-14 D cmId"] },
    Breaking {
        body: r#"{"tradeRange":"2","grantType":"HDFF","cmCode":",K1"}"#,
        breaks: &["TYP-11 A cmCode"],
    },
    Breaking { body: r#"{"prodMode":null}"#, breaks: &["ADD-15 A prodMode"] },
    Breaking { body: r#"{"prodMode":"SKU"}"#, breaks: &["ADD-15 D prodMode"] },
    Breaking { body: r#"{"prodMode":"TYPE"}"#, breaks: &["ADD-16 D prodTypeId"] },
    Breaking { body: r#"{"prodMode":"BRAND"}"#, breaks: &["ADD-16 D prodBrandId"] },
    Breaking { body: r#"{"prodCode":" "}"#, breaks: &["ADD-16 D prodId"] },
    Breaking { body: r#"{"prodCode":"P1,"}"#, breaks: &["TYP-11 A prodCode"] },
    Breaking { body: r#"{"businessFromName":"字*33"}"#, breaks: &["ADD-19 D businessFromName"] },
    Breaking { body: r#"{"autoReceive":"true"}"#, breaks: &["ADD-20 D autoReceive"] },
    Breaking { body: r#"{"discountsType":"gdmz"}"#, breaks: &["ADD-21 D discountsType"] },
    Breaking { body: r#"{"discountsType":"ZKBL"}"#, breaks: &["ADD-22 D discountsPercent"] },
    Breaking {
        body: r#"{"discountsType":"ZKBL","discountsPercent":"85"}"#,
        breaks: &["ADD-22 D discountsPercent"],
    },
    Breaking {
        body: r#"{"discountsType":"ZKBL","discountsPercent":"0.85123"}"#,
        breaks: &["ADD-22 D discountsPercent"],
    },
    Breaking {
        body: r#"{"discountsType":"ZKBL","discountsPercent":"85%"}"#,
        breaks: &["ADD-22 D discountsPercent"],
    },
    Breaking {
        body: r#"{"discountsType":"ZKBL","discountsPercent":"0.85","maxDiscountsAmount":"much"}"#,
        breaks: &["ADD-23 D maxDiscountsAmount"],
    },
    Breaking {
        body: r#"{"discountsType":"ZKBL","discountsPercent":"+0.85","maxDiscountsAmount":"1e2"}"#,
        breaks: &["TYP-13 A discountsPercent", "TYP-13 A maxDiscountsAmount"],
    },
    Breaking {
        body: r#"{"name":"字*33","money":null,"payType":"CASH","num":null,"prodMode":"BRAND"}"#,
        breaks: &[
            "ADD-1 D name",
            "ADD-3 I money",
            "ADD-6 D payType",
            "ADD-10 A num",
            "ADD-16 D prodBrandId",
        ],
    },
];

const FINISH: &[Breaking] = &[
    Breaking { body: r#"{"voucherId":""}"#, breaks: &["FIN-1 I voucherId"] },
    Breaking { body: r#"{"voucherId":"字*33"}"#, breaks: &["FIN-1 D voucherId"] },
];

const END_DATE: &[Breaking] = &[
    Breaking { body: r#"{"voucherId":null}"#, breaks: &["END-1 I voucherId"] },
    Breaking { body: r#"{"voucherId":"字*33"}"#, breaks: &["END-1 D voucherId"] },
    Breaking { body: r#"{"endDate":null}"#, breaks: &["END-2 I endDate"] },
    Breaking { body: r#"{"endDate":"2022-09-31"}"#, breaks: &["END-2 D endDate"] },
];

const CLAIM: &[Breaking] = &[
    Breaking { body: r#"{"voucherId":null}"#, breaks: &["RCV-1 I voucherId"] },
    Breaking { body: r#"{"cmId":""}"#, breaks: &["RCV-2 I cmId"] },
    Breaking { body: r#"{"voucherId":"字*33"}"#, breaks: &["RCV-3 D voucherId"] },
    Breaking {
        body: r#"{"voucherId":"","voucherName":"字*33","cmId":"","cmSourceCode":"字*33"}"#,
        breaks: &["RCV-3 D voucherName", "RCV-3 D cmSourceCode"],
    },
    Breaking { body: r#"{"receiveTime":"2022-10-20 13:25"}"#, breaks: &["RCV-4 D receiveTime"] },
    Breaking { body: r#"{"receiveTime":"2022-10-20 25:00:00"}"#, breaks: &["RCV-4 D receiveTime"] },
    Breaking {
        body: r#"{"receiveTime":"2022-10-20 13:25:09.143"}"#,
        breaks: &["RCV-4 D receiveTime"],
    },
    Breaking { body: r#"{"receiveTime":"2022-31-10 13:25:09"}"#, breaks: &["RCV-4 D receiveTime"] },
];

const CUSTOMERS: &[Breaking] = &[
    Breaking { body: r#"{"voucher_id":null,"voucherId":"7"}"#, breaks: &["CMS-1 I voucher_id"] },
    Breaking { body: r#"{"voucher_id":"字*33"}"#, breaks: &["CMS-1 D voucher_id"] },
    Breaking { body: r#"{"page_length":1001}"#, breaks: &["QIN-3 D page_length"] },
];

const USAGE: &[Breaking] = &[
    Breaking { body: r#"{"voucherId":null}"#, breaks: &["USE-1 I voucherId"] },
    Breaking { body: r#"{"voucherId":"字*33"}"#, breaks: &["USE-1 D voucherId"] },
    Breaking { body: r#"{"voucherStatus":3}"#, breaks: &["USE-2 D voucherStatus"] },
    Breaking { body: r#"{"voucherStatus":"未使用"}"#, breaks: &["USE-2 D voucherStatus"] },
];

pub(crate) const PASSING: &[(&str, &[&str])] = &[
    (
        "voucher.getVoucherInfos",
        &[
            "{}",
            r#"{"page_number":"1","page_length":1000}"#,
            r#"{"start_create_date":"2021-04-20"}"#,
            r#"{"end_modify_date":"2024-02-29","unknown":{"field":1}}"#,
            r#"{"start_create_date":"2021-04-21","end_create_date":"2021-04-20"}"#,
        ],
    ),
    (
        "voucher.addVoucherInfo",
        &[
            "{}",
            r#"{"name":"字*32","remark":"字*1000","comment":"字*1000","businessFromName":"字*32"}"#,
            r#"{"eachCmNum":"99999","num":99999}"#,
            r#"{"doorsillAmount":"999999999999.12345678"}"#,
            r#"{"doorsillAmount":0}"#,
            r#"{"discountsType":"GDMZ","autoReceive":"N"}"#,
            // ADD-12: no pair is needed under range 1.
            r#"{"cmLevelName":null,"cmTypeName":null}"#,
            // ADD-17 and its like: fields of a range, mode or kind that is not chosen are not read.
            r#"{"cmId":",","cmCode":",","prodTypeId":",","prodBrandName":","}"#,
            r#"{"doorsillType":"N","doorsillAmount":"much"}"#,
            r#"{"discountsPercent":"85","maxDiscountsAmount":"much"}"#,
            r#"{"discountsType":"ZKBL","discountsPercent":"0.8500","money":"much"}"#,
            r#"{"tradeRange":"2","grantType":"THIRDPARTY","cmCode":"K1, K2","cmLevelName":","}"#,
            r#"{"prodMode":"ALL","prodCode":","}"#,
            // QIN-10: the id is filled, so the name is not read.
            r#"{"cmLevelId":"1,2","cmLevelName":","}"#,
            r#"{"prodId":"1","prodCode":","}"#,
            r#"{"discountsType":"ZKBL","discountsPercent":"1","maxDiscountsAmount":"100.00"}"#,
            r#"{"discountsType":"ZKBL","discountsPercent":"0"}"#,
        ],
    ),
    ("voucher.finishVoucher", &["{}", r#"{"voucherId":6856083179295188426}"#]),
    ("voucher.modifyVoucherEndDate", &["{}", r#"{"endDate":"1999-12-31"}"#]),
    (
        "voucher.receiveVoucherInfo",
        &[
            r#"{"receiveTime":"2022-10-20 13:25:09"}"#,
            r#"{"voucherId":"","voucherName":"字*32","cmId":"","cmCode":"K"}"#,
            // QIN-10, RCV-2: the first filled one counts, the others are not read.
            r#"{"voucherName":"字*33","cmCode":"字*33","cmSourceCode":"字*33"}"#,
        ],
    ),
    ("voucher.getCmInfos", &["{}", r#"{"page_number":2,"page_length":1}"#]),
    (
        "voucher.queryVoucherUsedInfo",
        &["{}", r#"{"voucherStatus":""}"#, r#"{"voucherStatus":2}"#, r#"{"voucherStatus":"1"}"#],
    ),
];
