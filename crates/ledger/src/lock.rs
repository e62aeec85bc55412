//! One sync per account at a time, over all processes.

use std::{
    ffi::OsString,
    fmt::Write as _,
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use coupon_domain::AccountName;

use crate::error::LedgerError;
#[cfg(feature = "postgres")]
use crate::postgres::Lease;

/// For how long a silent process usually keeps its account.
pub const LEASE: Duration = Duration::from_secs(30);

/// Holds an account until it is dropped. Of a ledger in a file the operating system lets it go when the process dies, however
/// it dies, and the empty lock file stays; of one on a server the account is free once the process was silent for a while.
#[derive(Debug)]
pub struct AccountLock {
    name: AccountName,
    ledger: PathBuf,
    backend: LockBackend,
}

#[derive(Debug)]
enum LockBackend {
    File {
        _locked: File,
    },
    #[cfg(feature = "postgres")]
    Leased(Lease),
}

impl AccountLock {
    pub(crate) fn file(ledger: &Path, name: &AccountName) -> Result<Self, LedgerError> {
        let path = lock_path(ledger, name);
        let io = |source| LedgerError::Io { path: path.clone(), source: Arc::new(source) };
        let open = OpenOptions::new().create(true).write(true).truncate(false).open(&path);
        let file = open.map_err(io)?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                name: name.clone(),
                ledger: ledger.to_owned(),
                backend: LockBackend::File { _locked: file },
            }),
            Err(TryLockError::Error(source)) => Err(io(source)),
            Err(TryLockError::WouldBlock) => {
                let name = name.to_string();
                Err(LedgerError::AccountLocked { path: path.clone(), name, holder: None })
            }
        }
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn leased(name: &AccountName, ledger: &Path, lease: Lease) -> Self {
        Self { name: name.clone(), ledger: ledger.to_owned(), backend: LockBackend::Leased(lease) }
    }

    /// The account.
    pub fn account(&self) -> &AccountName {
        &self.name
    }

    /// Asks no server, so that it can be asked before every call.
    ///
    /// # Errors
    /// `TakenOver` if this process was silent for so long that the account may be another's. It stays so.
    pub fn check(&self) -> Result<(), LedgerError> {
        match &self.backend {
            #[cfg(feature = "postgres")]
            LockBackend::Leased(lease) if !lease.is_held() => Err(LedgerError::TakenOver {
                path: self.ledger.clone(),
                name: self.name.to_string(),
            }),
            _ => Ok(()),
        }
    }
}

/// `<ledger>.<account>.lock`; of the name, all but small letters and digits is written as bytes in hex, so that two names
/// never share a file, also where file names have no case, and none leaves the directory.
fn lock_path(ledger: &Path, name: &AccountName) -> PathBuf {
    let mut safe = String::new();
    for byte in name.as_str().bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => safe.push(char::from(byte)),
            _ => write!(safe, "%{byte:02X}").expect("text takes text"),
        }
    }
    let mut path = OsString::from(ledger);
    path.push(format!(".{safe}.lock"));
    path.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_stays_beside_its_ledger_whatever_the_name() {
        let path = |name: &str| lock_path(Path::new("dir/coupons.db"), &name.into());
        assert_eq!(path("tea"), Path::new("dir/coupons.db.tea.lock"));
        assert_eq!(path("../Tea"), Path::new("dir/coupons.db.%2E%2E%2F%54ea.lock"));
    }
}
