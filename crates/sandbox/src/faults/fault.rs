//! The faults and their texts.

use std::{fmt, str::FromStr, time::Duration};

use http::HeaderName;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{error::SandboxError, vendors::knowing};

/// The request header that asks for a fault, by its text; several with commas between them.
pub(crate) static HEADER: HeaderName = HeaderName::from_static("x-sandbox-fault");

/// A fault. Its text, such as `reset-after` or `latency=100..300`, is how the request header, the admin API and the command
/// line name it; [`FAULTS`] lists them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// The answer waits.
    Latency(Latency),
    /// No answer, and nothing happened.
    ResetBefore,
    /// No answer, and the call was carried out.
    ResetAfter,
    /// Half of the answer's body, then the connection ends.
    CutBody,
    /// The body takes that long, in ten pieces.
    SlowBody(Duration),
    /// A body that says it is gzip and is not.
    BadGzip,
    /// A gateway answers in the vendor's place.
    Gateway(GatewayPage, StateEffect),
    /// The vendor has no time.
    Busy,
    /// An answer without its code.
    NoCode,
    /// The text in `response_data` ends in the middle.
    CutData,
    /// The answer names another call.
    WrongMsgId,
    /// The vendor's clock is off by so many seconds.
    Skew(i64),
    /// A later page begins with the last row of the page before.
    RowsRepeated,
    /// A later page lacks its first row, as if an earlier row had left the list.
    RowsShifted,
}

/// How long an answer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Latency {
    /// Always as long.
    Fixed(Duration),
    /// Evenly between the two.
    Uniform(Duration, Duration),
    /// Half of them less than this, one in a hundred fifty times as long and longer, at most ten minutes.
    Tail(Duration),
}

/// The answer of a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatewayPage {
    /// Status 200 and a page in HTML.
    Html,
    /// Another status: 302, 401, 403, 429, 500, 502 or 503.
    Status(u16),
    /// 429 with `Retry-After`, in seconds.
    RetryAfter(u32),
}

/// Whether the vendor had carried out the call when something else answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateEffect {
    /// It had not.
    None,
    /// It had, once.
    Applied,
}

impl Fault {
    /// Whether it can befall a call to that operation: some are about fields or pages that not every answer has.
    pub(crate) fn fits(self, operation: Option<&str>) -> bool {
        let of_vendor = || {
            let operation = operation?;
            Some((operation, knowing(operation)?))
        };
        match self {
            Self::CutData | Self::WrongMsgId => {
                of_vendor().is_some_and(|(_, vendor)| vendor.echoes_ids)
            }
            Self::RowsRepeated | Self::RowsShifted => {
                of_vendor().is_some_and(|(name, vendor)| vendor.paged.contains(&name))
            }
            _ => true,
        }
    }

    /// Whether the call is not carried out.
    pub(crate) fn stops_call(self) -> bool {
        matches!(self, Self::ResetBefore | Self::Gateway(_, StateEffect::None))
    }
}

impl FromStr for Fault {
    type Err = SandboxError;

    fn from_str(text: &str) -> Result<Self, SandboxError> {
        let unknown =
            || SandboxError::new(format!("there is no fault {text:?}: {}", FAULTS.join(", ")));
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let plain = value.is_none();
        let millis = || value.and_then(milliseconds).ok_or_else(unknown);
        Ok(match name {
            "latency" => Self::Latency(value.and_then(latency).ok_or_else(unknown)?),
            "slow-body" => Self::SlowBody(millis()?),
            "skew" => Self::Skew(value.and_then(|text| text.parse().ok()).ok_or_else(unknown)?),
            "429" if !plain => {
                let seconds = value.and_then(|text| text.parse().ok()).ok_or_else(unknown)?;
                Self::Gateway(GatewayPage::RetryAfter(seconds), StateEffect::None)
            }
            _ => SIMPLE
                .iter()
                .find(|(known, _)| *known == name && plain)
                .map(|(_, fault)| *fault)
                .ok_or_else(unknown)?,
        })
    }
}

