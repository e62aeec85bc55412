//! What a write leaves to be seen.

use jiff::{Timestamp, civil::Date};

use crate::{
    command::{
        ChangeEndDate, Command, CreateTemplate, CustomFieldValue, EndTemplate, Issue, Review,
        ReviewDecision,
    },
    query::{CustomerRef, TemplateRef},
    template::Discount,
};

/// What a write leaves to be seen at the vendor: as much as tells, by reading, whether it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Postcondition {
    /// A template like this.
    Template {
        /// Its name.
        name: String,
        /// First Beijing day of validity.
        begins: Date,
        /// Last Beijing day of validity.
        ends: Date,
        /// What a coupon of it takes off.
        discount: Discount,
    },
    /// This template, ended by hand.
    Ended(TemplateRef),
    /// This template with that last day.
    Ends {
        /// Which.
        template: TemplateRef,
        /// Its last Beijing day.
        day: Date,
    },
    /// One coupon more of this template in the customer's hand; the vendor names it.
    Held {
        /// Of what.
        template: TemplateRef,
        /// In whose hand.
        customer: CustomerRef,
        /// Since when, where the write says.
        received_at: Option<Timestamp>,
    },
    /// A coupon of this code, which the write named.
    Coded {
        /// Its code.
        code: String,
        /// Of what.
        template: TemplateRef,
        /// In whose hand.
        customer: CustomerRef,
    },
    /// A coupon that was judged so.
    Reviewed {
        /// Its code.
        code: String,
        /// The opinion.
        verdict: ReviewDecision,
    },
    /// A coupon with these custom fields.
    Annotated {
        /// Its code.
        code: String,
        /// The fields; others do not matter.
        fields: Vec<CustomFieldValue>,
    },
}

impl From<&Command> for Postcondition {
    fn from(command: &Command) -> Self {
        match command {
            Command::CreateTemplate(new) => {
                let CreateTemplate { name, begins, ends, discount, .. } = new.as_ref();
                let (begins, ends, discount) = (*begins, *ends, discount.clone());
                Self::Template { name: name.clone(), begins, ends, discount }
            }
            Command::EndTemplate(EndTemplate { template }) => Self::Ended(template.clone()),
            Command::ChangeEnd(ChangeEndDate { template, ends }) => {
                Self::Ends { template: template.clone(), day: *ends }
            }
            Command::Issue(issue) => {
                let Issue { template, customer, code, received_at, .. } = issue.as_ref();
                let (template, customer) = (template.clone(), customer.clone());
                match code.clone() {
                    Some(code) => Self::Coded { code, template, customer },
                    None => Self::Held { template, customer, received_at: *received_at },
                }
            }
            Command::Review(Review { code, verdict, .. }) => {
                Self::Reviewed { code: code.clone(), verdict: *verdict }
            }
            Command::Annotate(annotate) => {
                Self::Annotated { code: annotate.code.clone(), fields: annotate.fields.clone() }
            }
        }
    }
}
