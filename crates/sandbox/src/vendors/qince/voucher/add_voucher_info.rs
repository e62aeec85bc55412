//! `voucher.addVoucherInfo` (ADD-1 to ADD-25): a new 优惠券.

use coupon_qince_wire::voucher::{
    AddVoucherInfo, DiscountKind, GoodsMode, Payment, TradeRange, YesNo,
};
use coupon_wire::{Number, Scalar};
use rust_decimal::Decimal;

use super::{
    model::{Voucher, VoucherDiscount, VoucherSource},
    range::{Goods, Range},
};
use crate::{
    json_writer::JsonObject,
    vendors::qince::day_index::Slot,
    vendors::qince::{
        answer::{QinceOutcome, QinceRefusal, QinceSuccess},
        context::Context,
        directory::Directory,
        look_up::LookUp,
        paging::day,
        state::QinceState,
    },
};

pub(crate) fn answer(
    state: &mut QinceState,
    context: Context,
    call: AddVoucherInfo,
) -> QinceOutcome {
    let mut look_up = LookUp::new("ADD-18");
    let range = range(&call, &state.directory, &mut look_up);
    let goods = goods(&call, &state.directory, &mut look_up);
    look_up.finish().map_err(QinceRefusal::failure)?;
    let at_once = call.auto_receive == Some(YesNo::Yes);
    let id = state.ids.fresh();
    let voucher = voucher(call, range, goods, context);
    let slot = state.add_voucher(id, context.now, context.now, voucher);
    if at_once {
        give_to_all(state, context, slot);
    }
    Ok(QinceSuccess::document(JsonObject::new().plain("voucherId", id)))
}

fn voucher(call: AddVoucherInfo, range: Range, goods: Goods, context: Context) -> Voucher {
    let start = day(&call.start_date).unwrap_or(context.today);
    let doorsill = call.doorsill_amount.as_ref().and_then(Number::to_decimal);
    Voucher {
        start,
        end: day(&call.end_date).unwrap_or(start),
        discount: discount(&call),
        doorsill: doorsill.filter(|_| call.doorsill_type == Some(YesNo::Yes)),
        pay_type: call.pay_type.as_ref().map_or("", Payment::as_str).to_owned(),
        name: call.name.unwrap_or_default(),
        remark: call.remark.unwrap_or_default(),
        each: count(&call.each_cm_num),
        num: count(&call.num),
        range,
        goods,
        business_from: call.business_from_name.unwrap_or_default(),
        origin: VoucherSource::Interface,
        required: None,
        finished: false,
        held: Vec::new(),
    }
}

fn discount(call: &AddVoucherInfo) -> VoucherDiscount {
    let amount = |text: &Option<String>| {
        text.as_deref().and_then(|text| <Decimal as Scalar>::read(text).ok().flatten())
    };
    if call.discounts_type == Some(DiscountKind::Percent) {
        let share = amount(&call.discounts_percent).unwrap_or_default();
        return VoucherDiscount::Percent { share, most: amount(&call.max_discounts_amount) };
    }
    VoucherDiscount::Fixed { money: amount(&call.money).unwrap_or_default(), named: true }
}

fn count(number: &Option<Number>) -> usize {
    let whole = number.as_ref().and_then(|n| i64::read(n.as_str()).ok().flatten());
    whole.and_then(|whole| usize::try_from(whole).ok()).unwrap_or_default()
}

fn range(call: &AddVoucherInfo, directory: &Directory, look_up: &mut LookUp) -> Range {
    if call.trade_range == Some(TradeRange::Named) {
        let customers = || directory.customers.iter().map(|customer| &customer.entry);
        let ids = ("cmId", call.cm_id.as_deref());
        return Range::Named(look_up.by_code(
            customers(),
            ids,
            ("cmCode", call.cm_code.as_deref()),
        ));
    }
    let pairs = [
        (("cmLevelId", &call.cm_level_id), ("cmLevelName", &call.cm_level_name)),
        (("cmTypeId", &call.cm_type_id), ("cmTypeName", &call.cm_type_name)),
        (("cmDeptId", &call.cm_dept_id), ("cmDeptName", &call.cm_dept_name)),
        (("cmLabelId", &call.cm_label_id), ("cmLabelName", &call.cm_label_name)),
        (("cmDistrictId", &call.cm_district_id), ("cmDistrictName", &call.cm_district_name)),
    ];
    let mut lists: [Vec<usize>; 5] = Default::default();
    for (which, ((id_field, ids), (name_field, names))) in pairs.into_iter().enumerate() {
        let known = directory.attributes[which].iter();
        let (ids, names) = ((id_field, ids.as_deref()), (name_field, names.as_deref()));
        lists[which] = look_up.by_name(known, ids, names);
    }
    Range::Attributes(lists)
}

fn goods(call: &AddVoucherInfo, directory: &Directory, look_up: &mut LookUp) -> Goods {
    match &call.prod_mode {
        Some(GoodsMode::Types) => Goods::Types(look_up.by_name(
            directory.product_types.iter(),
            ("prodTypeId", call.prod_type_id.as_deref()),
            ("prodTypeName", call.prod_type_name.as_deref()),
        )),
        Some(GoodsMode::Brands) => Goods::Brands(look_up.by_name(
            directory.brands.iter(),
            ("prodBrandId", call.prod_brand_id.as_deref()),
            ("prodBrandName", call.prod_brand_name.as_deref()),
        )),
        Some(GoodsMode::Products) => Goods::Products(look_up.by_code(
            directory.products.iter().map(|product| &product.entry),
            ("prodId", call.prod_id.as_deref()),
            ("prodCode", call.prod_code.as_deref()),
        )),
        _ => Goods::All,
    }
}

/// Everybody in the range gets one, as long as there are any (ADD-25).
fn give_to_all(state: &mut QinceState, context: Context, slot: Slot) {
    let voucher = &state.vouchers.row(slot).value;
    let members = voucher.range.members(&state.directory);
    let num = voucher.num;
    for customer in members.into_iter().take(num) {
        state.give(slot, customer, context.now);
    }
}
