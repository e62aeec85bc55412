//! Neutral writes in the vendor's words. A field the vendor cannot carry is an error, never dropped.

use coupon_domain::{
    Audience, ChangeEndDate, CreateTemplate, CustomFieldValue, CustomerRef, Discount, EndTemplate,
    Error, Grant, IdsOrNames, Issue, LineItem, ProductRef, ProductScope, ProviderName, Result,
    Review, ReviewDecision, SetCustomFields, TemplateRef, to_beijing,
};
use coupon_qince_wire::{
    coupondetail::{
        AddCoupon, ApprovalCoupon, CustomField, ExchangeLine, Opinion, UpdateCouponExt,
    },
    voucher::{
        AddVoucherInfo, DiscountKind, FinishVoucher, GoodsMode, GrantKind, ModifyVoucherEndDate,
        Payment, ReceiveVoucherInfo, TradeRange, YesNo,
    },
};

type Names = (Option<String>, Option<String>);

pub(crate) fn add_voucher(name: &ProviderName, new: &CreateTemplate) -> Result<AddVoucherInfo> {
    let picks =
        |picks: &Option<IdsOrNames>| picks.as_ref().map_or(Ok((None, None)), |p| lists(name, p));
    let mut call = AddVoucherInfo {
        name: text(&new.name),
        start_date: Some(new.begins.to_string()),
        end_date: Some(new.ends.to_string()),
        doorsill_type: Some(yes_no(new.threshold.is_some())),
        doorsill_amount: new.threshold.map(Into::into),
        pay_type: Some(if new.online_payment_only { Payment::Online } else { Payment::Any }),
        remark: new.terms.clone(),
        comment: new.note.clone(),
        grant_type: Some(match new.grant {
            Grant::Claim => GrantKind::Claimed,
            Grant::Promotion => GrantKind::Promotion,
            Grant::ThirdParty => GrantKind::ThirdParty,
        }),
        each_cm_num: Some(new.per_customer.into()),
        num: Some(new.total.into()),
        business_from_name: new.source.clone(),
        auto_receive: Some(yes_no(new.give_to_all)),
        ..AddVoucherInfo::default()
    };
    match &new.discount {
        Discount::Amount(amount) => {
            call.discounts_type = Some(DiscountKind::Fixed);
            call.money = Some(amount.to_string());
        }
        Discount::Percent { share, at_most } => {
            call.discounts_type = Some(DiscountKind::Percent);
            call.discounts_percent = Some(share.to_string());
            call.max_discounts_amount = at_most.map(|amount| amount.to_string());
        }
    }
    match &new.audience {
        Audience::Attributes { types, levels, departments, labels, districts } => {
            call.trade_range = Some(TradeRange::Attributes);
            (call.cm_type_id, call.cm_type_name) = picks(types)?;
            (call.cm_level_id, call.cm_level_name) = picks(levels)?;
            (call.cm_dept_id, call.cm_dept_name) = picks(departments)?;
            (call.cm_label_id, call.cm_label_name) = picks(labels)?;
            (call.cm_district_id, call.cm_district_name) = picks(districts)?;
        }
        Audience::Customers(customers) => {
            call.trade_range = Some(TradeRange::Named);
            (call.cm_id, call.cm_code) = lists(name, customers)?;
        }
    }
    match &new.goods {
        ProductScope::All => call.prod_mode = Some(GoodsMode::All),
        ProductScope::Types(types) => {
            call.prod_mode = Some(GoodsMode::Types);
            (call.prod_type_id, call.prod_type_name) = lists(name, types)?;
        }
        ProductScope::Brands(brands) => {
            call.prod_mode = Some(GoodsMode::Brands);
            (call.prod_brand_id, call.prod_brand_name) = lists(name, brands)?;
        }
        ProductScope::Products(products) => {
            call.prod_mode = Some(GoodsMode::Products);
            (call.prod_id, call.prod_code) = lists(name, products)?;
        }
    }
    Ok(call)
}

pub(crate) fn finish(name: &ProviderName, end: &EndTemplate) -> Result<FinishVoucher> {
    Ok(FinishVoucher { voucher_id: template_id(name, &end.template)? })
}

pub(crate) fn end_date(
    name: &ProviderName,
    change: &ChangeEndDate,
) -> Result<ModifyVoucherEndDate> {
    Ok(ModifyVoucherEndDate {
        voucher_id: template_id(name, &change.template)?,
        end_date: Some(change.ends.to_string()),
    })
}

