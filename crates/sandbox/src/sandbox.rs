//! The sandbox as a value.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard},
};

use axum::{
    Router,
    handler::Handler,
    http::{Request, Response},
};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;

use crate::{
    ActiveFault, FaultRule, SandboxError,
    call::Bent,
    clock::{DAY, Millis, Running, SECOND, Times, machine_time},
    faults::Rules,
    log::{Log, LogEntry},
    qince::{Context, Qince},
    qmai::Qmai,
    server,
    settings::SandboxConfig,
    socket::{Listening, Peer},
};

/// A server that stands in for both vendors. Clones share one state.
#[derive(Debug, Clone)]
pub struct Sandbox(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    start: SandboxConfig,
    settings: RwLock<SandboxConfig>,
    clock: Mutex<Running>,
    qince: Qince,
    qmai: Qmai,
    rules: Rules,
    calls: Log,
}

/// A century: beyond it, a skew says nothing more.
const LARGEST_SKEW: Millis = 36_525 * DAY;

impl Sandbox {
    /// A sandbox with fresh data.
    pub fn new(settings: SandboxConfig) -> Self {
        let sandbox = Self(Arc::new(Inner {
            clock: Mutex::new(settings.clock.into()),
            qince: Qince::new(&settings),
            qmai: Qmai::new(&settings),
            rules: Rules::new(settings.seed),
            calls: Log::default(),
            start: settings.clone(),
            settings: RwLock::new(settings),
        }));
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
        // Without a router around it: every path has the same handler.
        let service = server::answer.with_state(self).into_make_service_with_connect_info::<Peer>();
        axum::serve(Listening(listener), service).await
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

    /// Lets the clock run from where it stands, as fast as the machine's.
    pub fn run_clock(&self) {
        let mut clock = self.clock();
        *clock = Running::Ahead(clock.now().duration_since(machine_time()));
    }

    /// Gives or withholds the permission to call an operation, by its name: `voucher.addVoucherInfo`. Everything is granted at first.
    ///
    /// # Errors
    ///
    /// There is no such operation.
    pub fn grant(&self, operation: &str, granted: bool) -> Result<(), SandboxError> {
        let (qince, qmai) = self.vendors();
        let mut qince_state = qince.state();
        let mut qmai_state = qmai.state();
        let withheld = if coupon_qince_wire::operation(operation).is_some() {
            &mut qince_state.withheld
        } else if coupon_qmai_wire::operation(operation).is_some() {
            &mut qmai_state.withheld
        } else {
            return Err(SandboxError::unknown("operation", operation));
        };
        if granted {
            withheld.remove(operation);
        } else {
            withheld.insert(operation.to_owned());
        }
        Ok(())
    }

    /// Operations whose permission is withheld.
    pub fn withheld(&self) -> Vec<String> {
        let (qince, qmai) = self.vendors();
        let mut all: Vec<String> = qince.state().withheld.iter().cloned().collect();
        all.extend(qmai.state().withheld.iter().cloned());
        all
    }

    /// Places a fault and gives the number by which it is taken away.
    ///
    /// # Errors
    ///
    /// There is no such operation, the fault cannot befall it, or the probability is none.
    pub fn place_fault(&self, rule: FaultRule) -> Result<u64, SandboxError> {
        self.0.rules.add(rule)
    }

    /// The placed faults, and how many calls each has befallen.
    pub fn faults(&self) -> Vec<ActiveFault> {
        self.0.rules.all()
    }

    /// Takes a placed fault away.
    ///
    /// # Errors
    ///
    /// There is none with that number.
    pub fn remove_fault(&self, id: u64) -> Result<(), SandboxError> {
        self.0.rules.remove(id)
    }

    /// The calls with a greater id than `after`, oldest first: the last 10,000 at most, and a thousand at least, however
    /// large they are.
    pub fn log(&self, after: u64) -> Vec<LogEntry> {
        self.0.calls.after(after, usize::MAX)
    }

    pub(crate) fn calls(&self) -> &Log {
        &self.0.calls
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.0.rules
    }

    pub(crate) fn vendors(&self) -> (&Qince, &Qmai) {
        (&self.0.qince, &self.0.qmai)
    }

    /// The settings of the beginning, to which a reset returns.
    pub(crate) fn start(&self) -> &SandboxConfig {
        &self.0.start
    }

    pub(crate) fn settings(&self) -> RwLockReadGuard<'_, SandboxConfig> {
        self.0.settings.read().expect("settings are replaced at once")
    }

    pub(crate) fn set_settings(&self, settings: SandboxConfig) {
        *self.0.settings.write().expect("settings are replaced at once") = settings;
    }

    pub(crate) fn clock(&self) -> MutexGuard<'_, Running> {
        self.0.clock.lock().expect("reading a clock does not panic")
    }

    pub(crate) fn answer_qince(&self, request: &Request<Bytes>, bent: Bent) -> Response<Bytes> {
        let times = self.times(bent.skew);
        let context =
            Context { drift: bent.drift, ..Context::new(times.sandbox, &self.settings()) };
        self.0.qince.handle(request, times, context, bent.busy)
    }

    pub(crate) fn answer_qmai(&self, request: &Request<Bytes>, bent: Bent) -> Response<Bytes> {
        self.0.qmai.handle(request, self.times(bent.skew), bent.busy)
    }

    /// The times by which a signature is judged, by a clock that is off by so many seconds.
    fn times(&self, skew: i64) -> Times {
        let millis = Timestamp::as_millisecond;
        let skew = skew.saturating_mul(SECOND).clamp(-LARGEST_SKEW, LARGEST_SKEW);
        let machine = machine_time();
        Times { sandbox: millis(self.clock().at(machine)), machine: millis(machine), skew }
    }

    pub(crate) fn context(&self) -> Context {
        Context::new(self.now().as_millisecond(), &self.settings())
    }
}
