//! The columns of an order file, in the order in which they are read.

use coupon_sheet::{HiddenRows, TableOptions, WantedColumn};

use super::mapping::{HiddenOrders, Mapping};

/// A column: its place among the cells of a row, and its name.
#[derive(Debug)]
pub(super) struct OrderColumn {
    pub(super) index: usize,
    pub(super) name: String,
}

/// The columns that a mapping names.
#[derive(Debug)]
pub(super) struct OrderColumns {
    pub(super) order_no: OrderColumn,
    pub(super) time: Option<OrderColumn>,
    pub(super) amount: Option<OrderColumn>,
    pub(super) quantity: Option<OrderColumn>,
    pub(super) product: Option<OrderColumn>,
    pub(super) coupon: Option<OrderColumn>,
    pub(super) account: Option<OrderColumn>,
    pub(super) sign: Option<OrderColumn>,
    /// In the order of the mapping's conditions.
    pub(super) conditions: Vec<OrderColumn>,
    wanted: Vec<WantedColumn>,
}

impl OrderColumns {
    pub(super) fn new(mapping: &Mapping) -> Self {
        let mut wanted: Vec<WantedColumn> = Vec::new();
        let mut column = |name: &String, filled, fills_down| {
            let names = vec![name.clone()];
            let index = wanted.len();
            wanted.push(WantedColumn { names, filled, fills_down });
            OrderColumn { index, name: name.clone() }
        };
        let order_no = column(&mapping.order_no, true, true);
        let time = mapping.time.as_ref().map(|name| column(name, true, true));
        let amount = mapping.voucher_amount.as_ref().map(|name| column(name, false, false));
        let quantity = mapping.goods_quantity.as_ref().map(|name| column(name, false, false));
        let mut shared = |name: &String| column(name, false, true);
        let product = mapping.product_code.as_ref().map(&mut shared);
        let coupon = mapping.coupon.as_ref().map(&mut shared);
        let account = mapping.account.as_ref().map(&mut shared);
        let sign = mapping.sign.as_ref().map(|sign| shared(&sign.column));
        let conditions = mapping.conditions.keys().map(&mut shared).collect();
        Self {
            order_no,
            time,
            amount,
            quantity,
            product,
            coupon,
            account,
            sign,
            conditions,
            wanted,
        }
    }

    pub(super) fn options(&self, mapping: &Mapping) -> TableOptions {
        TableOptions {
            columns: self.wanted.clone(),
            sheet: mapping.sheet.clone(),
            delimiter: mapping.delimiter,
            header_row: mapping.header_row,
            last_row: mapping.last_row,
            hidden: match mapping.hidden {
                HiddenOrders::Count => HiddenRows::Count,
                HiddenOrders::Skip => HiddenRows::Skip,
            },
            ..TableOptions::default()
        }
    }
}
