#![doc = include_str!("../README.md")]

mod beijing;
mod capabilities;
mod command;
mod coupon;
mod error;
mod footprint;
mod id;
mod provider;
mod query;
mod record;
mod template;

pub use beijing::{beijing_date, end_of_day, from_beijing, start_of_day, to_beijing};
pub use capabilities::{Capabilities, CommandKind};
pub use command::{
    Annotate, Audience, ChangeEnd, Command, CreateTemplate, EndTemplate, Field, Goods, Grant,
    Issue, Line, Outcome, Picks, ProductRef, Review, Verdict,
};
pub use coupon::{Coupon, CouponState, Item};
pub use error::{BrokenRule, Details, Effect, Error, ErrorKind, Result};
pub use footprint::Footprint;
pub use id::{AccountName, CouponId, CustomerId, ProductId, ProviderName, TemplateId};
pub use provider::Provider;
pub use query::{
    CouponName, CouponQuery, CouponRef, CustomerRef, PageNumber, Scope, TemplateRef, Window,
    WindowBy,
};
pub use record::{BadRow, Customer, Edges, Page, RawRow, Record};
pub use template::{Discount, Template, TemplateState};
