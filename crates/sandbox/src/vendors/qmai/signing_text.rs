//! How V2 calls are signed, as text: `pascal-case` and the like, as in coupon.toml.

pub(crate) use coupon_qmai_wire::V2Signing;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(remote = "V2Signing", rename_all = "kebab-case")]
pub(crate) enum V2SigningText {
    PascalCase,
    CamelCase,
    PascalCaseWithAction,
}
