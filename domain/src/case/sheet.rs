//! What makes one kind of case. Each kind fills in one sheet, in a file of its own.

use super::{Case, Kind, StepName, cqc};
use crate::lifecycle::Table;
use crate::rules::documents::DocumentType;

/// Everything that distinguishes one kind of case from another.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Its lifecycle.
    pub table: Table<Case>,
    /// The steps of its draft, in the order in which a driver goes through them.
    pub steps: &'static [StepName],
    /// The documents that it asks for.
    pub documents: &'static [DocumentType],
}

/// The sheet of a kind that nobody can open yet.
const BLANK: Sheet = Sheet {
    table: &[],
    steps: &[],
    documents: &[],
};

impl Kind {
    /// The kinds that can be opened today.
    pub const OPEN: &'static [Self] = &[Self::Cqc];

    /// This kind's sheet; a blank one for kinds that nobody can open yet.
    pub const fn sheet(self) -> &'static Sheet {
        match self {
            Self::Cqc => &cqc::SHEET,
            Self::Loss | Self::Theft | Self::Quality | Self::Undelivered => &BLANK,
        }
    }

    /// This kind's table.
    pub const fn table(self) -> Table<Case> {
        self.sheet().table
    }
}
