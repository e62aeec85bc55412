//! Qmai's server side: the checks that every call passes, and which operation answers it.

pub(crate) mod access;
pub(crate) mod actions;
mod answer;
mod any_case;
mod by_ids;
mod by_user;
mod coupon_life;
mod coupon_lists;
pub(crate) mod credential;
mod examiner;
mod exchange;
mod get_customer_coupons;
mod of_sandbox;
pub(crate) mod quirks;
mod records;
mod routes;
mod sample_source;
pub(crate) mod seed;
pub(crate) mod signing_text;
pub(crate) mod state;
mod step;
mod template_lists;
pub(crate) mod vendor;

use std::{
    ops::Range,
    sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard},
};

use bytes::Bytes;
use coupon_qmai_wire::{
    Account, Endpoint, ParsedRequest, V2Signing, VerifyError, operation_at, parse_request,
    v2::{UserCouponsDetailByIds, UserCouponsDetailByUser},
};
use http::{Request, Response};
use serde_json::Value;

use self::{
    answer::{QmaiOutcome, QmaiRefusal, envelope, read},
    any_case::renamed,
    credential::{OPEN_KEY, QmaiCredential},
    examiner::QmaiExaminer,
    routes::route,
    sample_source::SampleSource,
    state::QmaiState,
    vendor::VENDOR,
};
use crate::{
    clock::{Millis, SECOND, SignatureTimes},
    config::SandboxConfig,
    context::Context,
    error::SandboxError,
    quirks::Quirks,
    record_kind::RecordText,
    response::{SignatureRefused, json_response},
    served_vendor::ServedVendor,
    vendor_side::{SignatureExaminer, VendorSide},
};

const NO_PATH: &str = "接口不存在";
/// The message for a time in another form than seconds.
const MALFORMED_TIME: &str = "参数格式错误:timestamp 应为秒级时间戳";

/// The Qmai account.
#[derive(Debug)]
pub(crate) struct QmaiBackend {
    keyed: RwLock<QmaiCredential>,
    state: Mutex<QmaiState>,
}

impl QmaiBackend {
    pub(crate) fn new(settings: &SandboxConfig) -> Self {
        let keyed = QmaiCredential::new(OPEN_KEY, settings.v2_signing);
        let keyed = RwLock::new(keyed.expect("the sandbox's own key is well formed"));
        Self { keyed, state: Mutex::new(seed::seeded(settings)) }
    }

    fn account(&self) -> Account {
        self.keyed().account.clone()
    }

    pub(crate) fn key(&self) -> String {
        self.keyed().key.expose_secret().to_owned()
    }

    fn keyed(&self) -> RwLockReadGuard<'_, QmaiCredential> {
        self.keyed.read().expect("no account is replaced halfway")
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, QmaiState> {
        self.state.lock().expect("no step panics while it holds the state")
    }

    /// Path and envelope, account, signature, time and grant, in this order (ERR-8). With `echoes`, any path and any Action is
    /// admitted.
    fn admit(
        &self,
        request: &Request<Bytes>,
        times: SignatureTimes,
        echoes: bool,
    ) -> Result<ParsedRequest, QmaiRefusal> {
        let path = request.uri().path();
        if !echoes && path.contains("/v3/") && operation_at(path).is_none() {
            return Err(QmaiRefusal::gateway(code::PATH, NO_PATH));
        }
        let parsed = match parse_request(request) {
            Err(_) if self.quirks().is(&quirks::QMAI_ENVELOPE, "any-case") => {
                parse_request(&renamed(request))
            }
            parsed => parsed,
        };
        let parsed = parsed.map_err(refusal)?;
        if !echoes && parsed.operation.is_none() {
            let action = parsed.action.unwrap_or_default();
            return Err(QmaiRefusal::gateway(code::PATH, format!("接口方法不存在:{action}")));
        }
        parsed.verify(&self.keyed().account).map_err(refusal)?;
        let signed = parsed.timestamp.parse::<Millis>().unwrap_or_default() * SECOND;
        if !times.accept(signed) {
            return Err(QmaiRefusal::gateway(code::TIME, "时间戳已过期"));
        }
        if parsed.operation.is_some_and(|one| self.state().withheld.contains(one.name)) {
            return Err(QmaiRefusal::gateway(code::GRANT, "没有接口权限"));
        }
        Ok(parsed)
    }

    fn quirks(&self) -> Quirks {
        self.state().quirks()
    }

    fn answer(&self, parsed: &ParsedRequest, now: Millis) -> QmaiOutcome {
        let Some(operation) = parsed.operation else { return echo(&parsed.params) };
        let name = match operation.name {
            UserCouponsDetailByIds::NAME if self.goes_by_user(parsed) => {
                UserCouponsDetailByUser::NAME
            }
            name => name,
        };
        match route(name) {
            Some(route) => (route.answer)(&mut self.state(), now, &parsed.params),
            None => Err(QmaiRefusal::gateway(code::PATH, NO_PATH)),
        }
    }

