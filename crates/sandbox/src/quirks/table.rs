//! Every switch: its name and its values.

use super::quirk::Quirk;

pub(super) const COUNT: usize = 39;

pub(super) struct QuirkRow {
    pub(super) quirk: Quirk,
    pub(super) name: &'static str,
    pub(super) values: &'static [&'static str],
    /// The position of the value of the profile `as-observed`.
    pub(super) observed: usize,
}

/// In the order of the enum; a test holds them together.
pub(super) const TABLE: [QuirkRow; COUNT] = [
    row(Quirk::UseStatusZero, "use-status-zero", &["with-reversed", "unused-only"], 0),
    row(Quirk::GiftStatus, "gift-status", &["never", "frozen-as-4"], 0),
    row(Quirk::QmaiStatus, "qmai-status", &["text", "boolean"], 1),
    row(Quirk::QmaiCode, "qmai-code", &["text", "number"], 1),
    row(Quirk::QmaiTraceId, "qmai-trace-id", &["absent", "present"], 1),
    row(Quirk::QmaiInt, "qmai-int", &["text", "number"], 1),
    row(Quirk::QmaiBlank, "qmai-blank", &["empty", "null"], 0),
    row(Quirk::V2BothKeys, "v2-both-keys", &["by-ids", "by-user"], 0),
    row(Quirk::V2Number, "v2-number", &["amount", "claimed"], 0),
    row(Quirk::V2Templates, "v2-templates", &["map", "list"], 0),
    row(Quirk::V3Data, "v3-data", &["object", "list", "page"], 2),
    row(Quirk::QmaiEnvelope, "qmai-envelope", &["exact", "any-case"], 0),
    row(Quirk::V3UpdatedAt, "v3-updated-at", &["two-digits", "as-sampled"], 1),
    row(Quirk::V2GoodsRange, "v2-goods-range", &["own-table", "other-table"], 0),
    row(Quirk::V2ShowPage, "v2-show-page", &["own-table", "other-table"], 0),
    row(Quirk::NothingFound, "nothing-found", &["error", "null", "list"], 1),
    row(Quirk::QmaiBizId, "qmai-biz-id", &["repeats", "deduplicates"], 0),
    row(Quirk::VoucherId, "voucher-id", &["number", "text"], 0),
    row(Quirk::ProdBrands, "prod-brands", &["prodBrands", "prodBrand"], 0),
    row(Quirk::VoucherPercent, "voucher-percent", &["share", "percent"], 0),
    row(Quirk::VoucherTimes, "voucher-times", &["minutes", "seconds"], 0),
    row(Quirk::EffectDate, "effect-date", &["tight", "spaced"], 0),
    row(Quirk::ModifyTime, "modify-time", &["milliseconds", "microseconds"], 0),
    row(Quirk::ReturnCode, "return-code", &["as-sampled", "text", "number"], 1),
    row(Quirk::ResponseData, "response-data", &["string", "inline"], 0),
    row(Quirk::NoRows, "no-rows", &["list", "null", "absent"], 0),
    row(Quirk::SourceFrom, "source-from", &["two-values", "three-values"], 0),
    row(Quirk::RequiredType, "required-type", &["blank", "zero"], 1),
    row(Quirk::EndDate, "end-date", &["required", "optional"], 0),
    row(Quirk::ReceiveFields, "receive-fields", &["read", "ignored"], 0),
    row(Quirk::ReceiveAnswer, "receive-answer", &["null", "text", "object"], 0),
    row(Quirk::CouponUnits, "coupon-units", &["with", "without"], 0),
    row(Quirk::CouponKeys, "coupon-keys", &["one-of", "both"], 0),
    row(Quirk::VoucherUseStatus, "voucher-use-status", &["present", "absent"], 1),
    row(Quirk::VoucherExpired, "voucher-expired", &["answered", "derived"], 0),
    row(Quirk::NamedRange, "named-range", &["customers", "attributes"], 1),
    row(Quirk::WindowEnd, "window-end", &["inclusive", "exclusive"], 0),
    row(Quirk::QinceTime, "qince-time", &["seconds", "milliseconds"], 1),
    row(Quirk::HttpRefusals, "http-refusals", &["vendor", "plain"], 0),
];

const fn row(
    quirk: Quirk,
    name: &'static str,
    values: &'static [&'static str],
    observed: usize,
) -> QuirkRow {
    QuirkRow { quirk, name, values, observed }
}
