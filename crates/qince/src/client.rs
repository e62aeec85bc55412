//! Calling any operation in the vendor's own terms.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use coupon_domain::Result;
use coupon_qince_wire::{
    Account, AttemptParams, Endpoint, Error as Answered, Operation, Raw, decode, encode, encode_raw,
};
use coupon_transport::{AttemptContext, Call, Classification, Client, Purpose};
use coupon_wire::{Answer, OperationKind, Violation};
use http::{Request, Response};

use crate::error::{Failure, error};

/// The rows of one usage answer have no paging: 99,999 coupons are 71 MB.
const USAGE_BODY: usize = 128 << 20;

type Decode<'a, T> =
    dyn Fn(&AttemptParams, &Response<Bytes>) -> Result<Answer<T>, Answered> + Send + Sync + 'a;

/// One Qince account over a transport.
#[derive(Debug)]
pub struct Qince {
    account: Account,
    client: Client,
}

impl Qince {
    /// An account and the client that sends for it.
    pub fn new(account: Account, client: Client) -> Self {
        Self { account, client }
    }

    /// Calls an operation. Broken rules (D, I, S) are an error before anything is sent.
    ///
    /// # Errors
    ///
    /// The effect says what may have happened: nothing, unknown, or applied with an answer that could not be read.
    pub async fn call<E: Endpoint + Sync>(&self, call: &E) -> Result<Answer<E::Row>> {
        let (name, kind) = (E::NAME, E::KIND);
        check(call)?;
        let prepare = |stamp: &AttemptParams| encode(&self.account, stamp, call);
        self.send(name, kind, &prepare, &|stamp, answer| decode::<E>(stamp, answer)).await
    }

    /// Calls an operation by name with a body of the caller's own; these very bytes are signed and sent.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call). With `unchecked`, broken rules are the vendor's to refuse.
    pub async fn call_raw(
        &self,
        operation: &'static Operation,
        body: Bytes,
        unchecked: bool,
    ) -> Result<Answer<Raw>> {
        let (name, kind) = (operation.name, operation.kind);
        if !unchecked {
            let text = String::from_utf8_lossy(&body);
            let broken = operation.validate(if text.is_empty() { "{}" } else { &text });
            refuse(name, broken.map_err(|unreadable| error(name, Failure::Body(unreadable)))?)?;
        }
        let prepare =
            |stamp: &AttemptParams| encode_raw(&self.account, stamp, operation, body.clone());
        self.send(name, kind, &prepare, &|stamp, answer| operation.decode(stamp, answer)).await
    }

    /// The answer is decoded where it is judged, so that a page is read once.
    async fn send<T>(
        &self,
        operation: &'static str,
        kind: OperationKind,
        prepare: &(dyn Fn(&AttemptParams) -> Request<Bytes> + Send + Sync),
        decode: &Decode<'_, T>,
    ) -> Result<Answer<T>> {
        let decoded = Mutex::new(None);
        let classify = |context: &AttemptContext, answer: &Response<Bytes>| {
            let result = decode(&stamp(context), answer);
            let verdict = match &result {
                Err(Answered::NotMine { .. }) => Classification::NotMine,
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
                body_limit: operation.ends_with("queryVoucherUsedInfo").then_some(USAGE_BODY),
                prepare: &|context| prepare(&stamp(context)),
                classify: &classify,
            })
            .await;
        let account = &self.account;
        let reply =
            sent.map_err(|sent| error(operation, Failure::Send { account, error: sent }))?;
        let decoded = decoded.into_inner().unwrap_or_else(PoisonError::into_inner);
        decoded.expect("a reply is one that was judged").map_err(|answered| {
            error(operation, Failure::Answer { account, kind, reply: &reply, error: answered })
        })
    }
}

pub(crate) fn stamp(context: &AttemptContext) -> AttemptParams {
    AttemptParams::new(context.now, context.random)
}

/// Refuses a call that [`Qince::call`] would not send.
pub(crate) fn check<E: Endpoint>(call: &E) -> Result<()> {
    refuse(E::NAME, call.validate())
}

fn refuse(operation: &'static str, mut broken: Vec<Violation>) -> Result<()> {
    broken.retain(|broken| broken.certainty.refuses());
    if broken.is_empty() { Ok(()) } else { Err(error(operation, Failure::Rules(broken))) }
}
