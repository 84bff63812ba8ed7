//! The HTTP client that providers are asked by: a time and a size for each answer, and no redirects.

use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

use crate::http::{hand_trace_on, trouble};

/// The most bytes of an answer that are read: documents and key sets of providers have a tenth of it.
const MOST_BYTES: usize = 256 * 1024;

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Bounded {
    http: reqwest::Client,
    timeout: Duration,
}

/// What went wrong, without the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Broken {
    /// Nothing came, or not all of it.
    #[error("{0}")]
    Line(&'static str),
    /// More came than anybody reads.
    #[error("its answer is too long")]
    TooLong,
    /// The provider named an address that is none.
    #[error("it names an address that is none")]
    Address,
}

impl From<reqwest::Error> for Broken {
    fn from(error: reqwest::Error) -> Self {
        Self::Line(trouble(&error))
    }
}

impl Bounded {
    pub(super) fn new(http: reqwest::Client, timeout: Duration) -> Self {
        Self { http, timeout }
    }

    /// Sends a request, and reads the whole answer.
    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Broken> {
        let mut request = reqwest::Request::try_from(request).map_err(|_| Broken::Address)?;
        *request.timeout_mut() = Some(self.timeout);
        hand_trace_on(request.headers_mut());
        let mut response = self.http.execute(request).await?;
        let mut answer = HttpResponse::new(Vec::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        while let Some(chunk) = response.chunk().await? {
            let body = answer.body_mut();
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(Broken::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Bounded {
    type Error = Broken;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Broken>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
