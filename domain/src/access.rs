//! What people and machines may do, as far as a credential says it.

use crate::actor::Actor;
use crate::ids::StaffId;
use crate::words;

words! {
    /// Role of a member of the back office's staff: what they may do.
    pub enum StaffRole {
        /// An agent: analyses accounts, examines cases, records returns.
        Agent => "agent",
        /// An agent who also suspends accounts, and manages training centres, fees and staff.
        Supervisor => "supervisor",
    }
}

impl StaffRole {
    /// The member of staff, acting in this role.
    pub const fn actor(self, id: StaffId) -> Actor {
        match self {
            Self::Agent => Actor::Agent(id),
            Self::Supervisor => Actor::Supervisor(id),
        }
    }
}

words! {
    /// Scope of a machine client's tokens: what it may do.
    pub enum Scope {
        /// A training centre's system: posts, reads and withdraws the centre's own attestations.
        Attestations => "attestations",
        /// The card factory's system: reads production orders, reports cards made and posted.
        Production => "production",
    }
}

words! {
    /// What a signing key signs. No key ever signs both.
    pub enum KeyPurpose {
        /// Access tokens.
        AccessTokens => "access_tokens",
        /// Certificates and cards, for whoever checks them.
        Papers => "papers",
    }
}
