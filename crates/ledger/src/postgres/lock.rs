//! One sync per account at a time, over all machines.

use std::{
    io,
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
};

use coupon_domain::AccountName;
use postgres::Client;
use sha2::{Digest, Sha256};

use super::Address;
use crate::{error::LedgerError, fault::Fault};

/// Where a machine dies without a word, the server notices within a minute or two, and the account is free.
const NOTICE: &str = "
    SET tcp_keepalives_idle = 30;
    SET tcp_keepalives_interval = 10;
    SET tcp_keepalives_count = 3;
";

/// Holds an account on a connection of its own, which ends with the process.
#[derive(Debug)]
pub(crate) struct ServerLock {
    held: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ServerLock {
    /// Blocks until the server has answered.
    pub(crate) fn take(address: &Arc<Address>, name: &AccountName) -> Result<Self, LedgerError> {
        let path = address.shown().clone();
        let (held, until_dropped) = mpsc::channel();
        let (answer, answered) = mpsc::channel();
        let thread = {
            let (address, name) = (Arc::clone(address), name.clone());
            thread::Builder::new().name("coupon-ledger-lock".to_owned()).spawn(move || {
                match locked(&address, &name) {
                    Ok(client) => {
                        drop(answer.send(Ok(())));
                        hold(client, &until_dropped);
                    }
                    // Whoever takes the lock waits for this.
                    Err(fault) => drop(answer.send(Err(fault.at(address.shown())))),
                }
            })
        };
        let thread = thread.map_err(|source: io::Error| LedgerError::Io {
            path: path.clone(),
            source: Arc::new(source),
        })?;
        answered.recv().map_err(|_| LedgerError::Stopped { path })??;
        Ok(Self { held: Some(held), thread: Some(thread) })
    }
}

impl Drop for ServerLock {
    /// When this returns, the account is free.
    fn drop(&mut self) {
        drop(self.held.take());
        if let Some(thread) = self.thread.take() {
            // The connection ended there, however it did: that is what counts.
            drop(thread.join());
        }
    }
}

fn locked(address: &Address, name: &AccountName) -> Result<Client, Fault> {
    let mut client = address.connect()?;
    client.batch_execute(NOTICE)?;
    let row = client.query_one("SELECT pg_try_advisory_lock($1)", &[&key(name)])?;
    if row.try_get(0)? {
        return Ok(client);
    }
    let (path, name) = (address.shown().clone(), name.to_string());
    Err(LedgerError::AccountLocked { path, name }.into())
}

fn hold(mut client: Client, until_dropped: &mpsc::Receiver<()>) {
    // This waits for the other end to be dropped.
    until_dropped.recv().expect_err("nothing is sent");
    // Said, not only meant by hanging up: the server would notice a moment later. If this fails, the connection is gone.
    drop(client.batch_execute("SELECT pg_advisory_unlock_all()"));
}

/// The account's number among the database's locks.
fn key(name: &AccountName) -> i64 {
    let digest = Sha256::digest(format!("coupon account {name}"));
    i64::from_be_bytes(digest[..8].try_into().expect("eight bytes are eight"))
}