pub(crate) fn receive(name: &ProviderName, issue: &Issue) -> Result<ReceiveVoucherInfo> {
    let Issue {
        template,
        customer,
        code,
        begins,
        ends,
        lines,
        threshold_percent,
        recovery_days,
        fields,
        received_at,
    } = issue;
    for (given, field) in [
        (code.is_some(), ("a code of our own", "自定的券码")),
        (
            begins.is_some() || ends.is_some(),
            ("dates of its own: they are the template's", "自定的日期：以模板的日期为准"),
        ),
        (!lines.is_empty(), ("goods", "商品明细")),
        (threshold_percent.is_some(), ("a threshold", "使用门槛")),
        (recovery_days.is_some(), ("recovery days", "回收天数")),
        (!fields.is_empty(), ("custom fields", "自定义字段")),
    ] {
        if given {
            let (english, chinese) = field;
            let english = format!("a 优惠券 cannot carry {english}");
            return Err(Error::unsupported(name, (english, format!("优惠券不能带{chinese}"))));
        }
    }
    let mut call = ReceiveVoucherInfo {
        receive_time: received_at
            .map(|at| to_beijing(at).strftime("%Y-%m-%d %H:%M:%S").to_string()),
        ..ReceiveVoucherInfo::default()
    };
    match template {
        TemplateRef::Id(id) => call.voucher_id = text(id.as_str()),
        TemplateRef::Name(name) => call.voucher_name = text(name),
    }
    match customer {
        CustomerRef::Id(id) => call.cm_id = text(id.as_str()),
        CustomerRef::Code(code) => call.cm_code = text(code),
        CustomerRef::SourceCode(code) => call.cm_source_code = text(code),
    }
    Ok(call)
}

pub(crate) fn add_coupon(name: &ProviderName, issue: &Issue) -> Result<AddCoupon> {
    let TemplateRef::Name(deal) = &issue.template else {
        let what = ("a 兑货券 is issued by the name of its agreement", "兑货券须按协议名称发放");
        return Err(Error::unsupported(name, what));
    };
    let (cm_id, cm_code) = match &issue.customer {
        CustomerRef::Id(id) => (text(id.as_str()), None),
        CustomerRef::Code(code) => (None, text(code)),
        CustomerRef::SourceCode(_) => {
            let what = (
                "a 兑货券 cannot name its customer by source code",
                "兑货券不能以来源编码指定客户",
            );
            return Err(Error::unsupported(name, what));
        }
    };
    if issue.code.is_none() {
        let what = (
            "a 兑货券 needs a code of our own, or a lost answer could not be looked up",
            "兑货券须自带券码，否则丢失应答后无法核实",
        );
        return Err(Error::unsupported(name, what));
    }
    if issue.received_at.is_some() {
        let what = ("a 兑货券 cannot carry a time of receipt", "兑货券不能带领取时间");
        return Err(Error::unsupported(name, what));
    }
    Ok(AddCoupon {
        coupon_no: issue.code.clone(),
        deal_name: text(deal),
        cm_id,
        cm_code,
        start_date: issue.begins.map(|day| day.to_string()),
        end_date: issue.ends.map(|day| day.to_string()),
        promotion_name: None,
        recycle_date: issue.recovery_days.map(|days| days.to_string()),
        doorsill_percent: issue.threshold_percent.map(|percent| percent.to_string()),
        exts: custom_fields(&issue.fields),
        prods: issue.lines.iter().map(line).collect(),
    })
}

pub(crate) fn approval(review: &Review) -> ApprovalCoupon {
    ApprovalCoupon {
        coupon_no: text(&review.code),
        coupon_status: Some(match review.verdict {
            ReviewDecision::Approve => Opinion::Pass,
            ReviewDecision::SendBack => Opinion::SendBack,
        }),
        confirm_emp: text(&review.by),
    }
}

pub(crate) fn update_ext(annotate: &SetCustomFields) -> UpdateCouponExt {
    UpdateCouponExt { coupon_no: text(&annotate.code), exts: custom_fields(&annotate.fields) }
}

fn line(line: &LineItem) -> ExchangeLine {
    let (product_id, product_code) = match &line.product {
        ProductRef::Id(id) => (text(id.as_str()), None),
        ProductRef::Code(code) => (None, text(code)),
    };
    ExchangeLine {
        product_id,
        product_code,
        unit_name: text(&line.unit),
        num: Some(line.quantity.into()),
    }
}

fn custom_fields(fields: &[CustomFieldValue]) -> Vec<CustomField> {
    let field = |field: &CustomFieldValue| CustomField {
        ext_key: text(&field.key),
        ext_value: text(&field.value),
    };
    fields.iter().map(field).collect()
}

fn template_id(name: &ProviderName, template: &TemplateRef) -> Result<Option<String>> {
    match template {
        TemplateRef::Id(id) => Ok(text(id.as_str())),
        TemplateRef::Name(_) => {
            let what = (
                "a 优惠券 is ended or moved by id, not by name",
                "终止优惠券或改其结束日期须用编号，不能用名称",
            );
            Err(Error::unsupported(name, what))
        }
    }
}

/// Ids and names in the vendor's form: one text with commas between. A name with a comma cannot be sent (TYP-10).
fn lists(name: &ProviderName, picks: &IdsOrNames) -> Result<Names> {
    let (IdsOrNames::Ids(parts) | IdsOrNames::Names(parts)) = picks;
    if let Some(part) = parts.iter().find(|part| part.contains(',')) {
        let what = (
            format!("a comma separates names, so {part:?} cannot be sent: use its id"),
            format!("名称以逗号分隔，{part:?} 无法发送：请用其编号"),
        );
        return Err(Error::unsupported(name, what));
    }
    let joined = text(&parts.join(","));
    Ok(match picks {
        IdsOrNames::Ids(_) => (joined, None),
        IdsOrNames::Names(_) => (None, joined),
    })
}

/// Blank is absent, so that a rule can say that it is missing.
fn text(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.trim().is_empty())
}

fn yes_no(yes: bool) -> YesNo {
    if yes { YesNo::Yes } else { YesNo::No }
}
