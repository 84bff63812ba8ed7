//! Nobody is served another protocol here: whoever offers one (`Upgrade: h2c`, as Java's client does) gets their answer in
//! HTTP/1.1 and a connection that ends with it. The server would call it upgraded, and read no further request from it.

use actix_http::ConnectionType;
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::UPGRADE;
use actix_web::middleware::Next;

/// See the module.
pub(super) async fn decline<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let offers_another = request.headers().contains_key(UPGRADE);
    let mut response = next.call(request).await?;
    if offers_another {
        response
            .response_mut()
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}
