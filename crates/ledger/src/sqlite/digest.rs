//! The order-free digest: a sum, so that it moves with every row and does not need the rows again.

use coupon_domain::{AccountName, ProviderName, TemplateId};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::Fault;
use crate::{
    batch::RawHash,
    read::{RowCount, Table},
};

/// A change of the sum of one source and table.
pub(super) struct Sum {
    /// SHA-256 of the part of the key that all rows share.
    shared: Sha256,
    rows: i64,
    sum: u128,
}

impl Sum {
    pub(super) fn of(
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

    pub(super) fn add(&mut self, id: &str, hash: &RawHash) {
        self.rows += 1;
        self.sum = self.sum.wrapping_add(self.one(id, hash));
    }

    pub(super) fn remove(&mut self, id: &str, hash: &RawHash) {
        self.rows -= 1;
        self.sum = self.sum.wrapping_sub(self.one(id, hash));
    }

    fn one(&self, id: &str, hash: &RawHash) -> u128 {
        let mut row = self.shared.clone();
        feed(&mut row, id);
        row.update(hash);
        let digest = row.finalize();
        u128::from_be_bytes(digest[..16].try_into().expect("sixteen bytes are sixteen"))
    }

    /// Adds the change to what is stored; no change writes nothing.
    pub(super) fn store(
        self,
        connection: &Connection,
        source: i64,
        table: Table,
    ) -> Result<(), Fault> {
        if self.rows == 0 && self.sum == 0 {
            return Ok(());
        }
        let sql = "SELECT row_count, sum FROM digests WHERE source = ? AND table_name = ?";
        let stored: Option<(i64, [u8; 16])> = connection
            .prepare_cached(sql)?
            .query_row(params![source, table.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (rows, sum) = stored.unwrap_or_default();
        let sum = u128::from_be_bytes(sum).wrapping_add(self.sum).to_be_bytes();
        let sql = "INSERT OR REPLACE INTO digests (source, table_name, row_count, sum) \
                   VALUES (?, ?, ?, ?)";
        let row = params![source, table.as_str(), rows + self.rows, sum];
        connection.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }
}

/// A length before each text, so that no two keys are the same bytes.
fn feed(hasher: &mut Sha256, part: &str) {
    hasher.update((part.len() as u64).to_be_bytes());
    hasher.update(part.as_bytes());
}

pub(super) fn kept(
    connection: &Connection,
    table: Table,
    account: Option<&AccountName>,
) -> Result<String, Fault> {
    let sql = "SELECT row_count, sum FROM digests JOIN sources ON no = source \
               WHERE table_name = ?1 AND account = coalesce(?2, account)";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query(params![table.as_str(), account.map(AccountName::as_str)])?;
    let (mut rows, mut sum) = (0_i64, 0_u128);
    while let Some(row) = found.next()? {
        rows += row.get::<_, i64>(0)?;
        sum = sum.wrapping_add(u128::from_be_bytes(row.get(1)?));
    }
    Ok(shown(rows, sum))
}

pub(super) fn recomputed(
    connection: &Connection,
    table: Table,
    account: Option<&AccountName>,
) -> Result<String, Fault> {
    let shape = table.shape();
    let template = if table == Table::Customers { "template" } else { "NULL" };
    let sql = format!(
        "SELECT account, provider, {template}, id, raw_hash FROM {} JOIN sources ON no = source \
         WHERE gone_at IS NULL AND account = coalesce(?, account)",
        shape.rows
    );
    let mut statement = connection.prepare(&sql)?;
    let mut found = statement.query([account.map(AccountName::as_str)])?;
    let (mut rows, mut sum) = (0, 0_u128);
    while let Some(row) = found.next()? {
        let template: Option<String> = row.get(2)?;
        let one = Sum::of(
            &row.get::<_, String>(0)?.into(),
            &row.get::<_, String>(1)?.into(),
            template.map(TemplateId::from).as_ref(),
        );
        rows += 1;
        sum = sum.wrapping_add(one.one(row.get_ref(3)?.as_str().unwrap_or_default(), &row.get(4)?));
    }
    Ok(shown(rows, sum))
}

fn shown(rows: i64, sum: u128) -> String {
    format!("{rows}:{sum:032x}")
}

pub(super) fn counts(connection: &Connection) -> Result<Vec<RowCount>, Fault> {
    let sql = "SELECT account, provider, row_count FROM digests JOIN sources ON no = source \
               WHERE table_name = ? ORDER BY account, provider";
    let mut statement = connection.prepare_cached(sql)?;
    let mut counts = Vec::new();
    for table in Table::ALL {
        let mut found = statement.query([table.as_str()])?;
        while let Some(row) = found.next()? {
            counts.push(RowCount {
                account: row.get::<_, String>(0)?.into(),
                provider: row.get::<_, String>(1)?.into(),
                table,
                rows: u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default(),
            });
        }
    }
    Ok(counts)
}
