//! The actor in the handler's signature: a handler that asks for an [`Agent`] is never reached by anybody else.
//!
//! Nobody known: 401. Somebody else than asked for: 403. Each carries the [`Author`] of what the handler writes. The
//! actor stands first among a handler's arguments, so that a stranger learns nothing from the faults of the rest.
//!
//! A frontend that somebody authorised reaches as far as its scopes: whatever actor a handler asks for, the operation's
//! scope is looked up in the contract, and what names none is not for frontends with less than everything.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use domain::access::{self, StaffRole};
use domain::actor::Actor;
use domain::ids::{AccountId, CentreId, SessionId, StaffId};
use domain::oauth::FrontendScope;
use domain::words::Word as _;
use integrations::traces;
use persistence::Author;
use persistence::owner::Owner;
use uuid::Uuid;

use super::bearer::{Known, known, reach};
use crate::http::middleware::MiddlewareState;
use crate::http::middleware::route::Route;
use crate::http::{ClientAddress, Code, Problem, RequestId, Uploader};

/// A driver with an active account.
#[derive(Debug, Clone)]
pub struct Driver {
    /// Their account.
    pub id: AccountId,
    /// Who writes.
    pub author: Author,
}

/// A member of staff: an agent or a supervisor.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Who it is.
    pub id: StaffId,
    /// What they are.
    pub role: StaffRole,
    /// Who writes.
    pub author: Author,
}

/// A supervisor.
#[derive(Debug, Clone)]
pub struct Supervisor {
    /// Who it is.
    pub id: StaffId,
    /// Who writes.
    pub author: Author,
}

/// A member of staff, whether or not they have set up the second factor that they need: for that, and for nothing else.
#[derive(Debug, Clone)]
pub struct Member {
    /// Id of the member of staff.
    pub id: StaffId,
    /// Role of the member of staff, now.
    pub role: StaffRole,
    /// Session in which they ask.
    pub session: SessionId,
    /// The member of staff, as the author of what this request writes.
    pub author: Author,
}

/// A training centre's system.
#[derive(Debug, Clone)]
pub struct Centre {
    /// The centre.
    pub id: CentreId,
    /// The name its system signs in by.
    pub client_id: String,
    /// Who writes.
    pub author: Author,
}

/// The production system.
#[derive(Debug, Clone)]
pub struct Production {
    /// The name it signs in by.
    pub client_id: String,
    /// Who writes.
    pub author: Author,
}

/// A partner's system, which may be told of events: a training centre's, the card factory's, or that of a frontend's operator.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Whose system it is.
    pub subscriber: access::Partner,
    /// Who writes.
    pub author: Author,
}

/// Anybody who signed in with a password: a driver or a member of staff.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who it is.
    pub owner: Owner,
    /// The session in which they ask.
    pub session: SessionId,
    /// Who writes.
    pub author: Author,
}

/// Anybody at all, for what needs no token.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who writes: somebody who has not signed in.
    pub author: Author,
}

impl Visitor {
    /// The same request, by somebody whom a one-time link makes known.
    pub fn as_actor(&self, actor: Actor) -> Author {
        Author {
            actor,
            ..self.author.clone()
        }
    }
}

/// Somebody a handler may ask for.
trait Role: Sized + 'static {
    /// The actor, if the one who is known is one.
    fn of(known: Known, author: Author) -> Option<Self>;
}

impl Role for Driver {
    fn of(known: Known, author: Author) -> Option<Self> {
        match known {
            Known::Driver(id, _) => Some(Self { id, author }),
            _ => None,
        }
    }
}

impl Role for Agent {
    fn of(known: Known, author: Author) -> Option<Self> {
        match known {
            Known::Staff(id, role, _) => Some(Self { id, role, author }),
            _ => None,
        }
    }
}

impl Role for Supervisor {
    fn of(known: Known, author: Author) -> Option<Self> {
        match known {
            Known::Staff(id, StaffRole::Supervisor, _) => Some(Self { id, author }),
            _ => None,
        }
    }
}

impl Role for Member {
    fn of(known: Known, author: Author) -> Option<Self> {
        match known {
            Known::Staff(id, role, session) | Known::Unproven(id, role, session) => Some(Self {
                id,
                role,
                session,
                author,
            }),
            _ => None,
        }
    }
}

