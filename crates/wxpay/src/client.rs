//! Calling any operation in the vendor's own terms.

use bytes::Bytes;
use coupon_domain::{ProviderName, RequestId, Result};
use coupon_transport::{AttemptContext, Call, Classification, Client, Purpose, Reply};
use coupon_wire::{Answer, Lenient, OperationKind, Violation};
use coupon_wxpay_wire::{
    Account, AttemptParams, Endpoint, Operation, Raw, decode_any, encode, encode_raw,
};
use http::{Request, Response};
use serde::Deserialize;

use crate::{
    error::{UnusableAnswer, WxPayFailure, error},
    merchant_role::MerchantRole,
};

/// One merchant of WeChat Pay over a transport; also the neutral provider "wxpay".
#[derive(Debug)]
pub struct WxPay {
    pub(crate) account: Account,
    pub(crate) name: ProviderName,
    pub(crate) role: MerchantRole,
    client: Client,
}

impl WxPay {
    /// An account and the client that sends for it. The merchant made the stocks whose coupons are listed.
    pub fn new(account: Account, client: Client) -> Self {
        Self { account, name: ProviderName::new("wxpay"), role: MerchantRole::default(), client }
    }

    /// The same, and the merchant has another part in those stocks.
    #[must_use]
    pub fn listing_as(self, role: MerchantRole) -> Self {
        Self { role, ..self }
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
        let sent = self.typed(call).await;
        sent.map(|(answer, _)| answer)
            .map_err(|failure| error(&self.account, &Operation::of::<E>(), failure))
    }

    /// Calls an operation by name with parameters of the caller's own, a JSON object. A POST sends these very bytes.
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
        let raw = self.raw(operation, params, unchecked).await;
        raw.map_err(|failure| error(&self.account, operation, failure))
    }

    /// As [`call`](Self::call), with the answer itself, and with the failure as it happened.
    pub(crate) async fn typed<E: Endpoint + Sync>(
        &self,
        call: &E,
    ) -> Result<(Answer<E::Row>, Response<Bytes>), WxPayFailure> {
        self.at_its_time::<E>(call, |_| None).await
    }

    /// As [`typed`](Self::typed), for a call that bears the time at which it is made.
    pub(crate) async fn at_its_time<E: Endpoint + Sync>(
        &self,
        call: &E,
        at: impl Fn(&AttemptParams) -> Option<E> + Send + Sync,
    ) -> Result<(Answer<E::Row>, Response<Bytes>), WxPayFailure> {
        let checked = at(&AttemptParams::new(AttemptContext::from_system().now, 0));
        refuse(checked.as_ref().unwrap_or(call).validate())?;
        let prepare = |attempt: &AttemptParams| {
            encode(&self.account, attempt, at(attempt).as_ref().unwrap_or(call))
        };
        self.send(&Operation::of::<E>(), prepare).await
    }

    async fn raw(
        &self,
        operation: &Operation,
        params: Bytes,
        unchecked: bool,
    ) -> Result<Answer<Raw>, WxPayFailure> {
        if !unchecked {
            let text = String::from_utf8_lossy(&params);
            let broken = operation.validate(if text.is_empty() { "{}" } else { &text });
            refuse(broken.map_err(WxPayFailure::Body)?)?;
        }
        let prepare =
            |attempt: &AttemptParams| encode_raw(&self.account, attempt, operation, params.clone());
        self.send(operation, prepare).await.map(|(answer, _)| answer)
    }

    async fn send<T>(
        &self,
        operation: &Operation,
        prepare: impl Fn(&AttemptParams) -> Request<Bytes> + Send + Sync,
    ) -> Result<(Answer<T>, Response<Bytes>), WxPayFailure> {
        let params = |context: &AttemptContext| AttemptParams::new(context.now, context.random);
        let classify = |context: &AttemptContext, answer: &Response<Bytes>| {
            Classification::Done(decode_any(&self.account, &params(context), operation, answer))
        };
        let prepare = |context: &AttemptContext| prepare(&params(context));
        let is_read = operation.kind == OperationKind::Read;
        let sent = self.client.send(Call {
            operation: operation.name,
            purpose: if is_read { Purpose::Read } else { Purpose::Write },
            body_limit: None,
            prepare: &prepare,
            classify: &classify,
        });
        let Reply { value, response, attempts, .. } = sent.await.map_err(WxPayFailure::Send)?;
        match value {
            Ok(answer) => Ok((answer, response)),
            Err(error) => Err(WxPayFailure::Answer(Box::new(UnusableAnswer { attempts, error }))),
        }
    }
}

/// The number in the parameters of a write, if there is one: the vendor keeps it with the coupon.
pub fn request_number(params: &str) -> Option<RequestId> {
    let Numbers { use_request_no, return_request_no, deactivate_request_no } =
        serde_json::from_str(params).ok()?;
    let number = use_request_no.or(return_request_no).or(deactivate_request_no);
    number.map(RequestId::new)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Numbers {
    #[serde(with = "Lenient::<String>")]
    use_request_no: Option<String>,
    #[serde(with = "Lenient::<String>")]
    return_request_no: Option<String>,
    #[serde(with = "Lenient::<String>")]
    deactivate_request_no: Option<String>,
}

pub(crate) fn refuse(mut broken: Vec<Violation>) -> Result<(), WxPayFailure> {
    broken.retain(|broken| broken.certainty.blocks_send());
    if broken.is_empty() { Ok(()) } else { Err(WxPayFailure::Rules(broken)) }
}
