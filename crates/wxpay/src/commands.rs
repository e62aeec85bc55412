//! Neutral commands as calls of the vendor.

use coupon_domain::{
    Command, CouponKey, CouponRef, CustomerRef, Error, ProviderName, RequestId, Result, ReverseUse,
    RevokeCoupon, TemplateRef, UseCoupon,
};
use coupon_wxpay_wire::busifavor::{BusiFavorUse, DeactivateCoupon, ReturnCoupon};

use crate::use_number;

/// A call that a command becomes. `stock_id` is blank where the command does not name the stock: the coupon tells it.
pub(crate) enum BusiFavorWrite {
    Use(BusiFavorUse),
    Reverse(ReturnCoupon),
    Revoke(DeactivateCoupon),
}

/// The call of a command under this number. The time of a use is that of the attempt.
pub(crate) fn call(
    name: &ProviderName,
    appid: &str,
    command: &Command,
    number: &RequestId,
) -> Result<BusiFavorWrite> {
    let request_no = Some(number.to_string());
    match command {
        Command::Use(used) => Ok(BusiFavorWrite::Use(use_coupon(name, appid, used, number)?)),
        Command::Reverse(ReverseUse { coupon, .. }) => {
            holder(name, coupon)?;
            Ok(BusiFavorWrite::Reverse(ReturnCoupon {
                coupon_code: Some(code(coupon).to_owned()),
                stock_id: stock(name, coupon)?,
                return_request_no: request_no,
            }))
        }
        Command::Revoke(RevokeCoupon { coupon }) => {
            holder(name, coupon)?;
            Ok(BusiFavorWrite::Revoke(DeactivateCoupon {
                coupon_code: Some(code(coupon).to_owned()),
                stock_id: stock(name, coupon)?,
                deactivate_request_no: request_no,
                deactivate_reason: None,
            }))
        }
        Command::CreateTemplate(_)
        | Command::EndTemplate(_)
        | Command::ChangeEnd(_)
        | Command::Issue(_)
        | Command::Review(_)
        | Command::Annotate(_) => {
            let kind = command.kind().as_str();
            Err(Error::unsupported(
                name,
                (
                    format!("{kind}: stocks and coupons are made in WeChat Pay"),
                    format!("{kind}：批次和券在微信支付中制作"),
                ),
            ))
        }
    }
}

fn use_coupon(
    name: &ProviderName,
    appid: &str,
    used: &UseCoupon,
    number: &RequestId,
) -> Result<BusiFavorUse> {
    let UseCoupon { coupon, order, amount } = used;
    if amount.is_some() {
        let what = (
            "the amount that a coupon takes off: the vendor is not told it; leave it out",
            "核销金额：厂商不接收；请不要填写",
        );
        return Err(Error::unsupported(name, what));
    }
    if !use_number::is_sendable(order.trim()) {
        let what = (
            "this number of an order: it stands in the number of the use, which takes 115 letters, digits, '-', '_', '*' and '|'",
            "这个订单号：它写在核销请求单号中，最多 115 个字母、数字、“-”、“_”、“*”和“|”",
        );
        return Err(Error::unsupported(name, what));
    }
    if use_number::order(number.as_str()) != Some(order.trim()) {
        let what = (
            "a request id that does not hold the number of the order: the vendor keeps it nowhere else",
            "请求编号中没有订单号：厂商不在别处保存它",
        );
        return Err(Error::unsupported(name, what));
    }
    Ok(BusiFavorUse {
        coupon_code: Some(code(coupon).to_owned()),
        stock_id: stock(name, coupon)?,
        appid: Some(appid.to_owned()),
        use_request_no: Some(number.to_string()),
        openid: Some(holder(name, coupon)?.to_owned()),
        ..BusiFavorUse::default()
    })
}

/// The id of a coupon and its code are one, the `coupon_code`.
pub(crate) fn code(coupon: &CouponRef) -> &str {
    match &coupon.name {
        CouponKey::Id(id) => id.as_str(),
        CouponKey::Code(code) => code,
    }
}

/// The customer is needed to look at the coupon, before the write for its stock and after a lost answer.
pub(crate) fn holder<'a>(name: &ProviderName, coupon: &'a CouponRef) -> Result<&'a str> {
    match &coupon.customer {
        Some(CustomerRef::Id(customer)) => Ok(customer.as_str()),
        _ => Err(Error::unsupported(
            name,
            (
                "a coupon without its customer's openid; name the customer",
                "没有客户 openid 的券；请指明客户",
            ),
        )),
    }
}

fn stock(name: &ProviderName, coupon: &CouponRef) -> Result<Option<String>> {
    match &coupon.template {
        None => Ok(None),
        Some(TemplateRef::Id(stock)) => Ok(Some(stock.to_string())),
        Some(TemplateRef::Name(_)) => {
            let what = (
                "a coupon of a stock that is named by name; name its id",
                "按名称指明批次的券；请写批次号",
            );
            Err(Error::unsupported(name, what))
        }
    }
}
