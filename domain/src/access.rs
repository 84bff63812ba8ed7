//! What people and machines may do, as far as a credential says it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::actor::Actor;
use crate::ids::{CentreId, FrontendId, StaffId};
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
        /// The system of a registered frontend's operator: is told what becomes of its drivers' cases, cards and accounts.
        Webhooks => "webhooks",
    }
}

/// Whose system a machine client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Partner {
    /// A training centre.
    Centre(CentreId),
    /// The card factory.
    Factory,
    /// The operator of a registered frontend.
    Frontend(FrontendId),
}

impl Partner {
    /// What its system may do.
    pub const fn scope(self) -> Scope {
        match self {
            Self::Centre(_) => Scope::Attestations,
            Self::Factory => Scope::Production,
            Self::Frontend(_) => Scope::Webhooks,
        }
    }

    /// The one whose system has this scope and belongs to these; none where they do not fit together.
    pub const fn of(scope: Scope, centre: Option<CentreId>, frontend: Option<FrontendId>) -> Option<Self> {
        match (scope, centre, frontend) {
            (Scope::Attestations, Some(centre), None) => Some(Self::Centre(centre)),
            (Scope::Production, None, None) => Some(Self::Factory),
            (Scope::Webhooks, None, Some(frontend)) => Some(Self::Frontend(frontend)),
            _ => None,
        }
    }

    /// The centre that it is.
    pub const fn centre(self) -> Option<CentreId> {
        match self {
            Self::Centre(id) => Some(id),
            Self::Factory | Self::Frontend(_) => None,
        }
    }

    /// The frontend whose operator it is.
    pub const fn frontend(self) -> Option<FrontendId> {
        match self {
            Self::Frontend(id) => Some(id),
            Self::Centre(_) | Self::Factory => None,
        }
    }
}

words! {
    /// What a signing key signs. No key ever signs for two purposes.
    pub enum KeyPurpose {
        /// Access tokens.
        AccessTokens => "access_tokens",
        /// Certificates and cards, for whoever checks them.
        Papers => "papers",
        /// Seals of the audit trail.
        AuditTrail => "audit_trail",
    }
}

/// How long somebody stays signed in (ASVS 5.0, 7.3): it is decided here, once for each kind of person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTime {
    /// Without renewing the tokens.
    unused: TimeDelta,
    /// In all.
    most: TimeDelta,
}

impl SessionTime {
    /// A driver on their own telephone, who sees their own file alone.
    pub const DRIVER: Self = Self {
        unused: TimeDelta::days(30),
        most: TimeDelta::days(365),
    };
    /// A member of staff, who sees everybody's: a working day, and a break.
    pub const STAFF: Self = Self {
        unused: TimeDelta::minutes(30),
        most: TimeDelta::hours(12),
    };

    /// When a session ends that began at one instant and was last used at another.
    pub fn ends_at(self, begun: DateTime<Utc>, used: DateTime<Utc>) -> DateTime<Utc> {
        (used + self.unused).min(begun + self.most)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_scope_goes_with_whose_system_it_is() {
        let (centre, frontend) = (CentreId(Uuid::from_u128(1)), FrontendId(Uuid::from_u128(2)));
        for partner in [Partner::Centre(centre), Partner::Factory, Partner::Frontend(frontend)] {
            let again = Partner::of(partner.scope(), partner.centre(), partner.frontend());
            assert_eq!(again, Some(partner));
        }
        assert_eq!(Partner::of(Scope::Attestations, None, None), None);
        assert_eq!(Partner::of(Scope::Production, Some(centre), None), None);
        assert_eq!(Partner::of(Scope::Webhooks, Some(centre), Some(frontend)), None);
    }

    #[test]
    fn a_session_ends_unused_and_at_the_latest_when_its_time_is_over() {
        let begun: DateTime<Utc> = "2026-11-22T08:00:00Z".parse().expect("an instant");
        let ends = |hours| {
            SessionTime::STAFF
                .ends_at(begun, begun + TimeDelta::hours(hours))
                .to_rfc3339()
        };
        assert_eq!(ends(0), "2026-11-22T08:30:00+00:00");
        assert_eq!(ends(4), "2026-11-22T12:30:00+00:00");
        assert_eq!(ends(12), "2026-11-22T20:00:00+00:00");
        let driver = SessionTime::DRIVER;
        assert_eq!(
            driver.ends_at(begun, begun + TimeDelta::days(1)),
            begun + TimeDelta::days(31)
        );
        assert_eq!(
            driver.ends_at(begun, begun + TimeDelta::days(364)),
            begun + TimeDelta::days(365)
        );
    }
}
