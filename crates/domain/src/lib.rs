#![doc = include_str!("../README.md")]

mod beijing;
mod capabilities;
mod command;
mod coupon;
mod error;
mod error_text;
mod error_zh;
mod failure_evidence;
mod id;
mod nearest;
mod paging;
mod parse_error_zh;
mod postcondition;
mod provider;
mod query;
mod record;
mod template;
mod unread;
mod words;

pub use beijing::{
    NO_BEGINNING, NO_END, beijing_date, beijing_text, end_of_day, from_beijing, saturate,
    saturating_from_beijing, start_of_day, to_beijing,
};
pub use capabilities::{Capabilities, CommandKind};
pub use command::{
    Audience, ChangeEndDate, Command, CreateTemplate, CustomFieldValue, EndTemplate, Grant,
    IdsOrNames, Issue, LineItem, ProductRef, ProductScope, ReverseUse, Review, ReviewDecision,
    RevokeCoupon, SetCustomFields, UseCoupon, WriteOutcome,
};
pub use coupon::{Coupon, CouponState, Item, UnknownCouponState};
pub use error::{Details, Effect, Error, ErrorKind, Result, RuleViolation};
pub use error_text::ErrorText;
pub use error_zh::chinese_io_error;
pub use failure_evidence::FailureEvidence;
pub use id::{AccountName, CouponId, CustomerId, ProductId, ProviderName, RequestId, TemplateId};
pub use nearest::nearest;
pub use paging::{CollectedPages, collect_pages};
pub use parse_error_zh::{chinese_parse_error, chinese_row_error};
pub use postcondition::Postcondition;
pub use provider::Provider;
pub use query::{
    CouponKey, CouponQuery, CouponRef, CustomerRef, DateField, PageNumber, Scope, TemplateRef,
    Window,
};
pub use record::{BadRow, Customer, Page, PageFingerprint, RawRow, Record};
pub use template::{Discount, Template, TemplateState};
pub use unread::{CouponPage, UnreadCoupon, UnreadCoupons};
pub use words::NoSuchWord;
