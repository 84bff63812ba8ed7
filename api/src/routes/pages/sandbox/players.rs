//! Whom one person in front of a browser plays: the sandbox's agent, its supervisor, its card factory.

use domain::access::Scope;
use domain::actor::{Actor, Role};
use persistence::{Author, clients, staff};

use crate::auth::{Agent, Visitor};
use crate::http::{Code, Problem};
use crate::hub::Hub;
use crate::hub::demo::{AGENT, FACTORY, SUPERVISOR};

/// The sandbox's agent, as long as they may sign in.
pub(super) async fn agent(hub: &Hub, visitor: &Visitor) -> Result<Agent, Problem> {
    member(hub, visitor, AGENT).await
}

/// The sandbox's supervisor, as long as they may sign in.
pub(super) async fn supervisor(hub: &Hub, visitor: &Visitor) -> Result<Agent, Problem> {
    member(hub, visitor, SUPERVISOR).await
}

/// Who writes what a form asks for in this role.
pub(super) async fn author(hub: &Hub, visitor: &Visitor, role: Role) -> Result<Author, Problem> {
    match role {
        Role::Agent => Ok(agent(hub, visitor).await?.author),
        Role::Supervisor => Ok(supervisor(hub, visitor).await?.author),
        Role::Production => factory(hub, visitor).await,
        _ => Err(Problem::new(Code::Forbidden)),
    }
}

async fn member(hub: &Hub, visitor: &Visitor, email: &'static str) -> Result<Agent, Problem> {
    let found = hub.read(move |db| Ok(staff::by_email(db, email)?)).await?;
    let member = found.filter(|member| member.active);
    let member = member.ok_or_else(|| Problem::new(Code::Forbidden))?;
    Ok(Agent {
        id: member.id,
        role: member.role,
        author: visitor.as_actor(member.role.actor(member.id)),
    })
}

async fn factory(hub: &Hub, visitor: &Visitor) -> Result<Author, Problem> {
    let found = hub.read(|db| Ok(clients::find(db, FACTORY)?)).await?;
    let client = found.filter(|client| client.scope == Scope::Production);
    let client = client.ok_or_else(|| Problem::new(Code::Forbidden))?;
    Ok(visitor.as_actor(Actor::Production(client.client_id)))
}
