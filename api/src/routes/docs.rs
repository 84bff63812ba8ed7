//! The documentation for integrators at `/docs/`: guides, pictures of the lifecycles, and the reference that Scalar draws
//! of the contract. Its texts lie in `assets/docs`, which says how they are made.

mod assets;
mod guides;

use actix_web::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_SECURITY_POLICY};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, Responder};
use bytes::Bytes;

use crate::http::{PathOf, Problem, Reply};

/// Seconds for which anybody may keep what lies here.
const KEPT_FOR: u32 = 3600;

/// Guides load their style and pictures.
const GUIDES: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";
/// The reference runs Scalar, which sets styles as it goes and asks this hub alone.
const REFERENCE: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                         font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// A picture that is opened alone has a style of its own.
const PICTURES: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const SVG: &str = "image/svg+xml; charset=utf-8";

/// Registers the documentation, which is no part of the contract.
pub fn register(config: &mut ServiceConfig) {
    config
        .service(web::redirect("/docs", "/docs/"))
        .route("/docs/", web::get().to(start))
        .route("/docs/reference", web::get().to(reference))
        .route("/docs/scalar/standalone.js", web::get().to(scalar))
        .route("/docs/diagrams/{name}.svg", web::get().to(diagram))
        .route("/docs/{name}", web::get().to(named));
}

async fn start() -> Result<Reply, Problem> {
    guide("index")
}

async fn reference() -> Reply {
    public(HTML, assets::REFERENCE.into(), REFERENCE)
}

async fn diagram(PathOf(name): PathOf<String>) -> Result<Reply, Problem> {
    let picture = assets::diagram(&name).ok_or_else(Problem::not_found)?;
    Ok(public(SVG, picture.into(), PICTURES))
}

/// A file that pages refer to, or a guide.
async fn named(PathOf(name): PathOf<String>) -> Result<Reply, Problem> {
    match assets::file(&name) {
        Some((media_type, text)) => Ok(public(media_type, text.into(), GUIDES)),
        None => guide(&name),
    }
}

fn guide(name: &str) -> Result<Reply, Problem> {
    let page = guides::page(name).ok_or_else(Problem::not_found)?;
    Ok(public(HTML, page, GUIDES))
}

/// Scalar, which is large: compressed once, and sent so to whoever takes gzip; as it is to everybody else.
async fn scalar(request: HttpRequest) -> Result<impl Responder, Problem> {
    let accepted = request.headers().get_all(ACCEPT_ENCODING);
    let takes_gzip = accepted
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("gzip"));
    let reply = if takes_gzip {
        let compressed = web::block(assets::compressed_scalar).await.map_err(Problem::internal)?;
        public(assets::SCRIPT, compressed, GUIDES).header(&CONTENT_ENCODING, "gzip")
    } else {
        public(assets::SCRIPT, assets::SCALAR.into(), GUIDES).header(&CONTENT_ENCODING, "identity")
    };
    Ok(reply)
}

fn public(media_type: &str, body: Bytes, policy: &str) -> Reply {
    Reply::bytes(media_type, body)
        .version(0)
        .public_for(KEPT_FOR)
        .header(&CONTENT_SECURITY_POLICY, policy)
}
