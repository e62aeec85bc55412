//! Calls that never leave the process.

use async_trait::async_trait;
use axum::body::{HttpBody, to_bytes};
use bytes::Bytes;
use coupon_transport::{Attempt, ConnectorError, ConnectorErrorKind, HttpConnector};
use http::{Request, Response, header};

use crate::{Sandbox, server};

/// A transport that hands each call to a sandbox in the same process. Faults come as over a network, waits by tokio's time: where a
/// test pauses it, a delay of half a minute takes none.
#[derive(Debug, Clone)]
pub struct InProcess(pub Sandbox);

#[async_trait]
impl HttpConnector for InProcess {
    async fn exchange(
        &self,
        mut request: Request<Bytes>,
        attempt: Attempt,
    ) -> Result<Response<Bytes>, ConnectorError> {
        // There is nothing to gain by compression.
        request.headers_mut().remove(header::ACCEPT_ENCODING);
        let (parts, body) = server::serve(&self.0, request).await.into_parts();
        let limit = attempt.body_limit;
        let too_large =
            || ConnectorError::new(ConnectorErrorKind::TooLarge, "the answer is above the limit");
        if parts.status.is_success() && body.size_hint().lower() > limit as u64 {
            return Err(too_large());
        }
        let broken = |error| ConnectorError::new(ConnectorErrorKind::Broken, error);
        let body = to_bytes(body, usize::MAX).await.map_err(broken)?;
        if parts.status.is_success() && body.len() > limit {
            return Err(too_large());
        }
        if parts.headers.contains_key(header::CONTENT_ENCODING) {
            return Err(ConnectorError::new(
                ConnectorErrorKind::Broken,
                "the answer cannot be decompressed",
            ));
        }
        Ok(Response::from_parts(parts, body))
    }
}
