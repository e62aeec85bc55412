//! Calls that never leave the process.

use async_trait::async_trait;
use bytes::Bytes;
use coupon_transport::{Attempt, ConnectorError, ConnectorErrorKind, HttpConnector};
use http::{Request, Response, header};
use tokio::time::sleep;

use crate::{faults::Delivery, sandbox::Sandbox};

/// A connector that hands each call to a sandbox in the same process. Faults come as over a network, waits by tokio's time: where a
/// test pauses it, a delay of half a minute takes none. It reaches the two vendors alone, not the admin API or the console.
#[derive(Debug, Clone)]
pub struct InProcess(pub Sandbox);

#[async_trait]
impl HttpConnector for InProcess {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        attempt: Attempt,
    ) -> Result<Response<Bytes>, ConnectorError> {
        let answer = self.0.call(&request);
        if !answer.wait.is_zero() {
            sleep(answer.wait).await;
        }
        let response = answer.response;
        let reset = || {
            let why = "the connection was reset, as asked for";
            ConnectorError::new(ConnectorErrorKind::Broken, why)
        };
        match answer.delivery {
            Delivery::Whole => {}
            Delivery::Slow(time) => sleep(time).await,
            Delivery::Cut => {
                sleep(Delivery::HEAD_START).await;
                return Err(reset());
            }
            Delivery::Reset => return Err(reset()),
        }
        if response.status().is_success() && response.body().len() > attempt.body_limit {
            let why = "the answer is above the limit";
            return Err(ConnectorError::new(ConnectorErrorKind::TooLarge, why));
        }
        if response.headers().contains_key(header::CONTENT_ENCODING) {
            let why = "the answer cannot be decompressed";
            return Err(ConnectorError::new(ConnectorErrorKind::Broken, why));
        }
        Ok(response)
    }
}
