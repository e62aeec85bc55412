//! What `coupon coupons issue` is told, and what is noted before it.

use std::{collections::HashSet, path::PathBuf, str::FromStr};

use coupon_domain::{
    Capabilities, CommandKind, Coupon, CouponQuery, CustomerId, CustomerRef, Error, Issue,
    LineItem, Postcondition, ProductId, ProductRef, Provider, Scope, TemplateId, TemplateRef,
};
use coupon_sign::hex_lower;
use jiff::civil::Date;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use crate::{
    app::App,
    commands::{
        bulk::{BulkArgs, Usual},
        pull, write,
    },
    exit::{Failure, vendor_message},
    input,
    options::WriteArgs,
    text::Lang,
};

/// Arguments of `coupon coupons issue`.
#[derive(Debug, clap::Args)]
pub(crate) struct IssueArgs {
    /// From this template, by id (优惠券)
    #[arg(long, value_name = "ID", required_unless_present_any = ["deal", "file"], conflicts_with = "deal")]
    template: Option<TemplateId>,
    /// From this agreement, by name (兑货券)
    #[arg(long, value_name = "NAME")]
    deal: Option<String>,
    /// To this customer, by id
    #[arg(long, value_name = "ID", required_unless_present_any = ["customer_code", "file"], conflicts_with = "customer_code")]
    customer: Option<CustomerId>,
    /// To this customer, by the business's own code
    #[arg(long, value_name = "CODE")]
    customer_code: Option<String>,
    /// Number of the new coupon (兑货券) [default: made from the key]
    #[arg(long, value_name = "NO")]
    code: Option<String>,
    /// First Beijing day of validity (兑货券)
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Last Beijing day of validity (兑货券)
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Goods (兑货券), once for each product: an id or a code, as id:X or code:X; digits alone are an id
    #[arg(long, value_name = "PRODUCT=QTY/UNIT")]
    item: Vec<Item>,
    /// With --template or --deal: CSV with a customer on each line, who all get one; alone: the whole command as JSON, - for
    /// standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["customer", "customer_code", "code"])]
    file: Option<String>,
    #[command(flatten)]
    many: ManyArgs,
    #[command(flatten)]
    write: WriteArgs,
}

/// What there is to say about many at once.
#[derive(Debug, clap::Args)]
struct ManyArgs {
    /// With a CSV: go on after a coupon of which nobody knows whether it was issued
    #[arg(long, requires = "file")]
    go_on: bool,
    /// With a CSV: a customer who stands in several lines gets as many
    #[arg(long, requires = "file")]
    allow_duplicates: bool,
    /// With a CSV: where it is written how every line ended [default: beside the file, as NAME.results.csv]
    #[arg(long, value_name = "FILE", requires = "file")]
    results: Option<PathBuf>,
}

/// One `--item`.
#[derive(Debug, Clone)]
pub(crate) struct Item(pub(crate) LineItem);

impl FromStr for Item {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        let parts = given.rsplit_once('=').and_then(|(product, amount)| {
            let (quantity, unit) = amount.split_once('/')?;
            let quantity: Decimal = quantity.trim().parse().ok()?;
            let whole = !product.is_empty() && !unit.trim().is_empty();
            whole.then(|| LineItem {
                product: self::product(product),
                quantity,
                unit: unit.trim().to_owned(),
            })
        });
        let example =
            "write PRODUCT=QUANTITY/UNIT, as in 7087421684223516948=2/箱 or code:P-01=2/箱";
        parts.map(Self).ok_or_else(|| example.to_owned())
    }
}

fn product(given: &str) -> ProductRef {
    let digits = given.bytes().all(|byte| byte.is_ascii_digit());
    match (given.strip_prefix("id:"), given.strip_prefix("code:")) {
        (Some(id), _) => ProductRef::Id(ProductId::new(id)),
        (_, Some(code)) => ProductRef::Code(code.to_owned()),
        _ if digits => ProductRef::Id(ProductId::new(given)),
        _ => ProductRef::Code(given.to_owned()),
    }
}

impl IssueArgs {
    /// What is asked for if the file is one of customers; none for a single coupon.
    pub(crate) fn many(&self, lang: Lang) -> Result<Option<BulkArgs>, Failure> {
        let ManyArgs { go_on, allow_duplicates, results } = &self.many;
        let (Some(file), Some(template)) = (&self.file, self.template()) else {
            let csv =
                self.file.as_deref().is_some_and(|file| file.to_lowercase().ends_with(".csv"));
            let about = self.from.is_some() || self.until.is_some() || !self.item.is_empty();
            let about_many = *go_on || *allow_duplicates || results.is_some();
            return match self.file.is_some() && (csv || about || about_many) {
                true => Err(Failure::Usage(lang.bulk_of_what())),
                false => Ok(None),
            };
        };
        Ok(Some(BulkArgs {
            file: file.clone(),
            template,
            usual: Usual { from: self.from, until: self.until, items: self.lines() },
            duplicates: *allow_duplicates,
            go_on: *go_on,
            results: results.clone(),
            key: self.write.key.clone(),
            yes: self.write.yes,
        }))
    }

