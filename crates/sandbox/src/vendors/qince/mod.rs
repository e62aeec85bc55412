//! Qince's server side: the checks that every call passes, and which operation answers it.

pub(crate) mod access;
pub(crate) mod actions;
mod answer;
mod apply;
mod coupondetail;
pub(crate) mod credential;
mod day_index;
pub(crate) mod directory;
mod examiner;
mod look_up;
mod of_sandbox;
mod paging;
pub(crate) mod quirks;
mod records;
mod restore;
mod route;
mod routes;
mod sample_source;
pub(crate) mod seed;
pub(crate) mod state;
pub(crate) mod vendor;
mod voucher;

use std::{
    ops::Range,
    sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard},
};

use bytes::Bytes;
use coupon_qince_wire::{Account, ParsedRequest, VerifyError, parse_request};
use http::{Request, Response};
use jiff::civil::DateTime;
use serde_json::Value;

use self::{
    answer::{QinceOutcome, QinceRefusal, ResponseFamily, echo, envelope, plain_envelope},
    credential::{APP_KEY, QinceCredential},
    examiner::QinceExaminer,
    routes::route,
    sample_source::QinceSampleSource,
    state::QinceState,
    vendor::VENDOR,
};
use crate::{
    clock::{Millis, SignatureTimes, instant},
    config::SandboxConfig,
    context::{self, Context},
    error::SandboxError,
    quirks::Quirks,
    record_kind::RecordText,
    response::{SignatureRefused, json_response},
    served_vendor::ServedVendor,
    vendor_side::{SignatureExaminer, VendorSide},
};

/// The Qince account.
#[derive(Debug)]
pub(crate) struct QinceBackend {
    keyed: RwLock<QinceCredential>,
    state: Mutex<QinceState>,
}

/// Refusals before an operation is reached (ERR-2): that they are not 0 and not 1 is documented, the numbers are ours.
mod code {
    pub(super) const PATH: &str = "1001";
    pub(super) const OPENID: &str = "1002";
    pub(super) const SIGNATURE: &str = "1003";
    pub(super) const TIME: &str = "1004";
    pub(super) const MSG_ID: &str = "1005";
    pub(super) const GRANT: &str = "1006";
    pub(super) const BUSY: &str = "1007";
    pub(super) const HTTP: &str = "1008";
}

impl QinceBackend {
    pub(crate) fn new(settings: &SandboxConfig) -> Self {
        let keyed = QinceCredential::new(APP_KEY).expect("the sandbox's own key is well formed");
        Self { keyed: RwLock::new(keyed), state: Mutex::new(seed::seeded(settings)) }
    }

    fn account(&self) -> Account {
        self.keyed().account.clone()
    }

    pub(crate) fn key(&self) -> String {
        self.keyed().key.expose_secret().to_owned()
    }

    fn keyed(&self) -> RwLockReadGuard<'_, QinceCredential> {
        self.keyed.read().expect("no account is replaced halfway")
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, QinceState> {
        self.state.lock().expect("no step panics while it holds the state")
    }

    fn enveloped(&self, request: &Request<Bytes>, outcome: QinceOutcome) -> Response<Bytes> {
        let mut pieces = request.uri().path().trim_end_matches('/').rsplit('/');
        let msg_id = pieces.next().unwrap_or_default();
        let name = pieces.nth(3).unwrap_or_default();
        let quirks = &self.state().quirks();
        json_response(match name {
            "updateCouponExt" | "approvalCoupon" => plain_envelope(msg_id, outcome, quirks),
            _ if request.uri().path().contains("/coupondetail/") => {
                envelope(ResponseFamily::Coupondetail, msg_id, outcome, quirks)
            }
            _ => envelope(ResponseFamily::Voucher, msg_id, outcome, quirks),
        })
    }

    /// Path, account, signature, time and grant, in this order (ERR-8). With `echoes`, any path is admitted.
    fn admit(
        &self,
        request: &Request<Bytes>,
        times: SignatureTimes,
        echoes: bool,
    ) -> Result<ParsedRequest, QinceRefusal> {
        let parsed = parse_request(request).map_err(refusal)?;
        if !echoes && parsed.operation.is_none() {
            let message = format!("接口不存在:{}", parsed.path);
            return Err(QinceRefusal { code: code::PATH, message });
        }
        parsed.verify(&self.keyed().account).map_err(refusal)?;
        let milliseconds = self.state().quirks().is(&quirks::QINCE_TIME, "milliseconds");
        let signed = signed_at(&parsed.timestamp, milliseconds);
        let signed = signed.ok_or(VerifyError::Timestamp).map_err(refusal)?;
        if !times.accept(signed) {
            let message = "时间戳与服务器时间相差超过10分钟".to_owned();
            return Err(QinceRefusal { code: code::TIME, message });
        }
        if parsed.operation.is_some_and(|one| self.state().withheld.contains(one.name)) {
            let message = format!("没有接口权限:{}", parsed.path);
            return Err(QinceRefusal { code: code::GRANT, message });
        }
        Ok(parsed)
    }

