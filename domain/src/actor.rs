//! Who acts: the people and machines of the domain, and the role in which each appears in the lifecycle tables.

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, CentreId, FrontendId, StaffId};
use crate::words;

words! {
    /// In which role somebody, or something, acted.
    pub enum Role {
        /// The driver whose account, case or card it is.
        Driver => "driver",
        /// An agent of the back office.
        Agent => "agent",
        /// A supervisor: an agent who also manages training centres, fees and staff.
        Supervisor => "supervisor",
        /// The system of a training centre.
        Centre => "centre",
        /// The card factory's system, which makes and posts cards.
        Production => "production",
        /// The system of a registered frontend's operator, which is told of events.
        Frontend => "frontend",
        /// A payment provider, which reported a payment's outcome.
        Payment => "payment",
        /// The hub itself: time passed, or one thing followed from another.
        System => "system",
        /// Somebody who had not signed in.
        Anonymous => "anonymous",
    }
}

impl Role {
    /// Whether somebody in this role may do what a table reserves for `needed`: a supervisor is an agent too.
    pub fn may_act_as(self, needed: Self) -> bool {
        self == needed || (self == Self::Supervisor && needed == Self::Agent)
    }
}

/// Who did something, as history and audit trail keep it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Actor {
    /// A driver.
    Driver(AccountId),
    /// An agent.
    Agent(StaffId),
    /// A supervisor.
    Supervisor(StaffId),
    /// A training centre.
    Centre(CentreId),
    /// The production system, by its client id.
    Production(String),
    /// The system of a registered frontend's operator.
    Frontend(FrontendId),
    /// The payment provider, by its name.
    Payment(String),
    /// The hub itself.
    System,
    /// Somebody who has not signed in.
    Anonymous,
}

impl Actor {
    /// The role this actor plays.
    pub fn role(&self) -> Role {
        match self {
            Self::Driver(_) => Role::Driver,
            Self::Agent(_) => Role::Agent,
            Self::Supervisor(_) => Role::Supervisor,
            Self::Centre(_) => Role::Centre,
            Self::Production(_) => Role::Production,
            Self::Frontend(_) => Role::Frontend,
            Self::Payment(_) => Role::Payment,
            Self::System => Role::System,
            Self::Anonymous => Role::Anonymous,
        }
    }

    /// The actor's id or name, where it has one.
    pub fn id(&self) -> Option<String> {
        match self {
            Self::Driver(id) => Some(id.to_string()),
            Self::Agent(id) | Self::Supervisor(id) => Some(id.to_string()),
            Self::Centre(id) => Some(id.to_string()),
            Self::Frontend(id) => Some(id.to_string()),
            Self::Production(name) | Self::Payment(name) => Some(name.clone()),
            Self::System | Self::Anonymous => None,
        }
    }

    /// The member of staff, if it is one.
    pub fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Agent(id) | Self::Supervisor(id) => Some(*id),
            _ => None,
        }
    }
}