impl Role for Centre {
    fn of(known: Known, author: Author) -> Option<Self> {
        match known {
            Known::Centre(id, client_id) => Some(Self { id, client_id, author }),
            _ => None,
        }
    }
}

impl Role for Production {
    fn of(known: Known, author: Author) -> Option<Self> {
        match known {
            Known::Production(client_id) => Some(Self { client_id, author }),
            _ => None,
        }
    }
}

impl Role for Partner {
    fn of(known: Known, author: Author) -> Option<Self> {
        let subscriber = match known {
            Known::Centre(id, _) => access::Partner::Centre(id),
            Known::Production(_) => access::Partner::Factory,
            Known::Operator(frontend) => access::Partner::Frontend(frontend),
            Known::Driver(..) | Known::Staff(..) | Known::Unproven(..) => return None,
        };
        Some(Self { subscriber, author })
    }
}

impl Role for SignedIn {
    fn of(known: Known, author: Author) -> Option<Self> {
        let (owner, session) = match known {
            Known::Driver(id, session) => (Owner::Driver(id), session),
            Known::Staff(id, _, session) | Known::Unproven(id, _, session) => (Owner::Staff(id), session),
            Known::Centre(..) | Known::Production(_) | Known::Operator(_) => return None,
        };
        Some(Self { owner, session, author })
    }
}

fn extract<R: Role>(request: &HttpRequest) -> Result<R, Problem> {
    let known = known(request)?;
    if let Some(scopes) = reach(request) {
        let needed = needed(request);
        if !scopes.permit(needed) {
            return Err(insufficient_scope(needed));
        }
    }
    let author = author(request, known.actor());
    let proven = match known {
        Known::Unproven(id, role, session) => Known::Staff(id, role, session),
        _ => return R::of(known, author).ok_or_else(|| insufficient_scope(None)),
    };
    R::of(known, author.clone()).ok_or_else(|| match R::of(proven, author) {
        Some(_) => Problem::new(Code::SecondFactorRequired),
        None => insufficient_scope(None),
    })
}

/// The scope that a frontend needs for what is asked, as the operation declares it in the contract. An operation that
/// declares none, or that the contract does not know, takes everything.
fn needed(request: &HttpRequest) -> Option<FrontendScope> {
    let state = request.app_data::<Data<MiddlewareState>>()?;
    let pattern = Route::pattern_of(request)?;
    state.operations.scope(&pattern, request.method().as_str())
}

/// RFC 6750, 3.1: the token is good, and not for this; which scope is, where one is.
fn insufficient_scope(needed: Option<FrontendScope>) -> Problem {
    let mut challenge = "Bearer realm=\"cqc-hub\", error=\"insufficient_scope\"".to_owned();
    if let Some(scope) = needed {
        challenge.push_str(", scope=\"");
        challenge.push_str(scope.name());
        challenge.push('"');
    }
    Problem::new(Code::Forbidden).header("www-authenticate", challenge)
}

pub(super) fn author(request: &HttpRequest, actor: Actor) -> Author {
    Author {
        actor,
        request_id: request.extensions().get::<RequestId>().map(ToString::to_string),
        client_address: request.extensions().get::<ClientAddress>().map(|address| address.0),
        traceparent: traces::current(),
    }
}

impl Known {
    pub(super) fn actor(&self) -> Actor {
        match self {
            Self::Driver(id, _) => Actor::Driver(*id),
            Self::Staff(id, role, _) | Self::Unproven(id, role, _) => role.actor(*id),
            Self::Centre(id, _) => Actor::Centre(*id),
            Self::Production(client_id) => Actor::Production(client_id.clone()),
            Self::Operator(frontend) => Actor::Frontend(*frontend),
        }
    }
}

/// Lets handlers ask for these.
macro_rules! extracted {
    ($($Role:ty),+) => { $(
        impl FromRequest for $Role {
            type Error = Problem;
            type Future = Ready<Result<Self, Problem>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                ready(extract(request))
            }
        }
    )+ };
}

impl Uploader for Driver {
    fn id(&self) -> Uuid {
        self.id.0
    }
}

extracted!(Driver, Agent, Supervisor, Member, Centre, Production, Partner, SignedIn);

impl FromRequest for Visitor {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self {
            author: author(request, Actor::Anonymous),
        }))
    }
}
