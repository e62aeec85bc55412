//! The order-free digest: a sum, so that it moves with every row and does not need the rows again.

use coupon_domain::{AccountName, ProviderName, TemplateId};
use sha2::{Digest, Sha256};

use crate::batch::RawHash;

/// A change of the sum of one source and table.
pub(crate) struct DigestChange {
    /// SHA-256 of the part of the key that all rows share.
    shared: Sha256,
    pub(crate) rows: i64,
    pub(crate) sum: u128,
}

impl DigestChange {
    pub(crate) fn of(
        account: &AccountName,
        provider: &ProviderName,
        template: Option<&TemplateId>,
    ) -> Self {
        let mut shared = Sha256::new();
        for part in
            [Some(account.as_str()), Some(provider.as_str()), template.map(|id| id.as_str())]
                .into_iter()
                .flatten()
        {
            feed(&mut shared, part);
        }
        Self { shared, rows: 0, sum: 0 }
    }

    pub(crate) fn add(&mut self, id: &str, hash: &RawHash) {
        self.rows += 1;
        self.sum = self.sum.wrapping_add(self.one(id, hash));
    }

    pub(crate) fn remove(&mut self, id: &str, hash: &RawHash) {
        self.rows -= 1;
        self.sum = self.sum.wrapping_sub(self.one(id, hash));
    }

    /// True if nothing has to be stored.
    pub(crate) fn is_nothing(&self) -> bool {
        self.rows == 0 && self.sum == 0
    }

    fn one(&self, id: &str, hash: &RawHash) -> u128 {
        let mut row = self.shared.clone();
        feed(&mut row, id);
        row.update(hash);
        let digest = row.finalize();
        u128::from_be_bytes(digest[..16].try_into().expect("sixteen bytes are sixteen"))
    }
}

/// A length before each text, so that no two keys are the same bytes.
fn feed(hasher: &mut Sha256, part: &str) {
    hasher.update((part.len() as u64).to_be_bytes());
    hasher.update(part.as_bytes());
}

/// Sums of several sources, or of single rows, as they are shown.
#[derive(Debug, Default)]
pub(crate) struct DigestTotal {
    rows: i64,
    sum: u128,
}

impl DigestTotal {
    pub(crate) fn add(&mut self, rows: i64, sum: u128) {
        self.rows += rows;
        self.sum = self.sum.wrapping_add(sum);
    }

    pub(crate) fn shown(&self) -> String {
        format!("{}:{:032x}", self.rows, self.sum)
    }
}
