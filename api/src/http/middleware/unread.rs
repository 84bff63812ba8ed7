//! A request whose body nobody reads to its end is the last of its connection.
//!
//! The server ends it by itself where the body has a length, but reads what comes in chunks to its end, for as long as
//! its sender likes: whoever was refused could hold a connection for ever with a body without an end. What keeps the
//! body alive until the response is gone makes the server treat both alike.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::TRANSFER_ENCODING;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage};
use futures::StreamExt;
use futures::stream::poll_fn;

/// See the module.
pub(super) async fn close<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if !request.headers().contains_key(TRANSFER_ENCODING) {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    }
    let payload = Rc::new(RefCell::new(request.take_payload()));
    let shared = payload.clone();
    let stream = poll_fn(move |context| shared.borrow_mut().poll_next_unpin(context));
    request.set_payload(Payload::Stream {
        payload: stream.boxed_local(),
    });
    let response = next.call(request).await?;
    Ok(response.map_body(|_, body| {
        let body = body.boxed();
        BoxBody::new(Held {
            body,
            _payload: payload,
        })
    }))
}

/// A response's body that holds the request's.
struct Held {
    body: BoxBody,
    _payload: Rc<RefCell<Payload>>,
}

impl MessageBody for Held {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_next(context)
    }
}
