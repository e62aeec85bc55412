//! Values that fields of Qmai's calls may take.

use coupon_sandbox::Sandbox;

use crate::{
    record_values::{MOST_CHOICES, pick},
    shown_vendor::{Choice, FieldChoices},
};

pub(super) fn choices(sandbox: &Sandbox) -> Vec<FieldChoices> {
    let access = sandbox.qmai();
    let alone = |values: &[String]| -> Vec<Choice> {
        values.iter().take(MOST_CHOICES).map(|value| (value.clone(), String::new())).collect()
    };
    let (users, coupons): (Vec<Choice>, Vec<Choice>) = access
        .user_coupons
        .iter()
        .map(|(user, coupon)| ((user.clone(), String::new()), (coupon.clone(), user.clone())))
        .unzip();
    vec![
        (&["customerId"], alone(&access.customers)),
        (&["ids"], alone(&access.coupon_ids)),
        (&["user_id"], users),
        (&["user_coupon_id"], coupons),
        (&["cardId"], pick(sandbox, "qmai-coupons", "cardId", "title")),
    ]
}
