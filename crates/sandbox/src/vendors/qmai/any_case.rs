//! An envelope with the other version's names (contradiction 7): `openId` for `OpenId` and back.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Request;
use serde_json::value::RawValue;

use crate::json_writer::quoted;

const NAMES: [&str; 7] = ["openId", "grantCode", "token", "timestamp", "nonce", "action", "params"];

/// The call with the names of its own version; as it is, if its body is no object.
pub(crate) fn renamed(request: &Request<Bytes>) -> Request<Bytes> {
    let mut renamed = request.clone();
    let fields = serde_json::from_slice::<BTreeMap<String, &RawValue>>(request.body());
    if let Ok(fields) = fields {
        let pascal = !request.uri().path().contains("/v3/");
        let fields: Vec<String> = fields
            .into_iter()
            .map(|(name, value)| format!("{}:{value}", quoted(&own_name(&name, pascal))))
            .collect();
        *renamed.body_mut() = format!("{{{}}}", fields.join(",")).into();
    }
    renamed
}

fn own_name(name: &str, pascal: bool) -> String {
    match NAMES.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        Some(known) if pascal => known[..1].to_uppercase() + &known[1..],
        Some(known) => (*known).to_owned(),
        None => name.to_owned(),
    }
}
