//! Who sits at the desk.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderValue;
use actix_web::{FromRequest, HttpRequest};
use persistence::staff;

use crate::auth::{Agent, Visitor};
use crate::http::{Code, Problem};
use crate::hub::Hub;
use crate::hub::demo::AGENT;

/// The sandbox's agent, as long as they may sign in.
pub(super) async fn agent(hub: &Hub, visitor: &Visitor) -> Result<Agent, Problem> {
    let found = hub.read(|db| Ok(staff::by_email(db, AGENT)?)).await?;
    let member = found.filter(|member| member.active);
    let member = member.ok_or_else(|| Problem::new(Code::Forbidden))?;
    Ok(Agent {
        id: member.id,
        role: member.role,
        author: visitor.as_actor(member.role.actor(member.id)),
    })
}

/// A form that one of the hub's own pages sends: another site's is refused, since there is no password to stop it.
/// Browsers say which it is (`Sec-Fetch-Site`); whoever says nothing is none.
#[derive(Debug)]
pub(super) struct OwnForm;

impl FromRequest for OwnForm {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let site = request.headers().get("sec-fetch-site");
        ready(match site.map(HeaderValue::as_bytes) {
            None | Some(b"same-origin" | b"none") => Ok(Self),
            Some(_) => Err(Problem::new(Code::Forbidden)),
        })
    }
}
