//! A 优惠券 as getVoucherInfos shows it: the names and order of the sample, then what only the table has.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    model::{Voucher, VoucherDiscount, VoucherSource, money},
    range::{Goods, Range},
};
use crate::{
    json_writer::JsonObject,
    quirks::Quirks,
    vendors::qince::directory::{Attribute, Directory, DirectoryEntry},
    vendors::qince::quirks,
};

const NAMES: [(&str, &str, &str); 5] = [
    ("cmLevels", "cmLevelId", "cmLevelName"),
    ("cmTypes", "cmTypeId", "cmTypeName"),
    ("cmDepts", "cmDeptId", "cmDeptName"),
    ("cmLabels", "cmLabelId", "cmLabelName"),
    ("cmDistricts", "cmDistrictId", "cmDistrictName"),
];

pub(super) fn row(
    id: u64,
    voucher: &Voucher,
    directory: &Directory,
    quirks: &Quirks,
) -> JsonObject {
    let row = JsonObject::new();
    let row = match quirks.of(&quirks::VOUCHER_ID) {
        "text" => row.plain("id", id),
        _ => row.json("id", id),
    };
    let row = row
        .text("name", &voucher.name)
        .plain("startDate", voucher.start)
        .plain("endDate", voucher.end)
        .plain("money", voucher.money().map(money).unwrap_or_default())
        .json("num", voucher.num)
        .text("payType", &voucher.pay_type);
    let row = goods(range(row, voucher, directory, quirks), voucher, directory, quirks);
    let required = voucher.required.is_some();
    let no_goods = if quirks.is(&quirks::REQUIRED_TYPE, "zero") { "0" } else { "" };
    let all = voucher.required_in_all();
    let row = row
        .text("remark", &voucher.remark)
        .plain("requiredAllnum", format_args!("{all}.000"))
        .plain("sourceFrom", origin(voucher.origin, quirks))
        .plain("requiredType", voucher.required.map_or(no_goods, |required| required.mode))
        .plain("isFinish", yes_no(voucher.finished))
        .plain("doorsillAmount", money(voucher.doorsill.unwrap_or_default()))
        .plain("doorsillType", yes_no(voucher.doorsill.is_some()))
        .json("eachCmNum", voucher.each)
        .plain("hasRequired", yes_no(required));
    discount(row, voucher.discount, quirks)
}

fn origin(origin: VoucherSource, quirks: &Quirks) -> &'static str {
    match origin {
        VoucherSource::PassedDown => "XF",
        VoucherSource::Interface if quirks.is(&quirks::SOURCE_FROM, "three-values") => "OPENAPI",
        VoucherSource::Own | VoucherSource::Interface => "ZZ",
    }
}

fn discount(row: JsonObject, discount: VoucherDiscount, quirks: &Quirks) -> JsonObject {
    let (kind, share, most) = match discount {
        VoucherDiscount::Fixed { named: true, .. } => ("GDMZ", String::new(), None),
        VoucherDiscount::Fixed { named: false, .. } => ("", String::new(), None),
        VoucherDiscount::Percent { share, most } => {
            let percent = quirks.is(&quirks::VOUCHER_PERCENT, "percent");
            let share = if percent { share * Decimal::ONE_HUNDRED } else { share };
            ("ZKBL", share.normalize().to_string(), most)
        }
    };
    row.plain("discountsType", kind)
        .plain("discountsPercent", share)
        .plain("maxDiscountsAmount", most.map(money).unwrap_or_default())
}

