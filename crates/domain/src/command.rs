//! Neutral writes as data.

use std::str::FromStr;

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    capabilities::CommandKind,
    id::{CouponId, CustomerId, ProductId, RequestId, TemplateId},
    query::{CouponRef, CustomerRef, TemplateRef},
    record::RawRow,
    template::Discount,
};

/// One write. It can be stored before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Make a template.
    CreateTemplate(Box<CreateTemplate>),
    /// End a template by hand.
    EndTemplate(EndTemplate),
    /// Move the last day of a template.
    ChangeEnd(ChangeEndDate),
    /// Give a coupon to a customer.
    Issue(Box<Issue>),
    /// Approve a coupon or send it back.
    Review(Review),
    /// Set custom fields of a coupon.
    Annotate(SetCustomFields),
    /// Use a coupon in an order.
    Use(UseCoupon),
    /// Undo the use of a coupon.
    Reverse(ReverseUse),
    /// Take a coupon back.
    Revoke(RevokeCoupon),
}

impl Command {
    /// Which kind of write this is.
    pub fn kind(&self) -> CommandKind {
        match self {
            Self::CreateTemplate(_) => CommandKind::CreateTemplate,
            Self::EndTemplate(_) => CommandKind::EndTemplate,
            Self::ChangeEnd(_) => CommandKind::ChangeEnd,
            Self::Issue(_) => CommandKind::Issue,
            Self::Review(_) => CommandKind::Review,
            Self::Annotate(_) => CommandKind::Annotate,
            Self::Use(_) => CommandKind::Use,
            Self::Reverse(_) => CommandKind::Reverse,
            Self::Revoke(_) => CommandKind::Revoke,
        }
    }
}

/// A new template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTemplate {
    /// The name customers see.
    pub name: String,
    /// First Beijing day of validity.
    pub begins: Date,
    /// Last Beijing day of validity; the first day is legal.
    pub ends: Date,
    /// The discount of its coupons.
    pub discount: Discount,
    /// The least an order must come to, in yuan; none for no threshold.
    #[serde(default)]
    pub threshold: Option<Decimal>,
    /// Only for orders paid online.
    #[serde(default)]
    pub online_payment_only: bool,
    /// Terms customers read.
    #[serde(default)]
    pub terms: Option<String>,
    /// A note for the business.
    #[serde(default)]
    pub note: Option<String>,
    /// How customers come by it.
    pub grant: Grant,
    /// Given to every customer in the audience at once.
    #[serde(default)]
    pub give_to_all: bool,
    /// How many one customer may hold.
    pub per_customer: u32,
    /// How many may be issued in all.
    pub total: u32,
    /// Whom it addresses.
    pub audience: Audience,
    /// Which goods it counts for.
    pub goods: ProductScope,
    /// Where the business says it comes from; free text.
    #[serde(default)]
    pub source: Option<String>,
}

/// How customers come by coupons of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// They claim it.
    Claim,
    /// A promotion gives it out.
    Promotion,
    /// They claim it through a third party.
    ThirdParty,
}

/// Whom a template addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Customers by their attributes; none given means every customer.
    Attributes {
        /// Customer types.
        #[serde(default)]
        types: Option<IdsOrNames>,
        /// Customer levels.
        #[serde(default)]
        levels: Option<IdsOrNames>,
        /// Departments.
        #[serde(default)]
        departments: Option<IdsOrNames>,
        /// Labels.
        #[serde(default)]
        labels: Option<IdsOrNames>,
        /// Sales districts.
        #[serde(default)]
        districts: Option<IdsOrNames>,
    },
    /// Customers by name: ids, or the business's own codes.
    Customers(IdsOrNames),
}

/// Which goods a template counts for. Products are named by id or by the business's own code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductScope {
    /// All of them.
    All,
    /// Those of some types.
    Types(IdsOrNames),
    /// Those of some brands.
    Brands(IdsOrNames),
    /// Some products.
    Products(IdsOrNames),
}

/// Some things, all named in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdsOrNames {
    /// By the vendor's ids.
    Ids(Vec<String>),
    /// By name, or by the business's own code where things have one. A name with a comma cannot be sent.
    Names(Vec<String>),
}

/// Ends a template: nobody gets a coupon of it any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndTemplate {
    /// Which.
    pub template: TemplateRef,
}

