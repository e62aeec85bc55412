//! Calling any operation in the vendor's own terms.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use coupon_domain::{ProviderName, Result};
use coupon_qmai_wire::{
    Account, AttemptParams, Endpoint, Error as Answered, Operation, Raw, decode, encode, encode_raw,
};
use coupon_transport::{AttemptContext, Call, Classification, Client, Purpose};
use coupon_wire::{Answer, OperationKind, Violation};
use http::{Request, Response};

use crate::error::{Failure, error};

/// One Qmai account over a transport; also the neutral provider "qmai".
#[derive(Debug)]
pub struct Qmai {
    pub(crate) account: Account,
    pub(crate) name: ProviderName,
    client: Client,
}

impl Qmai {
    /// An account and the client that sends for it.
    pub fn new(account: Account, client: Client) -> Self {
        Self { account, name: ProviderName::new("qmai"), client }
    }

    /// Calls an operation. Broken rules (D, I, S) are an error before anything is sent.
    ///
    /// # Errors
    ///
    /// The effect is always none: every operation only reads. "Nothing found" is [`ErrorKind::Refused`] here, in the
    /// vendor's own words.
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
        operation: &'static Operation,
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
    ) -> Result<Answer<E::Row>, Failure> {
        refuse(call.validate())?;
        let prepare = |stamp: &AttemptParams| encode(&self.account, stamp, call);
        self.send(E::NAME, E::KIND, prepare, decode::<E>).await
    }

    async fn raw(
        &self,
        operation: &'static Operation,
        params: Bytes,
        unchecked: bool,
    ) -> Result<Answer<Raw>, Failure> {
        if !unchecked {
            let text = String::from_utf8_lossy(&params);
            let broken = operation.validate(if text.is_empty() { "{}" } else { &text });
            refuse(broken.map_err(Failure::Body)?)?;
        }
        let prepare =
            |stamp: &AttemptParams| encode_raw(&self.account, stamp, operation, params.clone());
        self.send(operation.name, operation.kind, prepare, |answer| operation.decode(answer)).await
    }

    /// The answer is decoded where it is judged, so that a page is read once.
    async fn send<T>(
        &self,
        operation: &'static str,
        kind: OperationKind,
        prepare: impl Fn(&AttemptParams) -> Request<Bytes> + Send + Sync,
        decode: impl Fn(&Response<Bytes>) -> Result<Answer<T>, Answered> + Send + Sync,
    ) -> Result<Answer<T>, Failure> {
        let decoded = Mutex::new(None);
        let classify = |_: &AttemptContext, answer: &Response<Bytes>| {
            let result = decode(answer);
            let verdict = match &result {
                Err(Answered::Refused(refusal)) if refusal.is_throttled() => {
                    Classification::Throttled
                }
                _ => Classification::Done,
            };
            *decoded.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            verdict
        };
        let sent = self
            .client
            .send(Call {
                operation,
                purpose: if kind == OperationKind::Read { Purpose::Read } else { Purpose::Write },
                body_limit: None,
                prepare: &|context| prepare(&AttemptParams::new(context.now, context.random)),
                classify: &classify,
            })
            .await;
        let reply = sent.map_err(Failure::Send)?;
        let decoded = decoded.into_inner().unwrap_or_else(PoisonError::into_inner);
        decoded
            .expect("a reply is one that was judged")
            .map_err(|answered| Failure::Answer(Box::new((reply, answered))))
    }
}

fn refuse(mut broken: Vec<Violation>) -> Result<(), Failure> {
    broken.retain(|broken| broken.certainty.refuses());
    if broken.is_empty() { Ok(()) } else { Err(Failure::Rules(broken)) }
}
