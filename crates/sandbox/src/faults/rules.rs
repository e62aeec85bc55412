//! The calls to which a fault applies: rules that stay until they are used up, and the header of a single request.

use std::{sync::Mutex, time::Duration};

use bytes::Bytes;
use http::Request;
use serde::{Deserialize, Serialize};

use super::fault::{Fault, HEADER, LONGEST, Latency};
use crate::{
    error::SandboxError,
    seeded_rng::SeededRng,
    vendors::{knowing, serving},
};

/// A fault that befalls calls until it is used up or taken away. As JSON: `{"fault": "reset-after", "count": 1}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// The fault.
    pub fault: Fault,
    /// The only operation it befalls; every one that it can befall if missing.
    #[serde(default)]
    pub operation: Option<String>,
    /// How likely each call is befallen, above 0 up to 1; 1 if missing.
    #[serde(default = "always")]
    pub probability: f64,
    /// So many calls pass unharmed first.
    #[serde(default)]
    pub skip: u64,
    /// How many calls it befalls in all; without end if missing.
    #[serde(default)]
    pub count: Option<u64>,
    /// Decides by chance which calls are befallen and how long they wait: the same seed, the same calls, the same faults.
    #[serde(default)]
    pub seed: u64,
}

/// A rule with what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActiveFault {
    /// Its number, by which it is taken away.
    pub id: u64,
    /// The rule.
    #[serde(flatten)]
    pub rule: FaultRule,
    /// How many calls it has befallen.
    pub befallen: u64,
}

impl FaultRule {
    /// A rule for every call.
    pub fn every(fault: Fault) -> Self {
        Self { fault, operation: None, probability: always(), skip: 0, count: None, seed: 0 }
    }

    fn check(&self) -> Result<(), SandboxError> {
        if !(self.probability > 0.0 && self.probability <= 1.0) {
            let why = format!("probability {}: above 0 and at most 1", self.probability);
            return Err(SandboxError::new(why));
        }
        let Some(operation) = self.operation.as_deref() else { return Ok(()) };
        if knowing(operation).is_none() {
            return Err(SandboxError::unknown("operation", operation));
        }
        unfit(self.fault, Some(operation))
    }
}

fn always() -> f64 {
    1.0
}

/// The faults of one call: a wait, and one fault besides.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct FaultPlan {
    pub(crate) wait: Duration,
    pub(crate) fault: Option<Fault>,
    /// All that befell it, by their texts.
    pub(crate) label: Option<String>,
}

/// All rules, and the generator for the header's faults.
#[derive(Debug)]
pub(crate) struct ActiveFaults(Mutex<FaultList>);

#[derive(Debug)]
struct FaultList {
    last: u64,
    armed: Vec<ActiveRule>,
    rng: SeededRng,
}

#[derive(Debug)]
struct ActiveRule {
    placed: ActiveFault,
    seen: u64,
    rng: SeededRng,
}

impl ActiveFaults {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(FaultList { last: 0, armed: Vec::new(), rng: rng(seed) }))
    }

    pub(crate) fn add(&self, rule: FaultRule) -> Result<u64, SandboxError> {
        rule.check()?;
        let mut list = self.list();
        list.last += 1;
        let (id, rng) = (list.last, rng(rule.seed));
        list.armed.push(ActiveRule { placed: ActiveFault { id, rule, befallen: 0 }, seen: 0, rng });
        Ok(id)
    }

    pub(crate) fn all(&self) -> Vec<ActiveFault> {
        self.list().armed.iter().map(|armed| armed.placed.clone()).collect()
    }

    pub(crate) fn remove(&self, id: u64) -> Result<(), SandboxError> {
        let mut list = self.list();
        let before = list.armed.len();
        list.armed.retain(|armed| armed.placed.id != id);
        if list.armed.len() == before {
            return Err(SandboxError::unknown("fault", &id.to_string()));
        }
        Ok(())
    }

    /// As at the start: no rules, and the generator of the seed.
    pub(crate) fn reset(&self, seed: u64) {
        let mut list = self.list();
        list.armed.clear();
        list.rng = rng(seed);
    }

    /// The faults of this call: those that its header names and those of the rules whose turn it is; all waits, and the
    /// first of the others.
    pub(crate) fn plan(&self, request: &Request<Bytes>) -> Result<FaultPlan, SandboxError> {
        let header = request.headers().get(&HEADER);
        let mut list = self.list();
        if header.is_none() && list.armed.is_empty() {
            return Ok(FaultPlan::default());
        }
        let path = request.uri().path();
        let operation = serving(path).operation(path, request.body());
        let mut plan = FaultPlan::default();
        for text in header.into_iter().flat_map(|value| value.as_bytes().split(|b| *b == b',')) {
            let fault: Fault = String::from_utf8_lossy(text).trim().parse()?;
            unfit(fault, operation)?;
            plan.add(fault, &mut list.rng);
        }
        for armed in &mut list.armed {
            if armed.matches(operation) {
                plan.add(armed.placed.rule.fault, &mut armed.rng);
            }
        }
        Ok(plan)
    }

    fn list(&self) -> std::sync::MutexGuard<'_, FaultList> {
        self.0.lock().expect("planning does not panic")
    }
}

