//! Qmai (企迈): one provider, HMAC-SHA1 over ids, nonce and time.

use std::{
    num::{NonZeroU32, NonZeroU64},
    sync::Arc,
};

use async_trait::async_trait;
use bytes::Bytes;
use coupon_domain::{CustomerRef, ErrorText, Provider, RequestId};
use coupon_qmai::Qmai;
use coupon_qmai_wire as wire;
use coupon_sign::Secret;
use coupon_transport::{AttemptContext, Client};
use coupon_wire::{Answer, OperationKind};
use http::Request;
use jiff::Timestamp;
use serde_json::value::RawValue;

use crate::{
    account_fields::AccountFields,
    account_file::{AccountFile, ConfiguredV2Money, ConfiguredV2Signing},
    diagnosing::{CapturedCall, DiagnoseChoice, DiagnoseError, Diagnosing, ExaminedCall},
    error::ConfigError,
    setup_field::SetupField,
    signing::{SignError, SignField, SignFieldKind, SignValues, SignedCall, Signing},
    unlisted_operation::kept,
    unlisted_place::{UnlistedError, UnlistedPlace},
    vendor::{Vendor, VendorAccount, VendorOperation},
    vendors::VendorKind,
};

pub(super) const VENDOR: Vendor = Vendor {
    kind: VendorKind::Qmai,
    name: "qmai",
    title_en: "Qmai",
    title_zh: "企迈",
    providers: &["qmai"],
    names_orders: false,
    signing: Signing {
        about: "Qmai: HMAC-SHA1 over ids, nonce and time",
        fields: SIGN_FIELDS,
        sign,
    },
    diagnosing: Diagnosing {
        key: "open-key",
        key_help: "Qmai's key, alike",
        choices: &[DiagnoseChoice {
            name: "v2",
            help: "How V2 calls of Qmai should be signed",
            values: V2_SIGNINGS,
        }],
        diagnose,
    },
    setup: SETUP,
    calls_per_second: NonZeroU32::new(10).expect("ten is not zero"),
    own_fields: |file| {
        vec![
            ("open_id", file.open_id.is_some()),
            ("grant_code", file.grant_code.is_some()),
            ("open_key", file.open_key.is_some()),
            ("customers", file.customers.is_some()),
            ("v2_signing", file.v2_signing.is_some()),
            ("v2_money", file.v2_money.is_some()),
        ]
    },
    identity: |file| ("open_id", &file.open_id),
    key: |file| ("open_key", &file.open_key),
    secrets: |file| {
        vec![
            ("open_id", &mut file.open_id),
            ("grant_code", &mut file.grant_code),
            ("open_key", &mut file.open_key),
        ]
    },
    account,
    operations: || wire::OPERATIONS.iter().map(described).collect(),
    unlisted,
    schemas: || {
        let all = wire::operations_with_schemas().into_iter();
        all.map(|one| (one.request, one.reply)).collect()
    },
};

/// The assumed ways to sign V2 calls, most likely first.
const V2_SIGNINGS: &[&str] = &["pascal-case", "camel-case", "pascal-case-with-action"];

const SETUP: &[SetupField] = &[
    SetupField::text(
        "base_url",
        Some(wire::base_url::PRODUCTION),
        "The host of the interface",
        "接口地址",
    ),
    SetupField::id("open_id", "The openId that goes with the key", "与密钥对应的 openId"),
    SetupField::key("grant_code", "The merchant's grantCode", "商户授权的 grantCode"),
    SetupField::key("open_key", "The openKey that signs", "用于签名的 openKey"),
    SetupField::customers(
        "Whose coupons are read: customer ids with commas between them, or the path of a file",
        "读取哪些客户的券：客户编号，以逗号分隔，或文件路径",
    ),
];

