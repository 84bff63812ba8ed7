//! What people and machines may do, as far as a credential says it.

use crate::actor::Actor;
use crate::ids::StaffId;
use crate::words;

words! {
    /// What a member of the back office's staff is.
    pub enum StaffRole {
        /// Analyses accounts, examines cases, records returns.
        Agent => "agent",
        /// An agent who also manages centres, fees and staff.
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
    /// What a machine client may do: the scope of its tokens.
    pub enum Scope {
        /// Post, read and withdraw a training centre's attestations.
        Attestations => "attestations",
        /// Read production orders, report cards produced and shipped.
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
