//! Calling any operation in the vendor's own terms.

use bytes::Bytes;
use coupon_domain::{RequestId, Result};
use coupon_qince_wire::{
    Account, AttemptParams, Endpoint, Error as Answered, Operation, Raw, decode, encode, encode_raw,
};
use coupon_transport::{AttemptContext, Call, Classification, Client, Purpose, Reply};
use coupon_wire::{Answer, OperationKind, Violation};
use http::{Request, Response};
use jiff::Timestamp;

use crate::error::{QinceFailure, error};

/// The rows of one usage answer have no paging: 99,999 coupons are 71 MB.
const USAGE_BODY: usize = 128 << 20;

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
        self.call_as(call, None).await
    }

    /// As [`call`](Self::call), with the `msg_id` of every attempt. It should be used for one write alone.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call). An id that the vendor does not take is `Unsupported`, and nothing is sent.
    pub(crate) async fn call_as<E: Endpoint + Sync>(
        &self,
        call: &E,
        request_id: Option<&RequestId>,
    ) -> Result<Answer<E::Row>> {
        check(call)?;
        let prepare = |params: &AttemptParams| encode(&self.account, params, call);
        self.send(E::NAME, E::KIND, request_id, prepare, decode::<E>).await
    }

    /// Calls an operation by name with a body of the caller's own. These very bytes are signed and sent. With `request_id`,
    /// every attempt bears it as `msg_id`.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call). With `unchecked`, broken rules are the vendor's to refuse.
    pub async fn call_raw(
        &self,
        operation: &Operation,
        body: Bytes,
        unchecked: bool,
        request_id: Option<&RequestId>,
    ) -> Result<Answer<Raw>> {
        let (name, kind) = (operation.name, operation.kind);
        if !unchecked {
            let text = String::from_utf8_lossy(&body);
            let broken = operation.validate(if text.is_empty() { "{}" } else { &text });
            refuse(
                name,
                broken.map_err(|unreadable| error(name, QinceFailure::Body(unreadable)))?,
            )?;
        }
        let prepare =
            |params: &AttemptParams| encode_raw(&self.account, params, operation, body.clone());
        let decode =
            |params: &AttemptParams, answer: &Response<Bytes>| operation.decode(params, answer);
        self.send(name, kind, request_id, prepare, decode).await
    }

    async fn send<T>(
        &self,
        operation: &'static str,
        kind: OperationKind,
        request_id: Option<&RequestId>,
        prepare: impl Fn(&AttemptParams) -> Request<Bytes> + Send + Sync,
        decode: impl Fn(&AttemptParams, &Response<Bytes>) -> Result<Answer<T>, Answered> + Send + Sync,
    ) -> Result<Answer<T>> {
        let params = attempt_params(operation, request_id)?;
        let classify = |context: &AttemptContext, answer: &Response<Bytes>| match decode(
            &params(context),
            answer,
        ) {
            Err(Answered::NotMine { .. }) => Classification::NotMine,
            decoded => Classification::Done(decoded),
        };
        let prepare = |context: &AttemptContext| prepare(&params(context));
        let sent = self.client.send(Call {
            operation,
            purpose: if kind == OperationKind::Read { Purpose::Read } else { Purpose::Write },
            body_limit: operation.ends_with("queryVoucherUsedInfo").then_some(USAGE_BODY),
            prepare: &prepare,
            classify: &classify,
        });
        let account = &self.account;
        let reply = sent.await.map_err(|sent| {
            let trace = params(&sent.context()).msg_id().to_owned();
            error(operation, QinceFailure::Send { account, kind, trace, error: sent })
        })?;
        let Reply { value, response, context, attempts } = reply;
        value.map_err(|answered| {
            let trace = params(&context).msg_id().to_owned();
            let skew = context.clock_skew(response.headers());
            let failure =
                QinceFailure::Answer { account, kind, trace, attempts, skew, error: answered };
            error(operation, failure)
        })
    }
}

/// Makes the parameters of each attempt: under the given id, or under one made from the attempt's random bits.
fn attempt_params(
    operation: &'static str,
    request_id: Option<&RequestId>,
) -> Result<impl Fn(&AttemptContext) -> AttemptParams> {
    let fixed = match request_id {
        None => None,
        Some(id) => {
            let legal = AttemptParams::with_msg_id(Timestamp::UNIX_EPOCH, id.as_str()).is_some();
            let refused = || error(operation, QinceFailure::RequestId(id.clone()));
            Some(legal.then(|| id.as_str().to_owned()).ok_or_else(refused)?)
        }
    };
    Ok(move |context: &AttemptContext| match &fixed {
        None => AttemptParams::new(context.now, context.random),
        Some(id) => AttemptParams::with_msg_id(context.now, id).expect("the id was checked"),
    })
}

/// The `msg_id` that Qince calls bear if they are made from these random bits.
pub fn request_id(random: u128) -> RequestId {
    RequestId::new(AttemptParams::new(Timestamp::UNIX_EPOCH, random).msg_id())
}

/// Refuses a call that [`Qince::call`] would not send.
pub(crate) fn check<E: Endpoint>(call: &E) -> Result<()> {
    refuse(E::NAME, call.validate())
}

fn refuse(operation: &'static str, mut broken: Vec<Violation>) -> Result<()> {
    broken.retain(|broken| broken.certainty.blocks_send());
    if broken.is_empty() { Ok(()) } else { Err(error(operation, QinceFailure::Rules(broken))) }
}
