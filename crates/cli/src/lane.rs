//! Which part of an account's rate a command may use, and what every call of it has to pass.

use std::{error::Error, num::NonZeroU32, sync::Arc, time::Duration};

use async_trait::async_trait;
use coupon_domain::AccountName;
use coupon_ledger::{AccountLock, Coordination};
use coupon_transport::{BeforeAttempt, Client, Rate};

const ONE: NonZeroU32 = NonZeroU32::MIN;
const FOUR: NonZeroU32 = NonZeroU32::new(4).expect("four is not zero");
const FIVE: NonZeroU32 = NonZeroU32::new(5).expect("five is not zero");

/// A team divides an account's rate: four fifths for the one sync, a fifth for all that people do meanwhile.
#[derive(Debug, Clone)]
pub(crate) enum Lane {
    /// The ledger is a file, and whoever works with it does so alone.
    Whole,
    /// Held by this process, and by nobody else.
    Sync(Arc<AccountLock>),
    /// Shared by the commands of all operators.
    People(Coordination),
}

impl Lane {
    /// What is left of the rate for this process.
    pub(crate) fn rate(&self, whole: Rate) -> Rate {
        match self {
            Self::Whole => whole,
            Self::Sync(_) => of_sync(whole),
            // The server spaces the calls.
            Self::People(_) => Rate::Unlimited,
        }
    }

    /// The client with what its calls have to pass.
    pub(crate) fn gate(&self, client: Client, account: &AccountName, whole: Rate) -> Client {
        match (self, whole.share(ONE, FIVE)) {
            (Self::Sync(lock), _) => client.with_before_attempt(Arc::new(Held(Arc::clone(lock)))),
            (Self::People(shared), Rate::Every(every)) => {
                let (shared, account) = (shared.clone(), account.clone());
                client.with_before_attempt(Arc::new(Row { shared, account, every }))
            }
            (Self::Whole, _) | (Self::People(_), Rate::Unlimited) => client,
        }
    }
}

/// What the one sync of a team may use.
pub(crate) fn of_sync(whole: Rate) -> Rate {
    whole.share(FOUR, FIVE)
}

/// Whoever has lost the account makes no further call.
#[derive(Debug)]
struct Held(Arc<AccountLock>);

#[async_trait]
impl BeforeAttempt for Held {
    async fn pass(&self, _: &'static str) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(self.0.check()?)
    }
}

/// Waits in one row with the commands of all operators.
#[derive(Debug)]
struct Row {
    shared: Coordination,
    account: AccountName,
    every: Duration,
}

#[async_trait]
impl BeforeAttempt for Row {
    async fn pass(&self, operation: &'static str) -> Result<(), Box<dyn Error + Send + Sync>> {
        let wait = self.shared.next_call(&self.account, operation, self.every).await?;
        tokio::time::sleep(wait).await;
        Ok(())
    }
}
