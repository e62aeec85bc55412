//! Calling any operation in the vendor's own terms.

use bytes::Bytes;
use coupon_domain::{ProviderName, RequestId, Result};
use coupon_qmai_wire::{
    Account, AttemptParams, Endpoint, Error as Answered, Operation, Raw, decode, encode, encode_raw,
};
use coupon_transport::{AttemptContext, Call, Classification, Client, Purpose, Reply};
use coupon_wire::{Answer, Lenient, OperationKind, Violation};
use http::{Request, Response};
use serde::Deserialize;

use crate::error::{FailedAnswer, QmaiFailure, error};

/// One Qmai account over a transport; also the neutral provider "qmai".
#[derive(Debug)]
pub struct Qmai {
    pub(crate) account: Account,
    pub(crate) name: ProviderName,
    pub(crate) lists_templates: bool,
    client: Client,
}

impl Qmai {
    /// An account and the client that sends for it.
    pub fn new(account: Account, client: Client) -> Self {
        Self { account, name: ProviderName::new("qmai"), lists_templates: false, client }
    }

    /// The same, and templates are listed by V2, whose signature is unproven. Otherwise they are looked up by id alone.
    #[must_use]
    pub fn listing_templates(self, lists_templates: bool) -> Self {
        Self { lists_templates, ..self }
    }

    /// Calls an operation. Broken rules (D, I, S) are an error before anything is sent.
    ///
    /// # Errors
    ///
    /// The effect says what may have happened: nothing, unknown, or applied with an answer that could not be read. "Nothing
    /// found" is [`ErrorKind::Refused`] here, in the vendor's own words.
    ///
    /// [`ErrorKind::Refused`]: coupon_domain::ErrorKind::Refused
    pub async fn call<E: Endpoint + Sync>(&self, call: &E) -> Result<Answer<E::Row>> {
        let operation = Operation::of::<E>();
        self.typed(call).await.map_err(|failure| error(&self.account, &operation, failure))
    }

    /// Calls an operation by name with `params` of the caller's own; these very bytes stand in the envelope.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call). With `unchecked`, broken rules are the vendor's to refuse.
    pub async fn call_raw(
        &self,
        operation: &Operation,
        params: Bytes,
        unchecked: bool,
    ) -> Result<Answer<Raw>> {
        let raw = self.raw(operation, params, unchecked);
        raw.await.map_err(|failure| error(&self.account, operation, failure))
    }

    /// As [`call`](Self::call), with the failure as it happened.
    pub(crate) async fn typed<E: Endpoint + Sync>(
        &self,
        call: &E,
    ) -> Result<Answer<E::Row>, QmaiFailure> {
        refuse(call.validate())?;
        let prepare = |stamp: &AttemptParams| encode(&self.account, stamp, call);
        self.send(E::NAME, E::KIND, prepare, decode::<E>).await
    }

    async fn raw(
        &self,
        operation: &Operation,
        params: Bytes,
        unchecked: bool,
    ) -> Result<Answer<Raw>, QmaiFailure> {
        if !unchecked {
            let text = String::from_utf8_lossy(&params);
            let broken = operation.validate(if text.is_empty() { "{}" } else { &text });
            refuse(broken.map_err(QmaiFailure::Body)?)?;
        }
        let prepare =
            |stamp: &AttemptParams| encode_raw(&self.account, stamp, operation, params.clone());
        self.send(operation.name, operation.kind, prepare, |answer| operation.decode(answer)).await
    }

    async fn send<T>(
        &self,
        operation: &'static str,
        kind: OperationKind,
        prepare: impl Fn(&AttemptParams) -> Request<Bytes> + Send + Sync,
        decode: impl Fn(&Response<Bytes>) -> Result<Answer<T>, Answered> + Send + Sync,
    ) -> Result<Answer<T>, QmaiFailure> {
        let classify = |_: &AttemptContext, answer: &Response<Bytes>| match decode(answer) {
            Err(Answered::Refused(refusal)) if refusal.is_throttled() => Classification::Throttled,
            decoded => Classification::Done(decoded),
        };
        let prepare =
            |context: &AttemptContext| prepare(&AttemptParams::new(context.now, context.random));
        let sent = self.client.send(Call {
            operation,
            purpose: if kind == OperationKind::Read { Purpose::Read } else { Purpose::Write },
            body_limit: None,
            prepare: &prepare,
            classify: &classify,
        });
        let Reply { value, response, context, attempts } = sent.await.map_err(QmaiFailure::Send)?;
        value.map_err(|error| {
            let skew = context.clock_skew(response.headers());
            QmaiFailure::Answer(Box::new(FailedAnswer { attempts, skew, error }))
        })
    }
}

/// The `bizId` in the `params` of a call, if there is one: the id by which a write can be found at the vendor.
pub fn business_id(params: &str) -> Option<RequestId> {
    let BusinessId { biz_id } = serde_json::from_str(params).ok()?;
    biz_id.map(RequestId::new)
}

#[derive(Deserialize)]
struct BusinessId {
    #[serde(default, rename = "bizId", with = "Lenient::<String>")]
    biz_id: Option<String>,
}

pub(crate) fn refuse(mut broken: Vec<Violation>) -> Result<(), QmaiFailure> {
    broken.retain(|broken| broken.certainty.blocks_send());
    if broken.is_empty() { Ok(()) } else { Err(QmaiFailure::Rules(broken)) }
}
