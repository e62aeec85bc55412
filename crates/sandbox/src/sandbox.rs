//! The sandbox as a value: the state of every vendor, the clock, the active faults and the request log.

use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard};

use bytes::Bytes;
use http::{Request, Response};
use jiff::{SignedDuration, Timestamp};

use crate::{
    clock::{DAY, Millis, SECOND, SignatureTimes, VirtualClock, machine_time},
    config::SandboxConfig,
    context::Context,
    error::SandboxError,
    faults::{ActiveFault, ActiveFaults, FaultEffects, FaultRule},
    quirks::Quirks,
    request_log::{LogEntry, RequestLog},
    vendors::{Action, Credentials, Sides, VENDORS},
};

/// The server side of every vendor, as a value. Clones share one state.
#[derive(Debug, Clone)]
pub struct Sandbox(Arc<SandboxInner>);

#[derive(Debug)]
struct SandboxInner {
    start: SandboxConfig,
    settings: RwLock<SandboxConfig>,
    clock: Mutex<VirtualClock>,
    sides: Sides,
    rules: ActiveFaults,
    calls: RequestLog,
}

/// A century: beyond it, a skew says nothing more.
const LARGEST_SKEW: Millis = 36_525 * DAY;

impl Sandbox {
    /// A sandbox with fresh data.
    pub fn new(settings: SandboxConfig) -> Self {
        let sandbox = Self(Arc::new(SandboxInner {
            clock: Mutex::new(settings.clock.into()),
            sides: Sides::new(&settings),
            rules: ActiveFaults::new(settings.seed),
            calls: RequestLog::default(),
            start: settings.clone(),
            settings: RwLock::new(settings),
        }));
        sandbox.write_all();
        sandbox
    }

    /// The time by which everything is judged.
    pub fn now(&self) -> Timestamp {
        self.clock().now()
    }

    /// Sets the clock; it stands still from then on. Seeded data was made in 2024 and 2025: earlier than 2026, some of it lies in
    /// the future.
    pub fn set_clock(&self, now: Timestamp) {
        *self.clock() = VirtualClock::Fixed(now);
    }

    /// Moves the clock, running or standing.
    pub fn advance(&self, by: SignedDuration) {
        let mut clock = self.clock();
        *clock = clock.advanced(by);
    }

    /// Lets the clock run from where it stands, as fast as the machine's.
    pub fn run_clock(&self) {
        let mut clock = self.clock();
        *clock = VirtualClock::Ahead(clock.now().duration_since(machine_time()));
    }

    /// Gives or denies the permission to call an operation, by its name: `voucher.addVoucherInfo`. Every operation is permitted at first.
    ///
    /// # Errors
    ///
    /// There is no such operation.
    pub fn set_permission(&self, operation: &str, permitted: bool) -> Result<(), SandboxError> {
        let unknown = || SandboxError::unknown("operation", operation);
        let side = self.sides().knowing(operation).ok_or_else(unknown)?;
        side.permit(operation, permitted);
        Ok(())
    }

    /// Operations that may not be called.
    pub fn denied_operations(&self) -> Vec<String> {
        self.sides().all().into_iter().flat_map(|side| side.withheld()).collect()
    }

    /// The values of all switches now.
    pub fn quirks(&self) -> Quirks {
        self.sides().quirks()
    }

    /// Sets one switch, both by name; the next answer shows it.
    ///
    /// # Errors
    ///
    /// As [`Quirks::set`].
    pub fn set_quirk(&self, name: &str, value: &str) -> Result<(), SandboxError> {
        let mut quirks = self.quirks();
        quirks.set(name, value)?;
        self.set_quirks(quirks);
        Ok(())
    }

    /// Sets all switches; the next answer shows them.
    pub fn set_quirks(&self, quirks: Quirks) {
        self.sides().all().into_iter().for_each(|side| side.switch(quirks));
        self.write_all();
    }

    /// The accounts of all vendors, served at one address.
    pub fn access(&self, base_url: &str) -> Credentials {
        self.sides().access(base_url, self.now().as_millisecond())
    }

    /// The names of the keys that [`set_key`](Self::set_key) replaces.
    pub fn key_names() -> impl Iterator<Item = &'static str> {
        VENDORS.into_iter().map(|vendor| vendor.key)
    }

    /// Replaces the key of an account, by its name in [`key_names`](Self::key_names); `None` restores the first one. A call that is signed with
    /// another is refused.
    ///
    /// # Errors
    ///
    /// There is no such key, or no account can have such a one.
    pub fn set_key(&self, name: &str, key: Option<&str>) -> Result<(), SandboxError> {
        let sides = self.sides().all();
        let side = sides.into_iter().find(|side| side.vendor().key == name);
        let side = side.ok_or_else(|| SandboxError::unknown("key", name))?;
        side.set_key(key, &self.settings())
    }

    /// Applies an action. Nothing has changed if it is impossible.
    ///
    /// # Errors
    ///
    /// The action names what does not exist, or the state forbids it.
    pub fn apply(&self, action: &(impl Clone + Into<Action>)) -> Result<(), SandboxError> {
        self.sides().apply(&action.clone().into(), self.context())
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

    /// At most `limit` calls with a greater id than `after`, oldest first.
    pub fn log_page(&self, after: u64, limit: usize) -> Vec<LogEntry> {
        self.0.calls.after(after, limit)
    }

    /// Forgets every call of the log; ids go on.
    pub fn clear_log(&self) {
        self.0.calls.clear();
    }

    /// The configuration now: that of the start, or that of the snapshot that was restored last. Switches may have been set since.
    pub fn config(&self) -> SandboxConfig {
        self.settings().clone()
    }

    pub(crate) fn calls(&self) -> &RequestLog {
        &self.0.calls
    }

    pub(crate) fn rules(&self) -> &ActiveFaults {
        &self.0.rules
    }

    pub(crate) fn sides(&self) -> &Sides {
        &self.0.sides
    }

    /// Writes every row, so that no page is rendered while a caller waits for it.
    pub(crate) fn write_all(&self) {
        let context = self.context();
        self.sides().all().into_iter().for_each(|side| side.write_all(context));
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

    pub(crate) fn clock(&self) -> MutexGuard<'_, VirtualClock> {
        self.0.clock.lock().expect("reading a clock does not panic")
    }

    pub(crate) fn answer(&self, request: &Request<Bytes>, bent: FaultEffects) -> Response<Bytes> {
        let times = self.times(bent.skew);
        let context =
            Context { drift: bent.drift, ..Context::new(times.sandbox, &self.settings()) };
        let side = self.sides().serving(request.uri().path());
        side.handle(request, times, context, bent.busy)
    }

    /// The times by which a signature is judged, by a clock that is off by so many seconds.
    fn times(&self, skew: i64) -> SignatureTimes {
        let millis = Timestamp::as_millisecond;
        let skew = skew.saturating_mul(SECOND).clamp(-LARGEST_SKEW, LARGEST_SKEW);
        let machine = machine_time();
        SignatureTimes { sandbox: millis(self.clock().at(machine)), machine: millis(machine), skew }
    }

    pub(crate) fn context(&self) -> Context {
        Context::new(self.now().as_millisecond(), &self.settings())
    }
}