fn range(row: JsonObject, voucher: &Voucher, directory: &Directory, quirks: &Quirks) -> JsonObject {
    let (number, lists, named) = match &voucher.range {
        Range::Attributes(lists) => ("1", Some(lists), &[][..]),
        Range::Named(customers) => ("2", None, &customers[..]),
    };
    let mut row = row.plain("tradeRange", number);
    if lists.is_none() && quirks.is(&quirks::NAMED_RANGE, "attributes") {
        return names_alone(row, named, directory);
    }
    for (which, (list, id, name)) in Attribute::ALL.into_iter().zip(NAMES) {
        let known = &directory.attributes[which as usize];
        let chosen = lists.map_or(&[][..], |lists| &lists[which as usize]);
        row = row.list(list, chosen.iter().map(|&n| attribute(which, &known[n], id, name)));
    }
    let customers = named.iter().map(|&n| {
        let DirectoryEntry { id, code, name } = &directory.customers[n].entry;
        JsonObject::new().plain("id", id).plain("code", code).text("name", name)
    });
    row.list("cmInfos", customers)
}

/// As sampled under tradeRange 2: levels and types by name, and nobody named.
fn names_alone(mut row: JsonObject, named: &[usize], directory: &Directory) -> JsonObject {
    for (which, (list, _, name)) in [Attribute::Level, Attribute::Type].into_iter().zip(NAMES) {
        let own = |customer: &usize| directory.customers[*customer].attributes[which as usize];
        let values: BTreeSet<usize> = named.iter().map(own).collect();
        let known = &directory.attributes[which as usize];
        row = row.list(list, values.iter().map(|&n| JsonObject::new().text(name, &known[n].name)));
    }
    row
}

fn attribute(which: Attribute, entry: &DirectoryEntry, id: &str, name: &str) -> JsonObject {
    let object = JsonObject::new().plain(id, &entry.id);
    let object = match which {
        Attribute::District => object.plain("cmDistrictCode", &entry.code),
        _ => object,
    };
    object.text(name, &entry.name)
}

fn goods(row: JsonObject, voucher: &Voucher, directory: &Directory, quirks: &Quirks) -> JsonObject {
    let (mode, types, brands, products) = match &voucher.goods {
        Goods::All => ("ALL", &[][..], &[][..], &[][..]),
        Goods::Types(types) => ("TYPE", &types[..], &[][..], &[][..]),
        Goods::Brands(brands) => ("BRAND", &[][..], &brands[..], &[][..]),
        Goods::Products(products) => ("PRODUCT", &[][..], &[][..], &products[..]),
    };
    let brand = |n: &usize| {
        let entry = &directory.brands[*n];
        JsonObject::new().plain("pdBrandId", &entry.id).text("prodBrandName", &entry.name)
    };
    let kind = |n: &usize| {
        let entry = &directory.product_types[*n];
        JsonObject::new().plain("pdTypeId", &entry.id).text("prodTypeName", &entry.name)
    };
    row.plain("prodMode", mode)
        .list("pdInfos", products.iter().map(|&n| product(voucher, directory, n)))
        .list(quirks.of(&quirks::PROD_BRANDS), brands.iter().map(brand))
        .list("prodTypes", types.iter().map(kind))
}

fn product(voucher: &Voucher, directory: &Directory, n: usize) -> JsonObject {
    let product = &directory.products[n];
    let object = JsonObject::new()
        .plain("pdId", &product.entry.id)
        .plain("code", &product.entry.code)
        .text("name", &product.entry.name);
    match voucher.required {
        Some(required) => object
            .plain("isRequired", "Y")
            .plain("requiredNum", format_args!("{}.000", required.of_each))
            .plain("unitId", &product.unit_id)
            .text("unitName", product.unit),
        None => object
            .plain("isRequired", "N")
            .plain("requiredNum", "")
            .plain("unitId", "")
            .plain("unitName", ""),
    }
}

impl Voucher {
    /// The face value, if it has one.
    pub(super) fn money(&self) -> Option<Decimal> {
        match self.discount {
            VoucherDiscount::Fixed { money, .. } => Some(money),
            VoucherDiscount::Percent { .. } => None,
        }
    }

    fn required_in_all(&self) -> u32 {
        match (&self.required, &self.goods) {
            (Some(required), Goods::Products(products)) => {
                required.of_each * u32::try_from(products.len()).unwrap_or(u32::MAX)
            }
            _ => 0,
        }
    }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "Y" } else { "N" }
}
