//! Which part of an account's rate a process may use, and the checks that every call of it has to pass.

use std::{error::Error, num::NonZeroU32, sync::Arc, time::Duration};

use async_trait::async_trait;
use coupon_domain::AccountName;
use coupon_ledger::{AccountLock, Coordination};
use coupon_transport::{BeforeAttempt, Client, Rate};

const ONE: NonZeroU32 = NonZeroU32::MIN;
const FOUR: NonZeroU32 = NonZeroU32::new(4).expect("four is not zero");
const FIVE: NonZeroU32 = NonZeroU32::new(5).expect("five is not zero");

/// The part of an account's rate. A team divides it: four fifths for the one sync, a fifth for all other commands together.
#[derive(Debug, Clone)]
pub enum RateShare {
    /// The whole rate: the ledger is a file, which one process uses at a time.
    Whole,
    /// Four fifths, for the process that holds the account's lock.
    Sync(Arc<AccountLock>),
    /// One fifth, shared by the commands of all operators. The database spaces their calls.
    People(Coordination),
}

impl RateShare {
    /// The rate that the client of this process keeps by itself.
    pub(crate) fn rate(&self, whole: Rate) -> Rate {
        match self {
            Self::Whole => whole,
            Self::Sync(_) => of_sync(whole),
            Self::People(_) => Rate::Unlimited,
        }
    }

    /// The client with the checks that its calls have to pass.
    pub(crate) fn gate(&self, client: Client, account: &AccountName, whole: Rate) -> Client {
        match (self, whole.share(ONE, FIVE)) {
            (Self::Sync(lock), _) => {
                client.with_before_attempt(Arc::new(AccountLockGate(Arc::clone(lock))))
            }
            (Self::People(shared), Rate::Every(every)) => {
                let (shared, account) = (shared.clone(), account.clone());
                client.with_before_attempt(Arc::new(OperatorQueue { shared, account, every }))
            }
            (Self::Whole, _) | (Self::People(_), Rate::Unlimited) => client,
        }
    }
}

/// The part of the rate that the one sync of a team may use.
pub(crate) fn of_sync(whole: Rate) -> Rate {
    whole.share(FOUR, FIVE)
}

/// Stops all calls once the account lock is lost.
#[derive(Debug)]
struct AccountLockGate(Arc<AccountLock>);

#[async_trait]
impl BeforeAttempt for AccountLockGate {
    async fn pass(&self, _: &'static str) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(self.0.check()?)
    }
}

/// Waits in one queue with the commands of all operators.
#[derive(Debug)]
struct OperatorQueue {
    shared: Coordination,
    account: AccountName,
    every: Duration,
}

#[async_trait]
impl BeforeAttempt for OperatorQueue {
    async fn pass(&self, operation: &'static str) -> Result<(), Box<dyn Error + Send + Sync>> {
        let wait = self.shared.next_call(&self.account, operation, self.every).await?;
        tokio::time::sleep(wait).await;
        Ok(())
    }
}
