//! The arguments of `coupon coupons issue`.

use std::path::PathBuf;

use coupon_domain::{CustomerId, CustomerRef, Issue, LineItem, TemplateId, TemplateRef};
use coupon_messages::Lang;
use coupon_write::{RowDefaults, assign_code, line_item};
use jiff::civil::Date;

use crate::{
    app::App,
    commands::{bulk::BulkArgs, write},
    error::CliError,
    input,
    options::{WriteArgs, day},
};

/// Arguments of `coupon coupons issue`.
#[derive(Debug, clap::Args)]
pub(crate) struct IssueArgs {
    /// From this template, by id
    #[arg(long, value_name = "ID", required_unless_present_any = ["agreement", "file"], conflicts_with = "agreement")]
    template: Option<TemplateId>,
    /// From this agreement, by name (兑货券)
    #[arg(long, alias = "deal", value_name = "NAME")]
    agreement: Option<String>,
    /// To this customer, by id
    #[arg(long, value_name = "ID", required_unless_present_any = ["customer_code", "file"], conflicts_with = "customer_code")]
    customer: Option<CustomerId>,
    /// To this customer, by the business's own code
    #[arg(long, value_name = "CODE")]
    customer_code: Option<String>,
    /// Number of the new coupon (兑货券) [default: made from the key]
    #[arg(long, value_name = "NO")]
    code: Option<String>,
    /// First Beijing day of validity, as 2026-03-01 (兑货券)
    #[arg(long, alias = "from", value_name = "DATE", value_parser = day)]
    valid_from: Option<Date>,
    /// Last Beijing day of validity, as 2026-12-31 (兑货券)
    #[arg(long, alias = "until", value_name = "DATE", value_parser = day)]
    valid_until: Option<Date>,
    /// Goods (兑货券), as code:A001=3/箱, once for each product: an id or a code, as id:X or code:X; digits alone are an id
    #[arg(long, value_name = "PRODUCT=QTY/UNIT", value_parser = line_item)]
    item: Vec<LineItem>,
    /// With --template or --agreement: CSV with a customer on each line, who all get one; alone: the whole command as JSON, - for
    /// standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["customer", "customer_code", "code"])]
    file: Option<String>,
    #[command(flatten)]
    many: ManyArgs,
    #[command(flatten)]
    write: WriteArgs,
}

/// Options for a table of customers.
#[derive(Debug, clap::Args)]
struct ManyArgs {
    /// With a CSV: go on after a coupon of which nobody knows whether it was issued
    #[arg(long, alias = "go-on", requires = "file")]
    keep_going: bool,
    /// With a CSV: a customer who stands in several lines gets as many
    #[arg(long, requires = "file")]
    allow_duplicates: bool,
    /// With a CSV: where it is written how every line ended [default: beside the file, as NAME.results.csv]
    #[arg(long, value_name = "FILE", requires = "file")]
    results: Option<PathBuf>,
}

impl IssueArgs {
    /// The arguments of a batch, if the file is a table of customers. `None` for a single coupon.
    pub(crate) fn many(&self, lang: Lang) -> Result<Option<BulkArgs>, CliError> {
        let ManyArgs { keep_going, allow_duplicates, results } = &self.many;
        let (Some(file), Some(template)) = (&self.file, self.template()) else {
            let csv =
                self.file.as_deref().is_some_and(|file| file.to_lowercase().ends_with(".csv"));
            let about =
                self.valid_from.is_some() || self.valid_until.is_some() || !self.item.is_empty();
            let about_many = *keep_going || *allow_duplicates || results.is_some();
            return match self.file.is_some() && (csv || about || about_many) {
                true => Err(CliError::Usage(lang.bulk_of_what())),
                false => Ok(None),
            };
        };
        Ok(Some(BulkArgs {
            file: file.clone(),
            template,
            defaults: RowDefaults {
                from: self.valid_from,
                until: self.valid_until,
                items: self.item.clone(),
            },
            duplicates: *allow_duplicates,
            go_on: *keep_going,
            results: results.clone(),
            write: self.write.clone(),
        }))
    }

    /// The command, and the key under which it is recorded. A coupon that needs a code of ours gets one from the key, so that
    /// the same command under the same key is the same write.
    pub(crate) fn issue(&self, app: &App) -> Result<(Issue, WriteArgs), CliError> {
        let mut issue = match &self.file {
            Some(file) => input::document(file, app.lang)?,
            None => self.typed(),
        };
        let key = self.write.key.clone().unwrap_or_else(write::new_key);
        assign_code(&mut issue, &key);
        Ok((issue, WriteArgs { key: Some(key), ..self.write.clone() }))
    }

    fn typed(&self) -> Issue {
        let customer_id = self.customer.clone().map(CustomerRef::Id);
        let customer = customer_id.or_else(|| self.customer_code.clone().map(CustomerRef::Code));
        Issue {
            template: self.template().expect("clap asks for one of the two"),
            customer: customer.expect("clap asks for one of the two"),
            code: self.code.clone(),
            begins: self.valid_from,
            ends: self.valid_until,
            lines: self.item.clone(),
            threshold_percent: None,
            recovery_days: None,
            fields: Vec::new(),
            received_at: None,
        }
    }

    fn template(&self) -> Option<TemplateRef> {
        let by_id = self.template.clone().map(TemplateRef::Id);
        by_id.or_else(|| self.agreement.clone().map(TemplateRef::Name))
    }
}
