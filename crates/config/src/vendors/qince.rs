//! Qince (勤策): two providers over one account, MD5 over body, key and time.

use std::{num::NonZeroU32, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use coupon_domain::{CustomerRef, Provider, RequestId};
use coupon_qince::{CouponDetails, Qince, Vouchers};
use coupon_qince_wire as wire;
use coupon_sign::Secret;
use coupon_transport::{AttemptContext, Client};
use coupon_wire::{Answer, OperationKind};
use http::Request;
use jiff::{Timestamp, civil::DateTime};
use serde_json::value::RawValue;

use crate::{
    account_fields::AccountFields,
    account_file::{AccountFile, ConfiguredTimestamp},
    diagnosing::{CapturedCall, DiagnoseError, Diagnosing, ExaminedCall},
    error::ConfigError,
    setup_field::SetupField,
    signing::{SignError, SignField, SignFieldKind, SignValues, SignedCall, Signing},
    unlisted_operation::kept,
    unlisted_place::{UnlistedError, UnlistedPlace},
    vendor::{Vendor, VendorAccount, VendorOperation},
    vendors::VendorKind,
};

/// Rows a page: the documented maximum.
const PAGE_LENGTH: u32 = 1000;

pub(super) const VENDOR: Vendor = Vendor {
    kind: VendorKind::Qince,
    name: "qince",
    title_en: "Qince",
    title_zh: "勤策",
    providers: &["qince.voucher", "qince.coupondetail"],
    names_orders: true,
    signing: Signing { about: "Qince: MD5 over body, key and time", fields: SIGN_FIELDS, sign },
    diagnosing: Diagnosing {
        key: "app-key",
        key_help: "Qince's key: the key itself, env:NAME, or @FILE",
        choices: &[],
        diagnose,
    },
    setup: SETUP,
    calls_per_second: NonZeroU32::new(5).expect("five is not zero"),
    own_fields: |file| {
        vec![
            ("openid", file.openid.is_some()),
            ("app_key", file.app_key.is_some()),
            ("timestamp", file.timestamp.is_some()),
            ("page_length", file.page_length.is_some()),
        ]
    },
    identity: |file| ("openid", &file.openid),
    key: |file| ("app_key", &file.app_key),
    secrets: |file| vec![("openid", &mut file.openid), ("app_key", &mut file.app_key)],
    account,
    operations: || wire::OPERATIONS.iter().map(described).collect(),
    unlisted,
    schemas: || {
        let all = wire::operations_with_schemas().into_iter();
        all.map(|one| (one.request, one.reply)).collect()
    },
};

const SETUP: &[SetupField] = &[
    SetupField::text(
        "base_url",
        Some(wire::base_url::PRODUCTION),
        "The host of the interface, as the tenant's console shows it",
        "接口地址，见企业控制台",
    ),
    SetupField::id("openid", "The tenant's openid", "企业的 openid"),
    SetupField::key("app_key", "The app_key that signs", "用于签名的 app_key"),
];

const SIGN_FIELDS: &[SignField] = &[
    SignField::text("app-key", "KEY", "The key that signs"),
    SignField::text(
        "timestamp",
        "TIME",
        "The time as it stands in the path: 14 digits of Beijing time, as 20240102030405, or epoch milliseconds",
    ),
    SignField {
        kind: SignFieldKind::Body,
        ..SignField::text(
            "body",
            "JSON|@FILE|-",
            "The body, verbatim: text, @FILE, or - for standard input",
        )
    },
    SignField {
        required: false,
        requires: &["msg-id", "operation"],
        ..SignField::text("openid", "OPENID", "The tenant, for a URL")
    },
    SignField {
        required: false,
        requires: &["openid", "operation"],
        ..SignField::text("msg-id", "MSG_ID", "The name of the call, for a URL")
    },
    SignField {
        required: false,
        requires: &["openid", "msg-id"],
        ..SignField::text(
            "operation",
            "NAME",
            "The operation, for a URL: voucher.getVoucherInfos, or a path as customer/v1/queryCustomer",
        )
    },
    SignField {
        required: false,
        default: Some(wire::base_url::PRODUCTION),
        ..SignField::text("base-url", "URL", "The host, for a URL")
    },
];

fn described(operation: &wire::Operation) -> VendorOperation {
    let module = operation.path.split('/').next().unwrap_or_default();
    VendorOperation {
        vendor: VendorKind::Qince,
        name: operation.name,
        kind: operation.kind,
        grade: operation.grade,
        provider: format!("qince.{module}").into(),
        unlisted: None,
        validate: |operation, body| wire_operation(operation).validate(body),
    }
}

fn named(name: &str) -> &'static wire::Operation {
    wire::operation(name).expect("the operation is one of this vendor's table")
}

