//! Neutral commands as calls of V3. No document has these calls: each is known from public clients or pages.

use coupon_domain::{
    Command, CouponKey, CouponRef, CustomerRef, Error, Issue, ProviderName, RequestId, Result,
    ReverseUse, RevokeCoupon, TemplateRef, UseCoupon,
};
use coupon_qmai_wire::v3::{
    CouponReverse, IssueCouponsToCustomer, RecycleCoupons, WriteOffCoupon, WriteOffPlace,
};
use rust_decimal::Decimal;

/// The `thirdChannel` of an issue; its values are unknown, so it says who asked.
const CHANNEL: &str = "coupon";

/// A call that a command becomes.
pub(crate) enum CommandCall {
    Issue(IssueCouponsToCustomer),
    Use(WriteOffCoupon),
    Reverse(CouponReverse),
    Revoke(RecycleCoupons),
}

/// The call of a command, under an id of ours where the vendor takes one.
pub(crate) fn call(
    name: &ProviderName,
    command: &Command,
    request_id: &RequestId,
) -> Result<CommandCall> {
    let biz_id = Some(request_id.to_string());
    match command {
        Command::Issue(issue) => Ok(CommandCall::Issue(self::issue(name, issue, biz_id)?)),
        Command::Use(used) => Ok(CommandCall::Use(write_off(name, used, biz_id)?)),
        Command::Reverse(ReverseUse { used_as, .. }) => {
            let what = (
                "undoing a use without the request id under which it was done",
                "没有核销时的请求编号，无法撤销核销",
            );
            let used_as = used_as.as_ref().ok_or_else(|| Error::unsupported(name, what))?;
            Ok(CommandCall::Reverse(CouponReverse { biz_id: Some(used_as.to_string()) }))
        }
        Command::Revoke(RevokeCoupon { coupon }) => Ok(CommandCall::Revoke(RecycleCoupons {
            biz_id,
            customer_id: Some(holder(name, coupon)?),
            card_id_list: vec![card(coupon).to_owned()],
        })),
        Command::CreateTemplate(_)
        | Command::EndTemplate(_)
        | Command::ChangeEnd(_)
        | Command::Review(_)
        | Command::Annotate(_) => {
            let kind = command.kind().as_str();
            let english = format!("{kind}: no interface for it is known");
            Err(Error::unsupported(name, (english, "没有已知的接口可以完成此操作")))
        }
    }
}

fn issue(
    name: &ProviderName,
    issue: &Issue,
    biz_id: Option<String>,
) -> Result<IssueCouponsToCustomer> {
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
        (received_at.is_some(), ("a time of receipt", "领取时间")),
    ] {
        if given {
            let (english, chinese) = field;
            let english = format!("a coupon cannot carry {english}");
            return Err(Error::unsupported(name, (english, format!("券不能带{chinese}"))));
        }
    }
    let TemplateRef::Id(template) = template else {
        let what =
            ("a coupon of a template that is named by name", "以名称指定模板的发券；请用编号");
        return Err(Error::unsupported(name, what));
    };
    let CustomerRef::Id(customer) = customer else {
        let what = ("a customer who is not named by id", "不以编号指定的客户；请用客户编号");
        return Err(Error::unsupported(name, what));
    };
    Ok(IssueCouponsToCustomer {
        biz_id,
        coupon_id: Some(template.to_string()),
        customer_id: Some(customer.to_string()),
        num: Some(1.into()),
        third_channel: Some(CHANNEL.to_owned()),
    })
}

fn write_off(
    name: &ProviderName,
    used: &UseCoupon,
    biz_id: Option<String>,
) -> Result<WriteOffCoupon> {
    let UseCoupon { coupon, order, amount } = used;
    let order_no = Some(order.trim().to_owned()).filter(|order| !order.is_empty());
    Ok(WriteOffCoupon {
        biz_id,
        coupons_card_list: vec![card(coupon).to_owned()],
        customer_id: Some(holder(name, coupon)?),
        amount: amount.map(|amount| fen(name, amount)).transpose()?.map(Into::into),
        third_order_no: order_no.clone(),
        ext: Some(WriteOffPlace { order_no, ..WriteOffPlace::default() }),
        ..WriteOffCoupon::default()
    })
}

/// The id of a coupon and its code are one, the `cardId`.
pub(crate) fn card(coupon: &CouponRef) -> &str {
    match &coupon.name {
        CouponKey::Id(id) => id.as_str(),
        CouponKey::Code(code) => code,
    }
}

/// The customer is needed to look at the coupon after a lost answer.
fn holder(name: &ProviderName, coupon: &CouponRef) -> Result<String> {
    match &coupon.customer {
        Some(CustomerRef::Id(customer)) => Ok(customer.to_string()),
        _ => {
            let what = (
                "a coupon without its customer's id; name the customer",
                "未指明客户编号的券；请同时指定客户",
            );
            Err(Error::unsupported(name, what))
        }
    }
}

/// Yuan as fen, digit by digit: a fraction of a fen cannot be sent.
fn fen(name: &ProviderName, yuan: Decimal) -> Result<u32> {
    let fen = yuan.checked_mul(Decimal::ONE_HUNDRED).filter(Decimal::is_integer);
    let whole = fen.and_then(|fen| u32::try_from(fen).ok());
    whole.ok_or_else(|| {
        let english = format!("the amount {yuan}: it is sent in fen");
        Error::unsupported(name, (english, format!("金额 {yuan}：以分为单位发送")))
    })
}
