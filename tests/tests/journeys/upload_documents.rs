//! [guide: «Je verse les documents attendus»] Files as they come from telephones, scanners and image programs; what the
//! card's factory, the agent and the driver get of them.

use reqwest::Method;
use tests::Upload;
use tests::hub::Hub;
use tests::reply::Reply;
use tests::roles::Driver;

mod documents;
mod drawn;
mod former;
mod pictures;
mod unprintable;

/// Sends a document, come what may.
async fn send(driver: &Driver, case: &str, document_type: &str, file: Upload) -> Reply {
    driver
        .request(Method::POST, &format!("/v1/cases/{case}/documents"))
        .upload(document_type, file)
        .await
}

/// Sends a document that is refused with this code; what is said of it.
#[track_caller]
fn told(reply: Reply, code: &str) -> String {
    let problem = reply.invalid(&[("/file", code)]);
    tests::Reading::text(&problem, "/errors/0/message")
}

/// Somebody's case with this photo and this signature is sent and approved; the order for its card, in hand at the factory.
async fn ordered(hub: &Hub, driver: &Driver, photo: Upload, signature: Upload) -> String {
    let case = driver.complete_case().await;
    driver.upload(&case, "photo", photo).await;
    driver.upload(&case, "signature", signature).await;
    driver.submit(&case).await;
    hub.agent().await.take_and_approve(&case).await;
    let factory = hub.factory().await;
    let order = tests::Reading::id(&factory.next_order().await);
    factory.start(&order).await;
    order
}

/// What the factory gets to print on the card of an order: `photo` or `signature`.
async fn printed(hub: &Hub, order: &str, what: &str) -> Reply {
    let factory = hub.factory().await;
    let path = format!("/v1/production-orders/{order}/{what}");
    factory.get(&path).await.expect(200)
}