    /// The command, and how it is recorded. A 兑货券 needs a code of ours, or a lost answer could not be looked up: it is made
    /// from the key in the journal, so that the same command under the same key is the same write.
    pub(crate) fn issue(&self, app: &App) -> Result<(Issue, WriteArgs), Failure> {
        let mut issue = match &self.file {
            Some(file) => input::document(file, app.lang)?,
            None => self.typed(),
        };
        let key = self.write.key.clone().unwrap_or_else(write::fresh_key);
        if issue.code.is_none() && matches!(issue.template, TemplateRef::Name(_)) {
            issue.code = Some(code_of(&key));
        }
        Ok((issue, WriteArgs { key: Some(key), yes: self.write.yes }))
    }

    fn typed(&self) -> Issue {
        let customer_id = self.customer.clone().map(CustomerRef::Id);
        let customer = customer_id.or_else(|| self.customer_code.clone().map(CustomerRef::Code));
        Issue {
            template: self.template().expect("clap asks for one of the two"),
            customer: customer.expect("clap asks for one of the two"),
            code: self.code.clone(),
            begins: self.from,
            ends: self.until,
            lines: self.lines(),
            threshold_percent: None,
            recovery_days: None,
            fields: Vec::new(),
            received_at: None,
        }
    }

    fn template(&self) -> Option<TemplateRef> {
        let by_id = self.template.clone().map(TemplateRef::Id);
        by_id.or_else(|| self.deal.clone().map(TemplateRef::Name))
    }

    fn lines(&self) -> Vec<LineItem> {
        self.item.iter().map(|item| item.0.clone()).collect()
    }
}

/// A provider issues from templates that are named as it asks for their coupons.
pub(crate) fn issues_from(can: &Capabilities, template: &TemplateRef) -> bool {
    can.commands.contains(&CommandKind::Issue)
        && match template {
            TemplateRef::Id(_) => can.coupons_by_template_id,
            TemplateRef::Name(_) => can.coupons_by_template_name,
        }
}

/// Within the 32 characters that the vendor's query takes.
pub(crate) fn code_of(key: &str) -> String {
    format!("C{}", hex_lower(&Sha256::digest(key.as_bytes())[..10])).to_uppercase()
}

/// Before a coupon is issued that the vendor names: how many of the template the customer holds, so that a lost answer can be
/// settled by reading. It is a help: a vendor that cannot be asked is no reason not to issue, but worth a warning.
pub(crate) async fn baseline(
    app: &App,
    provider: &dyn Provider,
    postcondition: &Postcondition,
) -> Option<u64> {
    let Postcondition::CouponIssued { template, customer, .. } = postcondition else { return None };
    match held(app, provider, template, customer).await {
        Ok(held) => held.map(|coupons| count(&coupons)),
        Err(error) => {
            app.warn(&app.lang.baseline_failed(vendor_message(&error, app.lang)));
            None
        }
    }
}

/// The coupons of a template in a customer's hand. None if some could not be read, or do not tell whose they are in the words
/// that name the customer here.
pub(crate) async fn held(
    app: &App,
    provider: &dyn Provider,
    template: &TemplateRef,
    customer: &CustomerRef,
) -> Result<Option<Vec<Coupon>>, Error> {
    let query = CouponQuery { scope: Scope::Template(template.clone()), state: None };
    let holds = |coupon: &Coupon| match customer {
        CustomerRef::Id(id) => coupon.customer.as_ref() == Some(id),
        CustomerRef::Code(code) => coupon.customer_code.as_ref() == Some(code),
        CustomerRef::SourceCode(_) => false,
    };
    if matches!(customer, CustomerRef::SourceCode(_)) {
        return Ok(None);
    }
    let pulled = pull::pages(app, |page| provider.coupons(&query, page)).await?;
    let complete = pulled.complete().is_ok();
    let coupons = pulled.records.into_iter().map(|record| record.value);
    Ok(complete.then(|| coupons.filter(holds).collect()))
}

/// Coupons are counted by distinct code, or id where they have none.
pub(crate) fn count<'a>(coupons: impl IntoIterator<Item = &'a Coupon>) -> u64 {
    let name = |coupon: &'a Coupon| coupon.code.as_deref().unwrap_or_else(|| coupon.id.as_str());
    coupons.into_iter().map(name).collect::<HashSet<_>>().len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_name_a_product_by_id_or_code() {
        let line = |given: &str| given.parse::<Item>().map(|item| item.0);
        let by_id = line("7087421684223516948=1.5/箱").unwrap();
        assert_eq!(by_id.product, ProductRef::Id("7087421684223516948".into()));
        assert_eq!((by_id.quantity.to_string(), by_id.unit), ("1.5".to_owned(), "箱".to_owned()));
        assert_eq!(line("code:123=1/瓶").unwrap().product, ProductRef::Code("123".to_owned()));
        assert_eq!(line("P-01=1/瓶").unwrap().product, ProductRef::Code("P-01".to_owned()));
        for bad in ["", "P-01", "P-01=1", "P-01=x/箱", "=1/箱", "P-01=1/"] {
            assert!(line(bad).is_err(), "{bad}");
        }
    }
}
