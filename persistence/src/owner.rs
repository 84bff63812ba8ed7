//! Who signs in with an email and a password, and so owns sessions and one-time links.

use domain::access::SessionTime;
use domain::federation::Audience;
use domain::ids::{AccountId, StaffId};

/// A driver or a member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A driver.
    Driver(AccountId),
    /// A member of staff.
    Staff(StaffId),
}

impl Owner {
    /// The owner that these two columns name; exactly one of them is set.
    pub(crate) fn of(account_id: Option<AccountId>, staff_id: Option<StaffId>) -> Option<Self> {
        account_id.map(Self::Driver).or(staff_id.map(Self::Staff))
    }

    /// Whom they belong to.
    pub const fn audience(self) -> Audience {
        match self {
            Self::Driver(_) => Audience::Drivers,
            Self::Staff(_) => Audience::Staff,
        }
    }

    /// How long they stay signed in.
    pub(crate) const fn session_time(self) -> SessionTime {
        match self {
            Self::Driver(_) => SessionTime::DRIVER,
            Self::Staff(_) => SessionTime::STAFF,
        }
    }

    /// The column for drivers.
    pub(crate) fn account_id(self) -> Option<AccountId> {
        match self {
            Self::Driver(id) => Some(id),
            Self::Staff(_) => None,
        }
    }

    /// The column for staff.
    pub(crate) fn staff_id(self) -> Option<StaffId> {
        match self {
            Self::Driver(_) => None,
            Self::Staff(id) => Some(id),
        }
    }
}
