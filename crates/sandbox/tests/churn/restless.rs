//! A sandbox within the process that changes between one call and the next, as a live vendor does.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use async_trait::async_trait;
use bytes::Bytes;
use coupon_qince_wire::{
    AttemptParams, Endpoint,
    coupondetail::{
        AddCoupon, ApprovalCoupon, CustomField, ExchangeLine, Opinion, UpdateCouponExt,
    },
    voucher::{FinishVoucher, ModifyVoucherEndDate, ReceiveVoucherInfo},
};
use coupon_sandbox::{InProcess, Order, QinceAction, QmaiAction, RecordKind, Sandbox};
use coupon_transport::{Attempt, ConnectorError, HttpConnector};
use http::{Request, Response};
use jiff::{SignedDuration, civil::Date};

use crate::support::{qince_account, send};

#[derive(Debug)]
pub(crate) struct Restless {
    pub(crate) sandbox: Sandbox,
    /// Whether it changes.
    pub(crate) moving: AtomicBool,
    /// Changes that happened.
    pub(crate) moved: AtomicU64,
    rng: Mutex<fastrand::Rng>,
}

#[async_trait]
impl HttpConnector for Restless {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        attempt: Attempt,
    ) -> Result<Response<Bytes>, ConnectorError> {
        // Behind the answer: a clock that moves between signing and sending is another test's matter.
        let answer = InProcess(self.sandbox.clone()).exchange(request, attempt).await?;
        if self.moving.load(Ordering::Relaxed) {
            for _ in 0..self.below(3) {
                self.change().await;
            }
        }
        Ok(answer)
    }
}

impl Restless {
    pub(crate) fn new(sandbox: Sandbox, seed: u64) -> Self {
        let rng = Mutex::new(fastrand::Rng::with_seed(seed));
        let (moving, moved) = (AtomicBool::new(true), AtomicU64::new(0));
        Self { sandbox, moving, moved, rng }
    }

    fn below(&self, end: usize) -> usize {
        self.rng.lock().unwrap().usize(..end.max(1))
    }

    fn pick(&self, kind: &str) -> serde_json::Value {
        let kind = RecordKind::named(kind).unwrap();
        let at = self.below(self.sandbox.record_count(kind));
        serde_json::from_str(&self.sandbox.record_texts(kind, at..at + 1)[0]).unwrap()
    }

    fn pick_id(&self, kind: &str, field: &str) -> String {
        match &self.pick(kind)[field] {
            serde_json::Value::String(id) => id.clone(),
            serde_json::Value::Number(id) => id.to_string(),
            other => panic!("{kind:?} has {field}: {other}"),
        }
    }

    /// Every 优惠券 changes once within four weeks; then nothing does for two.
    pub(crate) async fn weeks_pass(&self) {
        let vouchers = self.sandbox.voucher_rows();
        assert!(vouchers.len() > 10, "more than one page of 优惠券");
        for (voucher_id, _) in vouchers {
            self.sandbox.advance(SignedDuration::from_hours(24 * 28 / 20));
            self.sandbox.apply(&QinceAction::ChangeVoucher { voucher_id }).unwrap();
            self.change().await;
        }
        self.sandbox.advance(SignedDuration::from_hours(24 * 14));
    }

