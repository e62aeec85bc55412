//! Breaks and totals as the texts of a table for people.

use std::fmt::Display;

use super::reconciliation::{Break, DayTotal};
use crate::html::PageLanguage;

impl Break {
    /// Kind, account, day, orders, coupons, product, value of the ledger, value of the file, lines of the file.
    pub fn text_cells(&self, language: PageLanguage) -> Vec<String> {
        let orders: Vec<&str> =
            self.order_no.iter().chain(&self.other_orders).map(String::as_str).collect();
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        vec![
            language.of(self.kind.as_str(), self.kind.words(language)).to_owned(),
            self.account.to_string(),
            or_blank(self.day),
            orders.join(" "),
            self.coupons.join(" "),
            or_blank(self.product.as_ref()),
            or_blank(self.ledger),
            or_blank(self.orders),
            lines.join(" "),
        ]
    }
}

impl DayTotal {
    /// Account, day, uses, lines, yuan of both sides, goods of both sides, breaks. `all` stands for every account.
    pub fn text_cells(&self, all: &str) -> Vec<String> {
        vec![
            self.account.as_ref().map_or_else(|| all.to_owned(), ToString::to_string),
            or_blank(self.day),
            self.uses.to_string(),
            self.lines.to_string(),
            self.ledger_money.to_string(),
            self.orders_money.to_string(),
            self.ledger_goods.to_string(),
            self.orders_goods.to_string(),
            self.breaks.to_string(),
        ]
    }
}

fn or_blank(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