fn wire_operation(operation: &VendorOperation) -> wire::Operation {
    match operation.unlisted {
        None => *named(operation.name),
        Some(place) => custom(place, operation.kind).expect("it was checked when it was made"),
    }
}

fn custom(
    UnlistedPlace { path, .. }: UnlistedPlace,
    kind: OperationKind,
) -> Result<wire::Operation, wire::OperationError> {
    wire::Operation::custom(path, path, kind, wire::ResponseShape::Undocumented)
}

fn unlisted(place: UnlistedPlace, kind: OperationKind) -> Result<VendorOperation, UnlistedError> {
    if place.action.is_some() {
        return Err(UnlistedError::NoActions { of: VENDOR.name });
    }
    if let Some(one) = wire::OPERATIONS.iter().find(|operation| operation.path == place.path) {
        return Err(UnlistedError::Listed { name: one.name, kind: one.kind });
    }
    let made = custom(place, kind).map_err(|error| UnlistedError::Place {
        en: error.to_string(),
        zh: error.zh().to_owned(),
    })?;
    Ok(VendorOperation { unlisted: Some(place), ..described(&made) })
}

fn account(
    fields: &AccountFields<'_>,
    file: &AccountFile,
) -> Result<Arc<dyn VendorAccount>, ConfigError> {
    let account = wire::Account::new(wire::AccountConfig {
        base_url: file.base_url.clone(),
        openid: fields.secret("openid", &file.openid)?,
        app_key: fields.secret("app_key", &file.app_key)?,
        timestamp: match file.timestamp {
            None | Some(ConfiguredTimestamp::Beijing) => wire::TimestampForm::Beijing,
            Some(ConfiguredTimestamp::EpochMillis) => wire::TimestampForm::EpochMillis,
        },
        allow_http: file.allow_http,
    });
    let account = account.map_err(|error| fields.refused(&error, error.zh()))?;
    let page_length = file.page_length.unwrap_or(PAGE_LENGTH);
    Ok(Arc::new(QinceAccount { account, page_length }))
}

#[derive(Debug)]
struct QinceAccount {
    account: wire::Account,
    page_length: u32,
}

#[async_trait]
impl VendorAccount for QinceAccount {
    fn providers(&self, client: Client) -> Vec<Arc<dyn Provider>> {
        let qince = Arc::new(Qince::new(self.account.clone(), client));
        let vouchers = Vouchers::new(qince.clone(), self.page_length);
        vec![Arc::new(vouchers), Arc::new(CouponDetails::new(qince, self.page_length))]
    }

    fn prepare(
        &self,
        operation: &VendorOperation,
        context: &AttemptContext,
        body: Bytes,
    ) -> Request<Bytes> {
        let params = wire::AttemptParams::new(context.now, context.random);
        wire::encode_raw(&self.account, &params, &wire_operation(operation), body)
    }

    fn request_id(&self, _: &str, random: u128) -> Option<RequestId> {
        Some(coupon_qince::request_id(random))
    }

    async fn call_raw(
        &self,
        client: Client,
        operation: &VendorOperation,
        request_id: Option<&RequestId>,
        body: Bytes,
    ) -> coupon_domain::Result<Answer<Box<RawValue>>> {
        let qince = Qince::new(self.account.clone(), client);
        qince.call_raw(&wire_operation(operation), body, true, request_id).await
    }