const SIGN_FIELDS: &[SignField] = &[
    SignField::text("open-id", "ID", "The id that goes with the key"),
    SignField::text("grant-code", "CODE", "What the merchant granted"),
    SignField::text("open-key", "KEY", "The key that signs"),
    SignField {
        kind: SignFieldKind::Checked(checked::<NonZeroU64>),
        ..SignField::text("nonce", "NONCE", "A positive whole number")
    },
    SignField {
        kind: SignFieldKind::Checked(checked::<i64>),
        ..SignField::text("timestamp", "SECONDS", "Unix seconds, as 1700000000")
    },
    SignField {
        required: false,
        kind: SignFieldKind::Choice(V2_SIGNINGS),
        ..SignField::text(
            "v2",
            "V2",
            "Sign as a V2 call, in one of the assumed ways [default: as a V3 call]",
        )
    },
];

fn parsed<T: std::str::FromStr<Err: ToString>>(text: &str) -> Result<T, ErrorText> {
    text.parse().map_err(|error: T::Err| (error.to_string(), "应为整数").into())
}

fn checked<T: std::str::FromStr<Err: ToString>>(text: &str) -> Result<(), String> {
    parsed::<T>(text).map(drop).map_err(|error| error.english)
}

fn described(operation: &wire::Operation) -> VendorOperation {
    VendorOperation {
        vendor: VendorKind::Qmai,
        name: operation.name,
        kind: operation.kind,
        grade: operation.grade,
        provider: "qmai".into(),
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
        Some(place) => {
            custom(operation.name, place, operation.kind).expect("it was checked when it was made")
        }
    }
}

fn custom(
    name: &'static str,
    UnlistedPlace { path, action }: UnlistedPlace,
    kind: OperationKind,
) -> Result<wire::Operation, wire::OperationError> {
    let shape = wire::ResponseShape::UNDOCUMENTED;
    match action {
        None => wire::Operation::custom(name, path, kind, shape),
        Some(action) => wire::Operation::custom_v2(name, action, kind, shape),
    }
}

fn unlisted(place: UnlistedPlace, kind: OperationKind) -> Result<VendorOperation, UnlistedError> {
    let UnlistedPlace { path, action } = place;
    let is_v2 = wire::OPERATIONS.iter().any(|one| one.action.is_some() && one.path == path);
    if action.is_some() && !is_v2 {
        return Err(UnlistedError::NoActions { of: "V3" });
    }
    let is_it = |one: &&wire::Operation| one.path == path && one.action == action;
    if let Some(one) = wire::OPERATIONS.iter().find(is_it) {
        return Err(UnlistedError::Listed { name: one.name, kind: one.kind });
    }
    let name = action.map_or(path, |action| kept(&format!("{path}/{action}")));
    let made = custom(name, place, kind);
    let made = made.map_err(|error| UnlistedError::Place {
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
        open_id: fields.secret("open_id", &file.open_id)?,
        grant_code: fields.secret("grant_code", &file.grant_code)?,
        open_key: fields.secret("open_key", &file.open_key)?,
        v2_signing: match file.v2_signing {
            None | Some(ConfiguredV2Signing::PascalCase) => wire::V2Signing::PascalCase,
            Some(ConfiguredV2Signing::CamelCase) => wire::V2Signing::CamelCase,
            Some(ConfiguredV2Signing::PascalCaseWithAction) => {
                wire::V2Signing::PascalCaseWithAction
            }
        },
        v2_money: match file.v2_money {
            None | Some(ConfiguredV2Money::Fen) => wire::V2Money::Fen,
            Some(ConfiguredV2Money::Yuan) => wire::V2Money::Yuan,
        },
        allow_http: file.allow_http,
    });
    let account = account.map_err(|error| fields.refused(&error, error.zh()))?;
    Ok(Arc::new(QmaiAccount { account, signs_v2: file.v2_signing.is_some() }))
}

/// An account. Who says how V2 is signed wants its lists, too.
#[derive(Debug)]
struct QmaiAccount {
    account: wire::Account,
    signs_v2: bool,
}

