//! The customers that a 优惠券 addresses, and the goods for which it counts.

use serde::{Deserialize, Serialize};

use crate::vendors::qince::directory::{Directory, QinceCustomer};

/// The customers that a 优惠券 addresses. Numbers are positions in the directory.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Range {
    /// tradeRange 1: within each list any value will do, all lists that are not empty must hold; none is everybody (ADD-13).
    Attributes([Vec<usize>; 5]),
    /// tradeRange 2.
    Named(Vec<usize>),
}

/// Which goods it counts for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Goods {
    All,
    Types(Vec<usize>),
    Brands(Vec<usize>),
    Products(Vec<usize>),
}

impl Range {
    pub(crate) fn holds(&self, customer: usize, directory: &Directory) -> bool {
        match self {
            Self::Named(customers) => customers.contains(&customer),
            Self::Attributes(lists) => has_all(&directory.customers[customer], lists),
        }
    }

    /// Positions of everybody in the range, in the order of the directory.
    pub(crate) fn members(&self, directory: &Directory) -> Vec<usize> {
        match self {
            Self::Named(customers) => {
                let mut customers = customers.clone();
                customers.sort_unstable();
                customers
            }
            Self::Attributes(lists) => {
                let everybody = directory.customers.iter().enumerate();
                everybody.filter(|(_, c)| has_all(c, lists)).map(|(n, _)| n).collect()
            }
        }
    }
}

fn has_all(customer: &QinceCustomer, lists: &[Vec<usize>; 5]) -> bool {
    let mut pairs = lists.iter().zip(customer.attributes);
    pairs.all(|(list, own)| list.is_empty() || list.contains(&own))
}
