//! A neutral command from its first byte in the journal to the row that was read after it.

use coupon_domain::{AccountName, Command, Postcondition, Provider};

use crate::{
    context::WriteContext,
    error::WriteError,
    holdings::baseline,
    read_again::{read_again, write_subject},
    send::{PendingWrite, SentWrite, command_body, send},
};

/// Sends a neutral command once, under `key`. Notes a [`baseline`] if the write needs one, and reads the row that it changed again
/// once it is done.
///
/// # Errors
/// As [`send`].
pub async fn write_command(
    context: &WriteContext<'_>,
    account: &AccountName,
    provider: &dyn Provider,
    command: &Command,
    key: String,
) -> Result<SentWrite<()>, WriteError> {
    let request_id = provider.request_id(command, (context.random)());
    let postcondition = Postcondition::from(command);
    let pending = PendingWrite {
        key,
        account: account.clone(),
        provider: provider.name().clone(),
        operation: command.kind().as_str().to_owned(),
        body: command_body(command),
        request_id: request_id.clone(),
        baseline: baseline(context, provider, &postcondition).await,
        subject: write_subject(&postcondition),
    };
    let call = || async { Ok((provider.write(command, request_id.as_ref()).await?, ())) };
    let sent = send(context, &pending, call).await;
    read_again(context, &pending, provider, &postcondition, &sent).await;
    sent
}
