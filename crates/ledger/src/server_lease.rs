//! The part of a ledger on a server that a file has not: leases of accounts, and state that machines share.

use std::{path::Path, sync::Arc, time::Duration};

use coupon_domain::AccountName;

use crate::{
    error::LedgerError,
    lock::AccountLock,
    postgres::{Address, Coordination, Lease, Leases},
};

/// The server of an open ledger.
#[derive(Debug, Clone)]
pub(crate) struct ServerLease {
    pub(crate) address: Arc<Address>,
    pub(crate) leases: Arc<Leases>,
}

/// The address of a PostgreSQL ledger without its password: `postgres://USER@HOST:PORT/DATABASE`. Nothing is connected.
///
/// # Errors
/// `BadAddress`, which repeats nothing of the address.
pub fn postgres_address(url: &str) -> Result<String, LedgerError> {
    Ok(Address::parse(url)?.shown().display().to_string())
}

impl ServerLease {
    pub(crate) fn new(url: &str) -> Result<Self, LedgerError> {
        Ok(Self { address: Arc::new(Address::parse(url)?), leases: Arc::default() })
    }

    /// See [`Ledger::lock_account`](crate::Ledger::lock_account).
    pub(crate) fn lock_account(
        &self,
        name: &AccountName,
        ledger: &Path,
        lease: Duration,
    ) -> Result<AccountLock, LedgerError> {
        let lease = Lease::take(&self.address, &self.leases, name, lease)?;
        Ok(AccountLock::leased(name, ledger, lease))
    }

    /// See [`Ledger::shared`](crate::Ledger::shared).
    pub(crate) fn shared(&self, connections: usize) -> Result<Coordination, LedgerError> {
        Coordination::new(&self.address, connections)
    }
}
