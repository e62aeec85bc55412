//! A vendor as a row: everything that the pages and documents of the server ask of it.

use axum::http::{Request, Response};
use bytes::Bytes;
use coupon_sandbox::{Sandbox, SandboxConfig};
use coupon_wire::{OperationKind, internal::bilingual};
use serde_json::Value;

/// The way in which a language writes a text.
pub(crate) type TextLiteral = fn(&str) -> String;

/// The value of a name in the template of a program.
pub(crate) type ProgramValue = fn(&str, &ProgramCall<'_>, TextLiteral) -> Option<String>;

/// One vendor.
pub(crate) struct ShownVendor {
    /// Its name in the log, in addresses and in files.
    pub(crate) name: &'static str,
    /// Its name in English text.
    pub(crate) title_en: &'static str,
    /// Its name in Chinese text.
    pub(crate) title_zh: &'static str,
    /// The field of its account that holds the key.
    pub(crate) key_field: &'static str,
    /// Families of its operations.
    pub(crate) families: &'static [OperationFamily],
    /// The names of code and message in its answers.
    pub(crate) envelope: [&'static str; 2],
    /// The fields of its account, without the address.
    pub(crate) account: fn(&Sandbox) -> Vec<(&'static str, String)>,
    /// The operations, in the order of its documents.
    pub(crate) operations: fn() -> Vec<ConsoleOperation>,
    /// The call inside a body that was sent; `None` if the body is the call.
    pub(crate) call_inside: fn(&Value) -> Option<&Value>,
    /// The values of its own records that fields of calls may take.
    pub(crate) choices: fn(&Sandbox) -> Vec<FieldChoices>,
    /// Signs a call with a key, also with one that no account can have: a blank or a line end in it is what people try.
    pub(crate) sign: fn(&UnsignedCall<'_>) -> Result<ConsoleCall, String>,
    /// A call in Rust, with the wire crate.
    pub(crate) rust: fn(&ProgramCall<'_>) -> String,
    /// Templates of programs, by the name of their language; between `@` stand names that `program_value` knows.
    pub(crate) programs: &'static [(&'static str, &'static str)],
    /// The value of a name in a template beyond `url`, `key` and `body`, given how the language writes a text.
    pub(crate) program_value: ProgramValue,
    /// The OpenAPI document.
    pub(crate) openapi: fn() -> Value,
    /// The OpenAPI document for clients, of what this sandbox answers under the profile of that name.
    pub(crate) openapi_for_clients: fn(&Sandbox, &str) -> Value,
}

/// Operations whose names begin alike.
pub(crate) struct OperationFamily {
    /// The part of their names before the dot.
    pub(crate) module: &'static str,
    pub(crate) title_en: &'static str,
    pub(crate) title_zh: &'static str,
}

/// An operation as the console shows it.
pub(crate) struct ConsoleOperation {
    pub(crate) vendor: &'static ShownVendor,
    /// "voucher.getVoucherInfos".
    pub(crate) name: &'static str,
    pub(crate) kind: OperationKind,
    /// The path without a slash before it: "api/v2", "api/voucher/v1/getVoucherInfos".
    pub(crate) path: String,
    /// Schema of the call with its rules.
    pub(crate) call: Value,
    /// Schema of one row of the answer.
    pub(crate) row: Value,
    /// The fields of the call in the document's order.
    pub(crate) order: &'static [&'static str],
}

impl ConsoleOperation {
    pub(crate) fn meaning(&self) -> (&str, &str) {
        meaning(&self.call)
    }

    /// "addCoupon", "user-coupons-detail.by-ids".
    pub(crate) fn short(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, name)| name)
    }
}

/// The description of a schema, in English and in Chinese.
pub(crate) fn meaning(schema: &Value) -> (&str, &str) {
    bilingual(schema["description"].as_str().unwrap_or_default())
}

/// Values that a field may have, each with a word about it.
pub(crate) type Choice = (String, String);

/// The names of fields, and the values that they may take.
pub(crate) type FieldChoices = (&'static [&'static str], Vec<Choice>);

/// A call before it is signed.
pub(crate) struct UnsignedCall<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) base_url: String,
    /// The name of its operation.
    pub(crate) operation: &'static str,
    pub(crate) body: Bytes,
    pub(crate) key: &'a str,
    /// Another number for every attempt.
    pub(crate) random: u128,
}

/// A signed call with the parts of its signature that the page shows.
pub(crate) struct ConsoleCall {
    pub(crate) request: Request<Bytes>,
    pub(crate) string_to_sign: String,
    pub(crate) signature: String,
    /// Reads the texts of the rows, or why there are none.
    pub(crate) read: AnswerReader,
}

/// Reads the rows of an answer.
pub(crate) type AnswerReader = Box<dyn Fn(&Response<Bytes>) -> Result<Vec<String>, String> + Send>;

/// A call that a program makes.
pub(crate) struct ProgramCall<'a> {
    pub(crate) operation: &'a ConsoleOperation,
    pub(crate) base_url: &'a str,
    pub(crate) key: &'a str,
    pub(crate) body: &'a str,
    pub(crate) settings: &'a SandboxConfig,
}

/// A text as a raw string of Rust: with as many marks as it does not contain in a row.
pub(crate) fn raw_string(text: &str) -> String {
    let marks = "#".repeat(1 + text.matches('#').count());
    format!("r{marks}\"{text}\"{marks}")
}
