//! The one place that lists the vendors, and the texts that name several of them.

mod qince;
mod qmai;

pub(crate) use self::qince::faults::{CUT_DATA, ROWS_REPEATED, ROWS_SHIFTED, WRONG_MSG_ID};
use crate::{fault_text::FaultText, shown_vendor::ShownVendor};

/// Every vendor, in the order in which pages show them.
pub(crate) static VENDORS: [&ShownVendor; 2] = [&qince::vendor::VENDOR, &qmai::vendor::VENDOR];

/// The vendor of that name.
pub(crate) fn named(name: &str) -> Option<&'static ShownVendor> {
    VENDORS.into_iter().find(|vendor| vendor.name == name)
}

/// The body of a request that replaces a key and restores another.
pub(crate) const KEYS_EXAMPLE: &str = r#"{"qince_app_key": "other", "qmai_open_key": null}"#;

/// The route that lists records, with the words of their kinds.
pub(crate) const LISTS_RECORDS: &str = "Rows as the vendor would answer them: vouchers, held, coupons, qmai or templates; with find, those that contain the text";

/// The refusal of a vendor that has no time, which each words by itself.
pub(crate) const BUSY: FaultText = FaultText {
    text: "busy",
    en: "The vendor's own refusal: too many calls (Qmai), busy (Qince). Nothing happened",
    zh: "厂商以自己的格式拒绝：限流（企迈）或系统繁忙（勤策）；什么都没有发生",
};

#[cfg(test)]
mod tests {
    use coupon_sandbox::{RecordKind, Sandbox};

    use super::*;

    #[test]
    fn the_texts_name_every_key_and_every_kind_of_records() {
        for key in Sandbox::key_names() {
            assert!(KEYS_EXAMPLE.contains(key), "{key}");
        }
        for word in RecordKind::all().filter_map(|kind| kind.listed) {
            assert!(LISTS_RECORDS.contains(word), "{word}");
        }
        for vendor in VENDORS {
            assert!(BUSY.en.contains(vendor.title_en) && BUSY.zh.contains(vendor.title_zh));
        }
    }
}