impl FaultPlan {
    fn add(&mut self, fault: Fault, rng: &mut SeededRng) {
        match fault {
            Fault::Latency(latency) => self.wait += latency.roll(rng),
            _ if self.fault.is_some() => return,
            _ => self.fault = Some(fault),
        }
        let label = self.label.take().map_or(String::new(), |before| before + ", ");
        self.label = Some(format!("{label}{fault}"));
    }
}

impl ActiveRule {
    /// Whether the rule applies to this call. A random number is drawn for every call to which it could apply.
    fn matches(&mut self, operation: Option<&'static str>) -> bool {
        let ActiveFault { rule, befallen, .. } = &mut self.placed;
        let meant = rule.operation.is_none() || rule.operation.as_deref() == operation;
        if !meant || !rule.fault.fits(operation) || rule.count.is_some_and(|most| *befallen >= most)
        {
            return false;
        }
        self.seen += 1;
        let hit = share(&mut self.rng) < rule.probability && self.seen > rule.skip;
        *befallen += u64::from(hit);
        hit
    }
}

impl Latency {
    fn roll(self, rng: &mut SeededRng) -> Duration {
        match self {
            Self::Fixed(time) => time,
            Self::Uniform(least, most) => least + (most - least).mul_f64(share(rng)),
            // Pareto with exponent 1: half of the median at least, twice as rare for each doubling.
            Self::Tail(median) => {
                let seconds = median.as_secs_f64() / 2.0 / (1.0 - share(rng));
                Duration::from_secs_f64(seconds.min(LONGEST.as_secs_f64()))
            }
        }
    }
}

fn unfit(fault: Fault, operation: Option<&str>) -> Result<(), SandboxError> {
    if fault.fits(operation) {
        return Ok(());
    }
    let operation = operation.unwrap_or("a call to no operation");
    Err(SandboxError::new(format!("the fault {fault} cannot befall {operation}")))
}

/// From 0 up to and without 1.
fn share(rng: &mut SeededRng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

fn rng(seed: u64) -> SeededRng {
    SeededRng::new(seed, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(fault: Option<&str>) -> Request<Bytes> {
        let request = Request::post("/nowhere");
        let request =
            fault.into_iter().fold(request, |request, text| request.header(&HEADER, text));
        request.body(Bytes::new()).unwrap()
    }

    fn hits(rule: &FaultRule, calls: usize) -> Vec<usize> {
        let rules = ActiveFaults::new(1);
        rules.add(rule.clone()).unwrap();
        let hit = |_: &usize| rules.plan(&call(None)).unwrap().fault.is_some();
        (0..calls).filter(hit).collect()
    }

    #[test]
    fn a_rule_befalls_by_chance_that_its_seed_decides_after_skipping_and_up_to_its_count() {
        let every = FaultRule::every(Fault::Busy);
        assert_eq!(hits(&every, 3), [0, 1, 2]);
        let some = FaultRule { skip: 2, count: Some(2), ..every.clone() };
        assert_eq!(hits(&some, 9), [2, 3]);
        let chance = FaultRule { probability: 0.3, ..every };
        let first = hits(&chance, 1000);
        assert!(first.len() > 250 && first.len() < 350, "{}", first.len());
        assert_eq!(first, hits(&chance, 1000));
        assert_ne!(first, hits(&FaultRule { seed: 2, ..chance }, 1000));
    }

    #[test]
    fn waits_add_up_and_of_the_others_the_first_counts() {
        let rules = ActiveFaults::new(1);
        let plan = rules.plan(&call(Some("latency=5, 503,latency=7,500"))).unwrap();
        assert_eq!(plan.wait, Duration::from_millis(12));
        assert_eq!(plan.fault, Some("503".parse().unwrap()));
        assert_eq!(plan.label.as_deref(), Some("latency=5, 503, latency=7"));
        assert_eq!(rules.plan(&call(None)).unwrap(), FaultPlan::default());
        assert!(rules.plan(&call(Some("cut-data"))).is_err());
    }

    #[test]
    fn a_heavy_tail_has_its_median_and_its_tail() {
        let mut rng = rng(1);
        let median = Duration::from_millis(200);
        let mut times: Vec<Duration> =
            (0..10_000).map(|_| Latency::Tail(median).roll(&mut rng)).collect();
        times.sort();
        let at = |place: usize| times[place].as_millis();
        assert!((190..210).contains(&at(5000)), "{}", at(5000));
        assert!((8_000..12_000).contains(&at(9900)), "{}", at(9900));
        assert!(times[9999] <= LONGEST && at(0) >= 100);
    }

    #[test]
    fn a_rule_that_cannot_be_is_refused() {
        let refused = |rule: FaultRule| ActiveFaults::new(1).add(rule).unwrap_err().to_string();
        let every = FaultRule::every(Fault::CutData);
        let other = FaultRule { operation: Some("v3.getCustomerCoupons".into()), ..every.clone() };
        assert!(refused(other).contains("cut-data cannot befall v3.getCustomerCoupons"));
        let unknown = FaultRule { operation: Some("v3.nothing".into()), ..every.clone() };
        assert!(refused(unknown).contains("v3.nothing"));
        assert!(refused(FaultRule { probability: 0.0, ..every }).contains("above 0"));
    }
}
