//! Connections that ask what was prepared, as cheaply as can be: who asks shares the processor with who answers.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderValue};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// A request that is ready to be sent, and how it should be answered.
#[derive(Debug, Clone)]
pub struct Prepared {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    expected: StatusCode,
    /// What has to stand in the answer.
    says: Option<&'static str>,
}

impl Prepared {
    /// Asks for something, with a token or without.
    pub fn get(path: &str, token: Option<&str>) -> Self {
        Self::new(Method::GET, path, token, StatusCode::OK)
    }

    /// Posts something that makes something.
    pub fn post(path: &str, token: &str, body: &Value) -> Self {
        Self::new(Method::POST, path, Some(token), StatusCode::CREATED).with(body)
    }

    /// Posts nothing: an action on something.
    pub fn act(path: &str, token: &str) -> Self {
        Self::new(Method::POST, path, Some(token), StatusCode::OK)
    }

    /// Puts something.
    pub fn put(path: &str, token: &str, body: &Value) -> Self {
        Self::new(Method::PUT, path, Some(token), StatusCode::OK).with(body)
    }

    /// Changes a part of something.
    pub fn patch(path: &str, token: &str, body: &Value) -> Self {
        Self::new(Method::PATCH, path, Some(token), StatusCode::OK).with(body)
    }

    /// The same with a body.
    #[must_use]
    pub fn with(mut self, body: &Value) -> Self {
        self.body = body.to_string().into();
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self
    }

    /// The same, and this has to stand in the answer.
    #[must_use]
    pub const fn saying(mut self, says: &'static str) -> Self {
        self.says = Some(says);
        self
    }

    fn new(method: Method, path: &str, token: Option<&str>, expected: StatusCode) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("127.0.0.1"));
        if let Some(token) = token {
            let bearer = HeaderValue::try_from(format!("Bearer {token}")).expect("a token");
            headers.insert(AUTHORIZATION, bearer);
        }
        Self {
            method,
            uri: path.parse().expect("a path"),
            headers,
            body: Bytes::new(),
            expected,
            says: None,
        }
    }

    fn request(&self) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::new(self.body.clone()));
        request.method_mut().clone_from(&self.method);
        request.uri_mut().clone_from(&self.uri);
        request.headers_mut().clone_from(&self.headers);
        request
    }

    fn check(&self, status: StatusCode, body: &[u8]) -> Result<(), String> {
        let says = |words: &str| body.windows(words.len()).any(|part| part == words.as_bytes());
        if status == self.expected && self.says.is_none_or(says) {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&body[..body.len().min(1_000)]).into_owned();
        Err(format!("{} {}: {status} {said}", self.method, self.uri))
    }
}

/// A connection that is kept alive, and made anew where it is lost.
pub struct Connection {
    address: String,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Connection {
    /// Opens it.
    pub async fn open(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            sender: connect(address).await.ok(),
        }
    }

    /// Sends a request and reads its answer to the end; what is wrong with it, if anything is.
    pub async fn send(&mut self, prepared: &Prepared) -> Result<(), String> {
        match self.exchange(prepared).await {
            Ok((status, body)) => prepared.check(status, &body),
            Err(error) => {
                self.sender = None;
                Err(format!("{} {}: {error}", prepared.method, prepared.uri))
            }
        }
    }

    async fn exchange(&mut self, prepared: &Prepared) -> Result<(StatusCode, Bytes), Lost> {
        let sender = match &mut self.sender {
            Some(sender) => sender,
            gone => gone.insert(connect(&self.address).await?),
        };
        sender.ready().await?;
        let response = sender.send_request(prepared.request()).await?;
        let status = response.status();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }
}

type Lost = Box<dyn std::error::Error + Send + Sync>;

async fn connect(address: &str) -> Result<SendRequest<Full<Bytes>>, Lost> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}