/// Moves the last day of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeEndDate {
    /// Which.
    pub template: TemplateRef,
    /// The new last Beijing day.
    pub ends: Date,
}

/// Gives a coupon to a customer. A field the provider cannot carry is an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// From what.
    pub template: TemplateRef,
    /// To whom.
    pub customer: CustomerRef,
    /// The coupon's code, where the vendor lets the caller choose it.
    #[serde(default)]
    pub code: Option<String>,
    /// First Beijing day of validity.
    #[serde(default)]
    pub begins: Option<Date>,
    /// Last Beijing day of validity.
    #[serde(default)]
    pub ends: Option<Date>,
    /// Goods it is exchanged for.
    #[serde(default)]
    pub lines: Vec<LineItem>,
    /// The share of the order it may pay for, in percent (80 for 80 %); none for no threshold.
    #[serde(default)]
    pub threshold_percent: Option<Decimal>,
    /// Days after use within which it must come back from the trade; none for no limit.
    #[serde(default)]
    pub recovery_days: Option<u32>,
    /// Custom fields.
    #[serde(default)]
    pub fields: Vec<CustomFieldValue>,
    /// When the customer got it; none for now.
    #[serde(default)]
    pub received_at: Option<Timestamp>,
}

impl Issue {
    /// A coupon of this template for this customer, with nothing else said.
    pub fn new(template: TemplateRef, customer: CustomerRef) -> Self {
        Self {
            template,
            customer,
            code: None,
            begins: None,
            ends: None,
            lines: Vec::new(),
            threshold_percent: None,
            recovery_days: None,
            fields: Vec::new(),
            received_at: None,
        }
    }
}

/// Goods of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineItem {
    /// The product.
    pub product: ProductRef,
    /// How much; above zero.
    pub quantity: Decimal,
    /// In what: 箱, 瓶.
    pub unit: String,
}

/// How a product is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductRef {
    /// By the vendor's id.
    Id(ProductId),
    /// By the business's own code.
    Code(String),
}

/// A custom field and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomFieldValue {
    /// The field, as the tenant named it.
    pub key: String,
    /// The value.
    pub value: String,
}

impl FromStr for CustomFieldValue {
    type Err = String;

    /// `KEY=VALUE`, as people write it on a command line.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=').filter(|(key, _)| !key.is_empty()) {
            Some((key, value)) => Ok(Self { key: key.to_owned(), value: value.to_owned() }),
            None => Err("write KEY=VALUE".to_owned()),
        }
    }
}

/// An approver's opinion of a coupon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The coupon's code.
    pub code: String,
    /// The opinion.
    pub verdict: ReviewDecision,
    /// Who gives it.
    pub by: String,
}

/// An approver's opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewDecision {
    /// It may be used.
    Approve,
    /// It may not.
    SendBack,
}

/// Sets custom fields of a coupon; fields not named stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetCustomFields {
    /// The coupon's code.
    pub code: String,
    /// The fields.
    pub fields: Vec<CustomFieldValue>,
}

/// Uses a coupon in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UseCoupon {
    /// Which.
    pub coupon: CouponRef,
    /// The number of the order.
    pub order: String,
    /// The amount that it takes off the order, in yuan.
    #[serde(default)]
    pub amount: Option<Decimal>,
}

/// Undoes the use of a coupon: it can be used again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReverseUse {
    /// Which.
    pub coupon: CouponRef,
    /// The request id under which it was used. Some vendors undo a use by nothing else.
    #[serde(default)]
    pub used_as: Option<RequestId>,
}

/// Takes a coupon back from its customer: it can be used no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokeCoupon {
    /// Which.
    pub coupon: CouponRef,
}

/// The answer to a write that was done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WriteOutcome {
    /// The template it made.
    pub template: Option<TemplateId>,
    /// The coupon it made, by the vendor's id.
    pub coupon: Option<CouponId>,
    /// The coupon it made, by the code that other writes take.
    pub code: Option<String>,
    /// Who got it, where the vendor says.
    pub customer: Option<CustomerId>,
    /// The vendor's answer, where there was one.
    pub row: Option<RawRow>,
    /// The vendor's name for this call: msg_id or traceId.
    pub trace: Option<String>,
}