    /// One row of the vouchers.
    async fn check(&self, client: Client, _: &[CustomerRef]) -> coupon_domain::Result<()> {
        let body = Bytes::from_static(b"{\"page_number\":1,\"page_length\":1}");
        self.call_raw(client, &described(named("voucher.getVoucherInfos")), None, body)
            .await
            .map(drop)
    }
}

fn sign(values: &SignValues) -> Result<SignedCall, SignError> {
    let (key, timestamp) = (values.required("app-key")?, values.required("timestamp")?);
    let mut body = values.body.clone();
    if body.is_empty() && values.text("openid").is_some() {
        // A call without a body is sent as these two bytes.
        body = Bytes::from_static(b"{}");
    }
    Ok(SignedCall {
        string_to_sign: wire::masked_string_to_sign(&body, timestamp),
        signature_name: "digest",
        signature: wire::digest(&body, &Secret::new(key), timestamp),
        url: url(values, key, timestamp, body)?,
    })
}

fn url(
    values: &SignValues,
    key: &str,
    timestamp: &str,
    body: Bytes,
) -> Result<Option<String>, SignError> {
    let (Some(openid), Some(msg_id), Some(name)) =
        (values.text("openid"), values.text("msg-id"), values.text("operation"))
    else {
        return Ok(None);
    };
    let unknown = || SignError::Operation { name: name.to_owned() };
    let operation = match wire::operation(name) {
        Some(operation) => *operation,
        None => custom(UnlistedPlace { path: kept(name), action: None }, OperationKind::Write)
            .map_err(|_| unknown())?,
    };
    let (time, form) = instant(timestamp).ok_or(SignError::Timestamp)?;
    let account = wire::Account::new(wire::AccountConfig {
        base_url: values.text("base-url").unwrap_or(wire::base_url::PRODUCTION).to_owned(),
        openid: Secret::new(openid),
        app_key: Secret::new(key),
        timestamp: form,
        allow_http: true,
    });
    let account =
        account.map_err(|error| SignError::Account((error.to_string(), error.zh()).into()))?;
    let params = wire::AttemptParams::with_msg_id(time, msg_id).ok_or(SignError::MsgId)?;
    Ok(Some(wire::encode_raw(&account, &params, &operation, body).uri().to_string()))
}

fn instant(text: &str) -> Option<(Timestamp, wire::TimestampForm)> {
    if text.len() == 13 {
        let time = Timestamp::from_millisecond(text.parse().ok()?).ok()?;
        return Some((time, wire::TimestampForm::EpochMillis));
    }
    let civil = DateTime::strptime("%Y%m%d%H%M%S", text).ok()?;
    Some((coupon_domain::from_beijing(civil)?, wire::TimestampForm::Beijing))
}

fn diagnose(call: &CapturedCall<'_>) -> Result<ExaminedCall, DiagnoseError> {
    let parsed = match wire::parse_request(call.request) {
        Ok(parsed) => Some(parsed),
        // A wrong time has a diagnosis of its own.
        Err(wire::VerifyError::Timestamp) => None,
        Err(why) => return Err(DiagnoseError::NotThisVendor((why.to_string(), why.zh()).into())),
    };
    let account = wire::Account::new(wire::AccountConfig {
        base_url: wire::base_url::PRODUCTION.to_owned(),
        openid: Secret::new(parsed.as_ref().map_or("unread", |parsed| parsed.openid.as_str())),
        app_key: call.key.clone(),
        timestamp: wire::TimestampForm::Beijing,
        allow_http: false,
    });
    let account =
        account.map_err(|error| DiagnoseError::Account((error.to_string(), error.zh()).into()))?;
    let diagnosis = wire::diagnose(call.request, &account, call.sent_at, call.recoded);
    Ok(ExaminedCall {
        operation: parsed.and_then(|parsed| parsed.operation).map(|one| one.name),
        diagnosis,
    })
}
