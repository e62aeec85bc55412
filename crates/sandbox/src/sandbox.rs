//! The sandbox as a value.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    http::{Request, Response},
    serve::ListenerExt,
};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;

use crate::{
    Impossible,
    access::{self, Access, Named, QinceAccess, QmaiAccess},
    clock::{Running, Times, machine_time},
    log::{Log, Logged},
    qince::{Context, Qince},
    qmai::{Coupon, Qmai},
    server,
    settings::Settings,
};

/// A server that stands in for both vendors. Clones share one state.
#[derive(Debug, Clone)]
pub struct Sandbox(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Settings,
    clock: Mutex<Running>,
    qince: Qince,
    qmai: Qmai,
    calls: Log,
}

/// How many customers and products [`QinceAccess`] names.
const NAMED: usize = 20;

impl Sandbox {
    /// A sandbox with fresh data.
    pub fn new(settings: Settings) -> Self {
        let clock = Mutex::new(settings.clock.into());
        let (qince, qmai) = (Qince::new(&settings), Qmai::new(&settings));
        let sandbox = Self(Arc::new(Inner { settings, clock, qince, qmai, calls: Log::default() }));
        sandbox.write_all();
        sandbox
    }

    /// Both vendors as a service, for calls within the process.
    pub fn router(&self) -> Router {
        server::router(self.clone())
    }

    /// Serves both vendors until the future is dropped.
    ///
    /// # Errors
    ///
    /// What the listener reports.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        // Without it, small answers wait for the client's acknowledgement. A socket that refuses it is only slower.
        let listener = listener.tap_io(|tcp| tcp.set_nodelay(true).unwrap_or_default());
        let service = self.router().into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).await
    }

    /// The time by which everything is judged.
    pub fn now(&self) -> Timestamp {
        self.clock().now()
    }

    /// Sets the clock; it stands still from then on. Seeded data was made in 2024 and 2025: earlier than 2026, some of it lies in
    /// the future.
    pub fn set_clock(&self, now: Timestamp) {
        *self.clock() = Running::Fixed(now);
    }

    /// Moves the clock, running or standing.
    pub fn advance(&self, by: SignedDuration) {
        let mut clock = self.clock();
        *clock = clock.advanced(by);
    }

    /// Both accounts, served at one address.
    pub fn access(&self, base_url: &str) -> Access {
        Access {
            qmai: QmaiAccess { base_url: base_url.to_owned(), ..self.qmai() },
            qince: QinceAccess { base_url: base_url.to_owned(), ..self.qince() },
        }
    }

    /// The Qmai account, for calls within the process.
    pub fn qmai(&self) -> QmaiAccess {
        let state = self.0.qmai.state();
        let now = self.now().as_millisecond();
        let (unused, rest): (Vec<&Coupon>, Vec<&Coupon>) =
            state.coupons.iter().take(10 * NAMED).partition(|coupon| coupon.shown(now) == 0);
        let pair = |coupon: &Coupon| {
            (state.customers[coupon.customer as usize].id.clone(), coupon.record.to_string())
        };
        QmaiAccess {
            base_url: access::IN_PROCESS.to_owned(),
            open_id: access::QMAI_OPEN_ID.to_owned(),
            grant_code: access::QMAI_GRANT_CODE.to_owned(),
            open_key: access::QMAI_OPEN_KEY.to_owned(),
            customers: state.customers.iter().map(|customer| customer.id.clone()).collect(),
            coupon_ids: state.templates.iter().map(|template| template.id.to_string()).collect(),
            user_coupons: unused.into_iter().chain(rest).take(NAMED).map(pair).collect(),
        }
    }

    /// The Qince account, for calls within the process.
    pub fn qince(&self) -> QinceAccess {
        let state = self.0.qince.state();
        let (customers, products) = (&state.directory.customers, &state.directory.products);
        let named =
            |entry: &crate::qince::Entry| Named { id: entry.id.clone(), code: entry.code.clone() };
        QinceAccess {
            base_url: access::IN_PROCESS.to_owned(),
            openid: access::QINCE_OPENID.to_owned(),
            app_key: access::QINCE_APP_KEY.to_owned(),
            customers: customers.iter().take(NAMED).map(|c| named(&c.entry)).collect(),
            products: products.iter().take(NAMED).map(|p| named(&p.entry)).collect(),
        }
    }

    /// Gives or withholds the permission to call an operation, by its name: `voucher.addVoucherInfo`. Everything is granted at first.
    ///
    /// # Errors
    ///
    /// There is no such operation.
    pub fn grant(&self, operation: &str, granted: bool) -> Result<(), Impossible> {
        let (qince, qmai) = self.vendors();
        let mut qince_state = qince.state();
        let mut qmai_state = qmai.state();
        let withheld = if coupon_qince_wire::operation(operation).is_some() {
            &mut qince_state.withheld
        } else if coupon_qmai_wire::operation(operation).is_some() {
            &mut qmai_state.withheld
        } else {
            return Err(Impossible::unknown("operation", operation));
        };
        if granted {
            withheld.remove(operation);
        } else {
            withheld.insert(operation.to_owned());
        }
        Ok(())
    }

    /// The calls with a greater id than `after`, oldest first: at most the last 10,000, and less if they are large.
    pub fn log(&self, after: u64) -> Vec<Logged> {
        self.0.calls.after(after, usize::MAX)
    }

    pub(crate) fn calls(&self) -> &Log {
        &self.0.calls
    }

    pub(crate) fn vendors(&self) -> (&Qince, &Qmai) {
        (&self.0.qince, &self.0.qmai)
    }

    pub(crate) fn answer_qince(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.0.qince.handle(request, self.times(), self.context())
    }

    pub(crate) fn answer_qmai(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.0.qmai.handle(request, self.times())
    }

    fn times(&self) -> Times {
        let millis = Timestamp::as_millisecond;
        Times { sandbox: millis(self.now()), machine: millis(machine_time()) }
    }

    pub(crate) fn context(&self) -> Context {
        Context::new(self.now().as_millisecond(), &self.0.settings)
    }

    fn clock(&self) -> std::sync::MutexGuard<'_, Running> {
        self.0.clock.lock().expect("reading a clock does not panic")
    }
}