    /// One change of any kind. Some are impossible in the state they meet; those change nothing.
    pub(crate) async fn change(&self) {
        let sandbox = &self.sandbox;
        let happened = match self.below(18) {
            0 => {
                let hours = self.below(5) as i64;
                sandbox.advance(SignedDuration::from_hours(hours));
                true
            }
            kind @ 1..=2 => {
                let held_id = self.pick_id("held", "id");
                let voucher_id = self.pick_id("vouchers", "id");
                let step = match kind {
                    1 => QinceAction::UseVoucher { held_id, order: Order::default() },
                    _ => QinceAction::ChangeVoucher { voucher_id },
                };
                sandbox.apply(&step).is_ok()
            }
            kind @ 3..=6 => {
                let row = self.pick("coupons");
                let coupon_no = row["coupon_no"].as_str().unwrap().to_owned();
                let step = match kind {
                    3 => QinceAction::UseCoupon { coupon_no, order: Order::default() },
                    4 if self.is_over(&row) => return,
                    4 => QinceAction::RecoverCoupon { coupon_no, quantity: None, time: None },
                    5 => QinceAction::ChangeCoupon { coupon_no },
                    _ => QinceAction::DeleteCoupon { coupon_no },
                };
                sandbox.apply(&step).is_ok()
            }
            kind @ 7..=11 => {
                let card_id = self.pick_id("qmai-coupons", "cardId");
                let step = match kind {
                    7 => QmaiAction::Use { card_id },
                    8 => QmaiAction::Reverse { card_id },
                    9 => QmaiAction::Freeze { card_id },
                    10 => QmaiAction::Thaw { card_id },
                    _ => QmaiAction::Delete { card_id },
                };
                sandbox.apply(&step).is_ok()
            }
            kind => self.write(kind).await,
        };
        self.moved.fetch_add(u64::from(happened), Ordering::Relaxed);
    }

    /// A change by one of the vendor's own writes.
    async fn write(&self, kind: usize) -> bool {
        let voucher = self.pick_id("vouchers", "id");
        let row = self.pick("coupons");
        let coupon_no = row["coupon_no"].as_str().map(str::to_owned);
        let access = self.sandbox.qince();
        let customer = &access.customers[self.below(access.customers.len())];
        match kind {
            12 => {
                let call = ApprovalCoupon {
                    coupon_no,
                    coupon_status: Some(if self.below(2) == 0 {
                        Opinion::Pass
                    } else {
                        Opinion::SendBack
                    }),
                    confirm_emp: Some("王敏".to_owned()),
                };
                self.call(&call).await
            }
            13 => {
                let exts = vec![CustomField {
                    ext_key: Some("备注".to_owned()),
                    ext_value: Some(self.below(1000).to_string()),
                }];
                self.call(&UpdateCouponExt { coupon_no, exts }).await
            }
            14 => {
                let call = ReceiveVoucherInfo {
                    voucher_id: Some(voucher),
                    cm_id: Some(customer.id.clone()),
                    ..ReceiveVoucherInfo::default()
                };
                self.call(&call).await
            }
            15 => self.call(&FinishVoucher { voucher_id: Some(voucher) }).await,
            16 => {
                let end_date =
                    self.today().saturating_add(jiff::Span::new().days(self.below(60) as i64 - 20));
                let end_date = Some(end_date.to_string());
                self.call(&ModifyVoucherEndDate { voucher_id: Some(voucher), end_date }).await
            }
            _ => {
                let product = &access.products[self.below(access.products.len())];
                let line = ExchangeLine {
                    product_id: Some(product.id.clone()),
                    unit_name: Some("箱".to_owned()),
                    num: Some(3.into()),
                    ..ExchangeLine::default()
                };
                let call = AddCoupon {
                    deal_name: Some("变动协议".to_owned()),
                    cm_id: Some(customer.id.clone()),
                    start_date: Some(self.today().to_string()),
                    end_date: Some("2026-01-31".to_owned()),
                    prods: vec![line; 1 + self.below(3)],
                    ..AddCoupon::default()
                };
                self.call(&call).await
            }
        }
    }

    async fn call<E: Endpoint>(&self, call: &E) -> bool {
        let account = qince_account(&self.sandbox);
        let stamp = AttemptParams::new(self.sandbox.now(), 1);
        let request = coupon_qince_wire::encode(&account, &stamp, call);
        let answer = send(&self.sandbox, request).await;
        coupon_qince_wire::decode::<E>(&stamp, &answer).is_ok()
    }

    fn today(&self) -> Date {
        coupon_domain::beijing_date(self.sandbox.now())
    }

    /// Over for thirty days and more: by definition nothing changes any more but by a change that moves a date.
    fn is_over(&self, row: &serde_json::Value) -> bool {
        let range = row["effect_date"].as_str().unwrap();
        let end: Date = range.split('~').nth(1).unwrap().trim().parse().unwrap();
        end.saturating_add(jiff::Span::new().days(29)) < self.today()
    }
}