    /// Whether a call that names templates is answered by user: a switch, and both keys of that are filled.
    fn goes_by_user(&self, parsed: &ParsedRequest) -> bool {
        self.quirks().is(&quirks::V2_BOTH_KEYS, "by-user")
            && read::<UserCouponsDetailByUser>(&parsed.params).is_ok()
    }
}

impl VendorSide for QmaiBackend {
    fn vendor(&self) -> &'static ServedVendor {
        &VENDOR
    }

    fn handle(
        &self,
        request: &Request<Bytes>,
        times: SignatureTimes,
        context: Context,
        is_busy: bool,
    ) -> Response<Bytes> {
        let now = times.sandbox;
        let admitted =
            if is_busy { Err(busy()) } else { self.admit(request, times, context.echoes) };
        let refused = admitted.as_ref().is_err_and(|refusal| {
            [code::ACCOUNT, code::TIME, code::SIGNATURE].contains(&refusal.code)
                || refusal.message == MALFORMED_TIME
        });
        let outcome = admitted.and_then(|parsed| self.answer(&parsed, now));
        let mut answer = json_response(envelope(outcome, request.body(), &self.quirks()));
        if refused {
            answer.extensions_mut().insert(SignatureRefused);
        }
        answer
    }

    fn refuse(&self, request: &Request<Bytes>, message: String) -> Response<Bytes> {
        let refusal = QmaiRefusal::gateway(code::MALFORMED, message);
        json_response(envelope(Err(refusal), request.body(), &self.quirks()))
    }

    fn examiner(&self) -> Box<dyn SignatureExaminer> {
        let any_case = self.quirks().is(&quirks::QMAI_ENVELOPE, "any-case");
        Box::new(QmaiExaminer { account: self.account(), any_case })
    }

    fn withheld(&self) -> Vec<String> {
        self.state().withheld.iter().cloned().collect()
    }

    fn permit(&self, operation: &str, permitted: bool) {
        let withheld = &mut self.state().withheld;
        match permitted {
            true => withheld.remove(operation),
            false => withheld.insert(operation.to_owned()),
        };
    }

    fn switch(&self, quirks: Quirks) {
        self.state().switch(quirks);
    }

    fn write_all(&self, context: Context) {
        self.state().write_all(context.now);
    }

    fn check_key(&self, key: &str) -> Result<(), SandboxError> {
        QmaiCredential::new(key, V2Signing::default()).map(drop)
    }

    fn set_key(&self, key: Option<&str>, settings: &SandboxConfig) -> Result<(), SandboxError> {
        let keyed = QmaiCredential::new(key.unwrap_or(OPEN_KEY), settings.v2_signing)?;
        *self.keyed.write().expect("no account is replaced halfway") = keyed;
        Ok(())
    }

    fn record_count(&self, kind: &str) -> usize {
        self.state().count(kind)
    }

    fn record_texts(&self, kind: &str, range: Range<usize>, context: Context) -> Vec<String> {
        self.state().texts(kind, range, context.now)
    }

    fn record_rows(&self, kind: &str, context: Context) -> Vec<RecordText> {
        self.state().rows(kind, context.now)
    }

    fn sample(&self, operation: &str, context: Context) -> Option<Value> {
        let (state, route) = (self.state(), route(operation)?);
        Some((route.sample)(&SampleSource { state: &state, now: context.now }))
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
    pub(super) const BUSY: &str = "110008";
}

/// The `params` themselves, as `data`.
fn echo(params: &Bytes) -> QmaiOutcome {
    Ok(String::from_utf8_lossy(params).into_owned())
}

fn busy() -> QmaiRefusal {
    QmaiRefusal::gateway(code::BUSY, "接口限流,请求过于频繁")
}

fn refusal(mismatch: VerifyError) -> QmaiRefusal {
    match mismatch {
        VerifyError::Path(_) => QmaiRefusal::gateway(code::PATH, NO_PATH),
        VerifyError::Envelope(_) => {
            QmaiRefusal::gateway(code::MALFORMED, "参数格式错误:应为 JSON 对象")
        }
        VerifyError::Missing(name) => {
            QmaiRefusal::gateway(code::MALFORMED, format!("缺少公共参数:{name}"))
        }
        VerifyError::Timestamp => QmaiRefusal::gateway(code::MALFORMED, MALFORMED_TIME),
        VerifyError::Nonce => {
            QmaiRefusal::gateway(code::MALFORMED, "参数格式错误:nonce 应为正整数")
        }
        VerifyError::Params(name) => {
            QmaiRefusal::gateway(code::MALFORMED, format!("参数格式错误:{name} 应为 JSON 对象"))
        }
        VerifyError::OpenId => QmaiRefusal::gateway(code::ACCOUNT, "密钥Id不存在"),
        VerifyError::GrantCode => QmaiRefusal::gateway(code::ACCOUNT, "授权code无效"),
        VerifyError::Token { .. } => QmaiRefusal::gateway(code::SIGNATURE, "签名错误"),
    }
}
