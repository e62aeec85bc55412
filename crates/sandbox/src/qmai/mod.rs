//! Qmai's server side: the checks that every call passes, and which operation answers it.

mod answer;
mod by_ids;
mod by_user;
mod get_customer_coupons;
mod seed;
mod state;
mod steps;

use std::sync::{Mutex, MutexGuard};

use axum::http::{Request, Response};
use bytes::Bytes;
use coupon_qmai_wire::{
    Account, AccountParts, Claim, Endpoint, Mismatch, V2Money, claim,
    v2::{UserCouponsDetailByIds, UserCouponsDetailByUser},
    v3::GetCustomerCoupons,
};
use coupon_sign::Secret;

use self::answer::{Outcome, Refusal, envelope, read};
pub(crate) use self::{
    state::{Coupon, State, Template},
    steps::Step,
};
use crate::{
    access,
    call::Refused,
    clock::{Millis, SECOND, Times},
    server::json,
    settings::Settings,
};

/// The Qmai account.
#[derive(Debug)]
pub(crate) struct Qmai {
    account: Account,
    state: Mutex<State>,
}

impl Qmai {
    pub(crate) fn new(settings: &Settings) -> Self {
        let account = Account::new(AccountParts {
            base_url: access::IN_PROCESS.to_owned(),
            open_id: Secret::new(access::QMAI_OPEN_ID),
            grant_code: Secret::new(access::QMAI_GRANT_CODE),
            open_key: Secret::new(access::QMAI_OPEN_KEY),
            v2_signing: settings.v2_signing,
            v2_money: V2Money::Fen,
            allow_http: false,
        })
        .expect("the sandbox's own account is well formed");
        Self { account, state: Mutex::new(State::new(settings)) }
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no step panics while it holds the state")
    }

    pub(crate) fn handle(&self, request: &Request<Bytes>, times: Times) -> Response<Bytes> {
        let now = times.sandbox;
        let admitted = self.admit(request, times);
        let refused = admitted.is_err();
        let mut answer = json(envelope(admitted.and_then(|claim| self.answer(&claim, now))));
        if refused {
            answer.extensions_mut().insert(Refused);
        }
        answer
    }

    /// Path and envelope, account, signature, time and grant, in this order (ERR-8).
    fn admit(&self, request: &Request<Bytes>, times: Times) -> Result<Claim, Refusal> {
        let claim = claim(request).map_err(refusal)?;
        claim.verify(&self.account).map_err(refusal)?;
        let signed = claim.timestamp.parse::<Millis>().unwrap_or_default() * SECOND;
        if !times.accept(signed) {
            return Err(Refusal::gateway(code::TIME, "时间戳已过期"));
        }
        if self.state().withheld.contains(claim.operation.name) {
            return Err(Refusal::gateway(code::GRANT, "没有接口权限"));
        }
        Ok(claim)
    }

    /// One line for each operation.
    fn answer(&self, claim: &Claim, now: Millis) -> Outcome {
        match claim.operation.name {
            GetCustomerCoupons::NAME => self.run(claim, now, get_customer_coupons::answer),
            UserCouponsDetailByIds::NAME => self.run(claim, now, by_ids::answer),
            UserCouponsDetailByUser::NAME => self.run(claim, now, by_user::answer),
            _ => Err(Refusal::gateway(code::PATH, "接口不存在")),
        }
    }

    fn run<E: Endpoint>(
        &self,
        claim: &Claim,
        now: Millis,
        answer: fn(&mut State, Millis, E) -> Outcome,
    ) -> Outcome {
        let call = read(&claim.params)?;
        answer(&mut self.state(), now, call)
    }
}

/// Codes of the gateway (ERR-5). 110004 and 100002 were seen, the others are ours.
mod code {
    pub(super) const MALFORMED: &str = "100002";
    pub(super) const ACCOUNT: &str = "110001";
    pub(super) const TIME: &str = "110003";
    pub(super) const SIGNATURE: &str = "110004";
    pub(super) const GRANT: &str = "110005";
    pub(super) const PATH: &str = "110006";
}

fn refusal(mismatch: Mismatch) -> Refusal {
    match mismatch {
        Mismatch::Path(_) => Refusal::gateway(code::PATH, "接口不存在"),
        Mismatch::Action(action) => {
            Refusal::gateway(code::PATH, format!("接口方法不存在:{action}"))
        }
        Mismatch::Envelope(_) => Refusal::gateway(code::MALFORMED, "参数格式错误:应为 JSON 对象"),
        Mismatch::Missing(name) => {
            Refusal::gateway(code::MALFORMED, format!("缺少公共参数:{name}"))
        }
        Mismatch::Timestamp => {
            Refusal::gateway(code::MALFORMED, "参数格式错误:timestamp 应为秒级时间戳")
        }
        Mismatch::Nonce => Refusal::gateway(code::MALFORMED, "参数格式错误:nonce 应为正整数"),
        Mismatch::Params(name) => {
            Refusal::gateway(code::MALFORMED, format!("参数格式错误:{name} 应为 JSON 对象"))
        }
        Mismatch::OpenId => Refusal::gateway(code::ACCOUNT, "密钥Id不存在"),
        Mismatch::GrantCode => Refusal::gateway(code::ACCOUNT, "授权code无效"),
        Mismatch::Token { .. } => Refusal::gateway(code::SIGNATURE, "签名错误"),
    }
}