#[async_trait]
impl VendorAccount for QmaiAccount {
    fn providers(&self, client: Client) -> Vec<Arc<dyn Provider>> {
        let qmai = Qmai::new(self.account.clone(), client);
        vec![Arc::new(qmai.listing_templates(self.signs_v2))]
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

    /// The `bizId` of the body: nothing else of ours goes along.
    fn request_id(&self, body: &str, _: u128) -> Option<RequestId> {
        coupon_qmai::business_id(body)
    }

    async fn call_raw(
        &self,
        client: Client,
        operation: &VendorOperation,
        _: Option<&RequestId>,
        body: Bytes,
    ) -> coupon_domain::Result<Answer<Box<RawValue>>> {
        let qmai = Qmai::new(self.account.clone(), client);
        qmai.call_raw(&wire_operation(operation), body, true).await
    }

    /// The coupons of one customer.
    async fn check(&self, client: Client, customers: &[CustomerRef]) -> coupon_domain::Result<()> {
        let customer = match customers.first() {
            Some(CustomerRef::Id(id)) => id.as_str(),
            _ => "1",
        };
        let body = Bytes::from(format!("{{\"customerId\":\"{customer}\"}}"));
        self.call_raw(client, &described(named("v3.getCustomerCoupons")), None, body)
            .await
            .map(drop)
    }
}

fn v2_signing(word: Option<&str>) -> wire::V2Signing {
    match word {
        Some("camel-case") => wire::V2Signing::CamelCase,
        Some("pascal-case-with-action") => wire::V2Signing::PascalCaseWithAction,
        _ => wire::V2Signing::PascalCase,
    }
}

/// An account that signs, and never calls.
fn signer(
    open_id: Secret,
    grant_code: Secret,
    open_key: Secret,
    v2_signing: wire::V2Signing,
) -> Result<wire::Account, wire::AccountError> {
    wire::Account::new(wire::AccountConfig {
        base_url: wire::base_url::PRODUCTION.to_owned(),
        open_id,
        grant_code,
        open_key,
        v2_signing,
        v2_money: wire::V2Money::default(),
        allow_http: false,
    })
}

fn sign(values: &SignValues) -> Result<SignedCall, SignError> {
    let secret = |field| values.required(field).map(Secret::new);
    let v2 = values.text("v2");
    let (open_id, grant_code) = (secret("open-id")?, secret("grant-code")?);
    let account = signer(open_id, grant_code, secret("open-key")?, v2_signing(v2));
    let account =
        account.map_err(|error| SignError::Account((error.to_string(), error.zh()).into()))?;
    let refused = |field| move |why: ErrorText| SignError::Value { field, why };
    let seconds = parsed(values.required("timestamp")?).map_err(refused("timestamp"))?;
    let time = Timestamp::from_second(seconds);
    let time = time
        .map_err(|error| refused("timestamp")((error.to_string(), "超出可用的时间范围").into()))?;
    let nonce = parsed(values.required("nonce")?).map_err(refused("nonce"))?;
    let params = wire::AttemptParams::with_nonce(time, nonce);
    let operation = named(match v2 {
        None => "v3.getCustomerCoupons",
        Some(_) => "v2.user-coupons-detail.by-ids",
    });
    Ok(SignedCall {
        string_to_sign: wire::string_to_sign(&account, &params, operation),
        signature_name: "token",
        signature: wire::token(&account, &params, operation),
        url: None,
    })
}

fn diagnose(call: &CapturedCall<'_>) -> Result<ExaminedCall, DiagnoseError> {
    let parsed = wire::parse_request(call.request);
    let unread = || Secret::new("unread");
    let (open_id, grant_code) = match &parsed {
        Ok(parsed) => (parsed.open_id.clone(), parsed.grant_code.clone()),
        Err(_) => (unread(), unread()),
    };
    let v2 = v2_signing(call.choices.get("v2").map(String::as_str));
    let account = signer(open_id, grant_code, call.key.clone(), v2);
    let account =
        account.map_err(|error| DiagnoseError::Account((error.to_string(), error.zh()).into()))?;
    let diagnosis = wire::diagnose(call.request, &account, call.sent_at);
    let operation = match (parsed, &diagnosis) {
        (Ok(parsed), _) => parsed.operation.map(|one| one.name),
        (Err(_), Some(_)) => None,
        (Err(wire::VerifyError::Path(_)), None) => return Err(DiagnoseError::OtherPath),
        (Err(why), None) => {
            return Err(DiagnoseError::NotThisVendor((why.to_string(), why.zh()).into()));
        }
    };
    Ok(ExaminedCall { operation, diagnosis })
}