    fn answer(&self, parsed: &ParsedRequest, context: Context) -> QinceOutcome {
        let Some(operation) = parsed.operation else { return echo(&parsed.body) };
        match route(operation.name) {
            Some(route) => (route.answer)(&mut self.state(), context, &parsed.body),
            None => {
                let message = format!("接口不存在:{}", operation.name);
                Err(QinceRefusal { code: code::PATH, message })
            }
        }
    }
}

impl VendorSide for QinceBackend {
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
        let admitted = if is_busy {
            Err(QinceRefusal::busy())
        } else {
            self.admit(request, times, context.echoes)
        };
        let refused = admitted.as_ref().is_err_and(|refusal| {
            [code::OPENID, code::TIME, code::SIGNATURE].contains(&refusal.code)
        });
        let outcome = admitted.and_then(|parsed| self.answer(&parsed, context));
        let mut answer = self.enveloped(request, outcome);
        if refused {
            answer.extensions_mut().insert(SignatureRefused);
        }
        answer
    }

    fn refuse(&self, request: &Request<Bytes>, message: String) -> Response<Bytes> {
        self.enveloped(request, Err(QinceRefusal { code: code::HTTP, message }))
    }

    fn examiner(&self) -> Box<dyn SignatureExaminer> {
        Box::new(QinceExaminer(self.account()))
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
        self.state().write_all(context);
    }

    fn check_key(&self, key: &str) -> Result<(), SandboxError> {
        QinceCredential::new(key).map(drop)
    }

    fn set_key(&self, key: Option<&str>, _: &SandboxConfig) -> Result<(), SandboxError> {
        let keyed = QinceCredential::new(key.unwrap_or(APP_KEY))?;
        *self.keyed.write().expect("no account is replaced halfway") = keyed;
        Ok(())
    }

    fn record_count(&self, kind: &str) -> usize {
        self.state().count(kind)
    }

    fn record_texts(&self, kind: &str, range: Range<usize>, context: Context) -> Vec<String> {
        self.state().texts(kind, range, context)
    }

    fn record_rows(&self, kind: &str, context: Context) -> Vec<RecordText> {
        self.state().rows(kind, context)
    }

    fn sample(&self, operation: &str, context: Context) -> Option<Value> {
        let (mut state, route) = (self.state(), route(operation)?);
        Some((route.sample)(&mut QinceSampleSource { state: &mut state, context }))
    }
}

impl QinceRefusal {
    fn busy() -> Self {
        Self { code: code::BUSY, message: "系统繁忙,请稍后再试".to_owned() }
    }
}

fn refusal(mismatch: VerifyError) -> QinceRefusal {
    let (code, message) = match mismatch {
        VerifyError::Path => (code::PATH, "请求地址错误".to_owned()),
        VerifyError::OpenId => (code::OPENID, "openid 不存在".to_owned()),
        VerifyError::MsgId => (code::MSG_ID, "msg_id 最多 36 个字符".to_owned()),
        VerifyError::Timestamp => (code::TIME, "时间戳格式错误,应为 yyyyMMddHHmmss".to_owned()),
        VerifyError::Digest { .. } => (code::SIGNATURE, "签名错误".to_owned()),
    };
    QinceRefusal { code, message }
}

/// The instant of a time in a path: 14 digits of Beijing time, or 13 of epoch milliseconds. With `milliseconds`, two or three
/// digits of milliseconds may stand in the place of the seconds: then it is that of the minute.
fn signed_at(text: &str, milliseconds: bool) -> Option<Millis> {
    let mut number: i64 = text.parse().ok()?;
    match text.len() {
        13 => return Some(number),
        15 if milliseconds => number = number / 1000 * 100,
        15 => return None,
        _ if milliseconds && number % 100 >= 60 => number = number / 100 * 100,
        _ => {}
    }
    let two = |place: i64| (number / place % 100) as i8;
    let year = (number / 10_000_000_000) as i16;
    let (month, day) = (two(100_000_000), two(1_000_000));
    DateTime::new(year, month, day, two(10_000), two(100), two(1), 0).ok().map(instant)
}