/// Those that take no value.
const SIMPLE: &[(&str, Fault)] = &[
    ("reset-before", Fault::ResetBefore),
    ("reset-after", Fault::ResetAfter),
    ("cut-body", Fault::CutBody),
    ("bad-gzip", Fault::BadGzip),
    ("html", Fault::Gateway(GatewayPage::Html, StateEffect::None)),
    ("html-after", Fault::Gateway(GatewayPage::Html, StateEffect::Applied)),
    ("302", Fault::Gateway(GatewayPage::Status(302), StateEffect::None)),
    ("401", Fault::Gateway(GatewayPage::Status(401), StateEffect::None)),
    ("403", Fault::Gateway(GatewayPage::Status(403), StateEffect::None)),
    ("429", Fault::Gateway(GatewayPage::Status(429), StateEffect::None)),
    ("500", Fault::Gateway(GatewayPage::Status(500), StateEffect::None)),
    ("500-after", Fault::Gateway(GatewayPage::Status(500), StateEffect::Applied)),
    ("502", Fault::Gateway(GatewayPage::Status(502), StateEffect::None)),
    ("502-after", Fault::Gateway(GatewayPage::Status(502), StateEffect::Applied)),
    ("503", Fault::Gateway(GatewayPage::Status(503), StateEffect::None)),
    ("503-after", Fault::Gateway(GatewayPage::Status(503), StateEffect::Applied)),
    ("busy", Fault::Busy),
    ("no-code", Fault::NoCode),
    ("cut-data", Fault::CutData),
    ("wrong-msg-id", Fault::WrongMsgId),
    ("rows-repeated", Fault::RowsRepeated),
    ("rows-shifted", Fault::RowsShifted),
];

/// The text of every fault. Values are examples: milliseconds, and seconds for `429` and `skew`.
pub const FAULTS: &[&str] = &[
    "latency=30000",
    "latency=100..300",
    "latency=tail:200",
    "reset-before",
    "reset-after",
    "cut-body",
    "slow-body=2000",
    "bad-gzip",
    "html",
    "html-after",
    "302",
    "401",
    "403",
    "429",
    "429=5",
    "500",
    "500-after",
    "502",
    "502-after",
    "503",
    "503-after",
    "busy",
    "no-code",
    "cut-data",
    "wrong-msg-id",
    "skew=-3600",
    "rows-repeated",
    "rows-shifted",
];

fn latency(text: &str) -> Option<Latency> {
    if let Some(median) = text.strip_prefix("tail:") {
        return milliseconds(median).map(Latency::Tail);
    }
    let Some((least, most)) = text.split_once("..") else {
        return milliseconds(text).map(Latency::Fixed);
    };
    let (least, most) = (milliseconds(least)?, milliseconds(most)?);
    (least <= most).then_some(Latency::Uniform(least, most))
}

/// The longest that anything waits: ten minutes.
pub(super) const LONGEST: Duration = Duration::from_secs(10 * 60);

fn milliseconds(text: &str) -> Option<Duration> {
    text.parse().ok().map(Duration::from_millis).filter(|time| *time <= LONGEST)
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latency(Latency::Fixed(time)) => write!(f, "latency={}", time.as_millis()),
            Self::Latency(Latency::Uniform(least, most)) => {
                write!(f, "latency={}..{}", least.as_millis(), most.as_millis())
            }
            Self::Latency(Latency::Tail(median)) => {
                write!(f, "latency=tail:{}", median.as_millis())
            }
            Self::SlowBody(time) => write!(f, "slow-body={}", time.as_millis()),
            Self::Skew(seconds) => write!(f, "skew={seconds}"),
            Self::Gateway(GatewayPage::RetryAfter(seconds), _) => write!(f, "429={seconds}"),
            simple => {
                let row = SIMPLE.iter().find(|(_, known)| known == simple);
                f.write_str(row.map_or("", |(name, _)| name))
            }
        }
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_from_its_text_and_writes_it_again() {
        for text in FAULTS {
            let fault: Fault = text.parse().unwrap();
            assert_eq!(fault.to_string(), *text);
        }
        for (name, _) in SIMPLE {
            assert!(FAULTS.contains(name), "{name} is not in the table");
        }
    }

    #[test]
    fn what_is_no_fault_is_told_which_there_are() {
        for text in
            ["", "reset", "latency", "latency=5..2", "latency=900000", "skew=", "302=1", "429=x"]
        {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains("reset-before, reset-after"), "{error}");
        }
    }
}
