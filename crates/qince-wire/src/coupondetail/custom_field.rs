//! A field that a tenant added to the 兑货券 of its own.

use coupon_wire::{Lenient, Validator};
use serde::{Deserialize, Serialize};

/// One custom field of a 兑货券 with its value. The tenant defines the keys.
///
/// 兑货券的一个自定义字段及其值；有哪些字段由企业自定。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CustomField {
    /// Name of the field, at most 32 characters.
    ///
    /// 字段的名称，最多 32 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub ext_key: Option<String>,
    /// Its value, at most 32 characters. It must not be blank, so a value cannot be cleared.
    ///
    /// 字段的值，最多 32 字；不得空白，所以不能清除。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub ext_value: Option<String>,
}

/// The entries of `exts`, in whichever operation: key and value are needed and short.
pub(super) fn check_entries(check: &mut Validator, rule: &'static str, exts: &[CustomField]) {
    for (index, ext) in exts.iter().enumerate() {
        let mut entry = Validator::default();
        for (field, value) in [("ext_key", &ext.ext_key), ("ext_value", &ext.ext_value)] {
            entry.required(rule, field, value);
            entry.length(rule, field, value, 32);
        }
        check.within(&format!("exts[{index}]"), entry);
    }
}
