//! The whole application without a socket, and once with one.

use std::io::{Read, Write};
use std::net::TcpStream;

use actix_web::dev::ServiceResponse;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use serde_json::Value;

use super::*;
use crate::hub::tests::settings;

async fn ask(request: TestRequest) -> ServiceResponse<BoxBody> {
    let folder = tempfile::tempdir().expect("a folder");
    let hub = Hub::open(settings(&folder, &[])).await.expect("a hub");
    let profile = hub.settings.profile;
    let contract = move || contract::document(profile);
    let state = MiddlewareState::new((*hub.settings).clone(), hub.limits.clone(), contract);
    let app = app(
        Data::new(hub.clone()),
        Data::new(state),
        Data::new(Written::of(contract)),
    );
    let response = call_service(&init_service(app).await, request.to_request()).await;
    hub.close().await;
    response
}

fn header(response: &ServiceResponse<BoxBody>, name: &str) -> String {
    response
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

async fn json(response: ServiceResponse<BoxBody>) -> Value {
    serde_json::from_slice(&read_body(response).await).expect("JSON")
}

#[actix_web::test]
async fn the_hub_is_ready() {
    let readiness = json(ask(TestRequest::get().uri("/health/ready")).await).await;
    assert_eq!(readiness["status"], "ready", "{readiness}");
}

#[actix_web::test]
async fn the_contract_is_served_and_browsable() {
    let response = ask(TestRequest::get().uri("/openapi.json")).await;
    let tag = header(&response, "etag");
    assert_eq!(json(response).await["openapi"], "3.1.0");
    let unchanged = ask(TestRequest::get()
        .uri("/openapi.json")
        .insert_header(("if-none-match", tag)))
    .await;
    assert_eq!(unchanged.status().as_u16(), 304);

    let docs = ask(TestRequest::get().uri("/docs/")).await;
    assert!(header(&docs, "content-security-policy").starts_with("default-src 'none'; style-src 'self'"));
    // What stayed as it was keeps its policy too: a page whose policy was replaced could load none of its scripts.
    let held = TestRequest::get()
        .uri("/docs/")
        .insert_header(("if-none-match", header(&docs, "etag")));
    let unchanged = ask(held).await;
    assert_eq!(unchanged.status().as_u16(), 304);
    assert!(!unchanged.headers().contains_key("content-security-policy"));
    let missing = ask(TestRequest::get().uri("/docs/nothing.js")).await;
    assert_eq!(header(&missing, "content-type"), "application/problem+json");
}

#[actix_web::test]
async fn every_code_has_its_page() {
    let page = ask(TestRequest::get()
        .uri("/problems/stale")
        .insert_header(("accept", "text/html,*/*;q=0.8")))
    .await;
    assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
    let text = String::from_utf8(read_body(page).await.to_vec()).expect("UTF-8");
    assert!(
        text.contains("<html lang=\"fr\">") && text.contains("Version dépassée"),
        "{text}"
    );
    let request = TestRequest::get().uri("/problems/stale");
    let request = request
        .insert_header(("accept", "application/json"))
        .insert_header(("accept-language", "en"));
    let explanation = json(ask(request).await).await;
    assert_eq!(
        (&explanation["status"], &explanation["title"]),
        (&412.into(), &"Stale version".into())
    );
    assert_eq!(
        ask(TestRequest::get().uri("/problems/nothing")).await.status().as_u16(),
        404
    );
}

#[actix_web::test]
async fn a_server_starts_on_any_port_and_stops() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(settings(&folder, &[("WORKERS", "1")]))
        .await
        .expect("a server");
    assert_eq!(server.hub.settings.public_base(), format!("http://{}", server.address));
    let address = server.address;
    let answer = said(
        address,
        b"HEAD /health/live HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n"),
        "{answer}"
    );
    server.stop().await.expect("stopped");
    assert!(TcpStream::connect(address).is_err());
}

/// What a server answers on a connection of its own, to its end.
async fn said(address: SocketAddr, request: &'static [u8]) -> String {
    let asked = actix_web::rt::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(request).expect("written");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    });
    asked.await.expect("an answer")
}

#[actix_web::test]
async fn a_refused_body_ends_its_connection_whether_or_not_it_has_an_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(settings(&folder, &[("WORKERS", "1")]))
        .await
        .expect("a server");
    for request in [
        &b"POST /v1/cases HTTP/1.1\r\nhost: hub\r\ncontent-length: 1000000\r\n\r\n{"[..],
        b"POST /v1/cases HTTP/1.1\r\nhost: hub\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n",
        b"GET /nothing HTTP/1.1\r\nhost: hub\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n",
    ] {
        let answer = said(server.address, request).await;
        assert!(answer.starts_with("HTTP/1.1 40"), "{answer}");
        assert!(answer.to_lowercase().contains("\r\nconnection: close\r\n"), "{answer}");
    }
    // What was read to its end leaves the connection as it was.
    let answer = said(
        server.address,
        b"GET /health/live HTTP/1.1\r\nhost: hub\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n\
          GET /health/live HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n",
    );
    assert_eq!(answer.await.matches("HTTP/1.1 200 OK\r\n").count(), 2);
    server.stop().await.expect("stopped");
}

#[actix_web::test]
async fn a_link_that_opens_nothing_leads_to_a_page_that_helps() {
    for path in ["/choose-password/x", "/reset-password/x", "/correct-account/x"] {
        let response = ask(TestRequest::get().uri(path).insert_header(("accept", "text/html"))).await;
        assert_eq!(response.status().as_u16(), 404, "{path}");
        assert!(header(&response, "content-type").starts_with("text/html"), "{path}");
        assert_eq!(header(&response, "cache-control"), "no-store", "{path}");
        assert!(header(&response, "content-security-policy").contains("form-action 'self'"));
        let sent = TestRequest::post().uri(path).set_form([("password", "x")]);
        assert_eq!(ask(sent).await.status().as_u16(), 404, "{path}");
    }
}
