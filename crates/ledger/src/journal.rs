//! Writes to a vendor, recorded before they are sent and settled after.

use std::fmt;

use coupon_domain::{AccountName, ProviderName, TemplateId};
use jiff::Timestamp;

/// A write that is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The caller's key, unique in a ledger.
    pub key: String,
    /// Through which account.
    pub account: AccountName,
    /// To where.
    pub provider: ProviderName,
    /// Which operation: a neutral verb, or the vendor's own name for it.
    pub operation: String,
    /// The business body, nothing else: no URL, no envelope, no credential.
    pub body: String,
    /// The vendor's name for the call, where it is known before.
    pub request_id: Option<String>,
    /// How many coupons of this template the customer held before, so that an unknown outcome can be settled by reading.
    pub baseline: Option<u64>,
    /// The person or program that sends it, where that is known.
    pub operator: Option<String>,
    /// The row that it changes, where the ledger may have one.
    pub subject: Option<WriteSubject>,
    /// When.
    pub prepared_at: Timestamp,
}

/// The row that a write changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum WriteSubject {
    /// A template.
    Template(TemplateId),
    /// A coupon, by its code.
    Coupon(String),
}

impl fmt::Display for WriteSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(id) => write!(f, "template:{id}"),
            Self::Coupon(code) => write!(f, "coupon:{code}"),
        }
    }
}

impl WriteSubject {
    /// The subject of that text; none if it is the text of none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text.split_once(':')? {
            ("template", id) => Some(Self::Template(id.into())),
            ("coupon", code) => Some(Self::Coupon(code.to_owned())),
            _ => None,
        }
    }
}

/// A write as the journal knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// The write as it was recorded before it was sent. `request_id` is that of the last attempt.
    pub entry: NewEntry,
    /// How far it came.
    pub state: JournalState,
    /// When it was last sent.
    pub sent_at: Option<Timestamp>,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
    /// The vendor's code.
    pub code: Option<String>,
    /// The vendor's message, or what went wrong.
    pub message: Option<String>,
    /// Ids that the vendor answered with: JSON.
    pub ids: Option<String>,
    /// The role of the database under which it was recorded; none in a file.
    pub role: Option<String>,
    /// When its subject was read again after it.
    pub read_at: Option<Timestamp>,
}

impl JournalEntry {
    /// True if the vendor may have changed the subject, and nobody read it since: neither right after this write nor in a
    /// version that came later. `changed_at` is that of the subject's row.
    pub fn is_unread(&self, changed_at: Timestamp) -> bool {
        let may_have_changed =
            !matches!(self.state, JournalState::Prepared | JournalState::Refused);
        may_have_changed && self.read_at.is_none() && self.sent_at.is_some_and(|at| at > changed_at)
    }
}

/// How far a write came: prepared → sent → done, refused or unknown; unknown → done or refused; prepared → refused where it
/// is withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JournalState {
    /// Recorded.
    Prepared,
    /// Given to the network. Whether it arrived is not known.
    Sent,
    /// The vendor did it.
    Done,
    /// The vendor refused it, or it was never sent: it had no effect.
    Refused,
    /// It may or may not have had its effect.
    Unknown,
}

coupon_domain::words! {
    /// The word in the ledger and in output.
    JournalState {
        Prepared = "prepared",
        Sent = "sent",
        Done = "done",
        Refused = "refused",
        Unknown = "unknown",
    }
}

impl JournalState {
    /// The Chinese word.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Prepared => "已记录",
            Self::Sent => "已发出",
            Self::Done => "已完成",
            Self::Refused => "未执行",
            Self::Unknown => "结果未知",
        }
    }

    /// True if the outcome is known and stays.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::Refused)
    }
}

/// The result of recording a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrepareOutcome {
    /// Recorded: send it.
    Fresh,
    /// The same write under the same key has an outcome already: do not send it again. Another attempt takes another key.
    Settled(Box<JournalEntry>),
}

/// How a write ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Done, refused or unknown.
    pub state: JournalState,
    /// The vendor's code.
    pub code: Option<String>,
    /// The vendor's message, or what went wrong.
    pub message: Option<String>,
    /// Ids that the vendor answered with: JSON.
    pub ids: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Which entries. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalFilter {
    /// Of this account.
    pub account: Option<AccountName>,
    /// Of this provider.
    pub provider: Option<ProviderName>,
    /// In this state.
    pub state: Option<JournalState>,
    /// With a key that begins so.
    pub under: Option<String>,
    /// Sent by this operator.
    pub operator: Option<String>,
    /// With a subject whose reading after the write is not recorded.
    pub unread: bool,
}
