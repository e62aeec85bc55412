//! A diagnosis that is made when it is read, so that no caller waits for it.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use coupon_wire::Diagnosis;
use http::Request;
use serde::{Serialize, Serializer};

use crate::suspect_call::SuspectCall;

/// Why the signature of a call was refused. The work is done once, when the diagnosis is read first.
#[derive(Debug, Clone, Default)]
pub struct LazyDiagnosis(Option<(Arc<KeptSuspect>, Request<Bytes>)>);

/// A suspect call of the log, without its request, and what was found.
#[derive(Debug)]
pub(crate) struct KeptSuspect {
    call: SuspectCall,
    found: OnceLock<Option<Diagnosis>>,
}

impl From<SuspectCall> for KeptSuspect {
    fn from(call: SuspectCall) -> Self {
        Self { call, found: OnceLock::new() }
    }
}

impl LazyDiagnosis {
    pub(crate) fn of(suspect: &Arc<KeptSuspect>, request: Request<Bytes>) -> Self {
        Self(Some((Arc::clone(suspect), request)))
    }

    /// The diagnosis; none if the signature was not refused.
    pub fn get(&self) -> Option<&Diagnosis> {
        let (suspect, request) = self.0.as_ref()?;
        suspect.found.get_or_init(|| suspect.call.diagnose(request)).as_ref()
    }
}

/// Two are equal if they are of the same call.
impl PartialEq for LazyDiagnosis {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some((one, _)), Some((other, _))) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

impl Serialize for LazyDiagnosis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}
