//! The seeded state of the Qince account.

use super::{coupondetail, state::QinceState, voucher};
use crate::config::SandboxConfig;

/// Customers, goods, 优惠券 and 兑货券 as the configuration asks for them.
pub(crate) fn seeded(config: &SandboxConfig) -> QinceState {
    let shares = config.mix.share(config.coupons);
    let mut state = QinceState::empty(config);
    voucher::seed::fill(&mut state, config.calendar(), config.seed, shares.vouchers);
    let (calendar, most) = (config.calendar(), config.most_products);
    coupondetail::seed::fill(&mut state, calendar, config.seed, shares.goods, most);
    state
}
