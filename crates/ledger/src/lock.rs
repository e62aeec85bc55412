//! One sync per account at a time, over all processes.

use std::{
    ffi::OsString,
    fmt::Write as _,
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
};

use coupon_domain::AccountName;

use crate::{error::LedgerError, postgres::ServerLock};

/// Holds an account until it is dropped. The operating system, or the server, lets it go when the process dies, however it
/// dies; the empty lock file stays beside a ledger that is a file.
#[derive(Debug)]
pub struct AccountLock {
    _held: Held,
}

#[derive(Debug)]
enum Held {
    File { _locked: File },
    Server { _locked: ServerLock },
}

impl From<ServerLock> for AccountLock {
    fn from(lock: ServerLock) -> Self {
        Self { _held: Held::Server { _locked: lock } }
    }
}

pub(crate) fn lock_account(ledger: &Path, name: &AccountName) -> Result<AccountLock, LedgerError> {
    let path = lock_path(ledger, name);
    let io = |source| LedgerError::Io { path: path.clone(), source: Arc::new(source) };
    let open = OpenOptions::new().create(true).write(true).truncate(false).open(&path);
    let file = open.map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(AccountLock { _held: Held::File { _locked: file } }),
        Err(TryLockError::Error(source)) => Err(io(source)),
        Err(TryLockError::WouldBlock) => {
            Err(LedgerError::AccountLocked { path: path.clone(), name: name.to_string() })
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
