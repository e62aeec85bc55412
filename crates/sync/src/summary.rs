//! The result of a sync.

use std::fmt;

use coupon_domain::{AccountName, Capabilities, DateField, ErrorText, ProviderName};
use coupon_ledger::{LedgerError, WriteSummary};
use jiff::civil::Date;

/// The result of one sync of one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncSummary {
    /// The provider.
    pub provider: ProviderName,
    /// The result of each stream of questions, in the order of their first question.
    pub streams: Vec<StreamSummary>,
    /// Rows that could not be read, each once, however many streams brought it.
    pub quarantined: u64,
    /// Conditions that the operator should know of, though the sync went on.
    pub warnings: Vec<Warning>,
    /// Calls that were made.
    pub calls: u64,
    /// Why it stopped before everything was read; none if it did not.
    pub stopped: Option<StopReason>,
}

impl SyncSummary {
    /// True if every row that was asked for is in the ledger and readable.
    pub fn is_complete(&self) -> bool {
        let clean =
            |stream: &StreamSummary| stream.gaps.is_empty() && stream.written.quarantined == 0;
        self.stopped.is_none() && self.streams.iter().all(clean)
    }
}

/// The result of one stream of questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamSummary {
    /// The stream.
    pub stream: Stream,
    /// Calls that were made.
    pub calls: u64,
    /// How many rows were new, changed or the same.
    pub written: WriteSummary,
    /// Rows that a reading of everything no longer found.
    pub gone: u64,
    /// Days that could not be read in a way that proves nothing was missed. They are read again next time.
    pub gaps: Vec<Gap>,
}

/// A stream of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    /// Templates by day of creation.
    TemplatesCreated,
    /// Templates by day of change.
    TemplatesChanged,
    /// All templates.
    TemplatesAll,
    /// Templates by id, for ids met in coupons.
    TemplateDetails,
    /// Customers whom templates address.
    Customers,
    /// Coupons by day of creation.
    CouponsCreated,
    /// Coupons by day of change.
    CouponsChanged,
    /// Coupons that can still change, by day of creation.
    CouponsOpen,
    /// All coupons.
    CouponsAll,
    /// Coupons of each template.
    Usage,
    /// Coupons of each named customer.
    CustomerCoupons,
}

coupon_domain::words! {
    /// Its name in ledgers and output.
    Stream {
        TemplatesCreated = "templates.created",
        TemplatesChanged = "templates.changed",
        TemplatesAll = "templates.all",
        TemplateDetails = "templates.details",
        Customers = "customers",
        CouponsCreated = "coupons.created",
        CouponsChanged = "coupons.changed",
        CouponsOpen = "coupons.open",
        CouponsAll = "coupons.all",
        Usage = "coupons.usage",
        CustomerCoupons = "coupons.customer",
    }
}

impl Stream {
    /// The streams of a provider that a sync reads again and again.
    pub fn of(able: &Capabilities) -> Vec<Self> {
        let (templates, coupons) = (able.templates, able.coupons_by_window);
        let streams = [
            (Self::TemplatesCreated, templates.contains(&DateField::Created)),
            (Self::TemplatesChanged, templates.contains(&DateField::Changed)),
            (Self::TemplatesAll, templates.is_empty() && able.templates_whole),
            (Self::TemplateDetails, able.templates_by_id.is_some()),
            (Self::Customers, able.customers),
            (Self::CouponsCreated, coupons.contains(&DateField::Created)),
            (Self::CouponsChanged, coupons.contains(&DateField::Changed)),
            (Self::CouponsOpen, coupons.contains(&DateField::Created)),
            (Self::Usage, able.coupons_by_template_id),
            (Self::CustomerCoupons, able.coupons_by_customer),
        ];
        streams.into_iter().filter(|(_, is_read)| *is_read).map(|(stream, _)| stream).collect()
    }

    /// The stream of coupons by day of creation or of change.
    pub(crate) fn coupons_by(field: DateField) -> Self {
        match field {
            DateField::Created => Self::CouponsCreated,
            DateField::Changed => Self::CouponsChanged,
        }
    }
}

/// Days that could not be read in a way that proves nothing was missed; none for a reading without days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// First and last Beijing day.
    pub days: Option<(Date, Date)>,
    /// Why, if an answer could not be read.
    pub error: Option<ErrorText>,
}

/// `2024-01-01..2024-01-31`, or `all` for a reading without days.
impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.days {
            Some((from, to)) => write!(f, "{from}..{to}"),
            None => f.write_str("all"),
        }
    }
}

/// Why a sync stopped before its end. The rows that were read until then are in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// The calls it was allowed are used up.
    MaxCalls,
    /// It was asked to.
    Interrupted,
}

/// A condition that the operator should know of, though the sync went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The vendor does not let this account list or look up templates; coupons are complete without them.
    NoTemplateDetails {
        /// The error.
        error: ErrorText,
    },
    /// The provider lists nothing: no templates, and no coupons by day, by template or by customer. Not one call was made.
    NothingListed,
    /// Rows of customers that are no longer named were not read, so nothing was marked as gone.
    GoneNotMarked,
}

/// Why a sync failed. The rows that were read until then are in the ledger.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The vendor, or the way to it.
    #[error(transparent)]
    Provider(#[from] coupon_domain::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The provider lists coupons by customer alone, and the account names no customer: not one call could be made.
    #[error("account {account} names no customer, and {provider} lists coupons by customer alone")]
    NoCustomers {
        /// The account.
        account: AccountName,
        /// The provider.
        provider: ProviderName,
    },
}

/// A sync that failed, with its result until then.
#[derive(Debug)]
pub struct FailedSync {
    /// Why.
    pub error: SyncError,
    /// The result until then.
    pub summary: SyncSummary,
}

impl fmt::Display for FailedSync {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for FailedSync {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}
