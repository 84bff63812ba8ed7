//! What makes one kind of case. Each kind fills in one sheet, in a file of its own.

use super::{Case, Kind, StepName, cqc, loss, non_delivery, quality, theft, undelivered};
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

impl Kind {
    /// The kinds that a driver can open.
    pub const OPEN: &'static [Self] = &[Self::Cqc, Self::Loss, Self::Theft, Self::Quality, Self::NonDelivery];

    /// Whether it is about a card that exists already.
    pub const fn is_about_card(self) -> bool {
        !matches!(self, Self::Cqc)
    }

    /// This kind's sheet.
    pub const fn sheet(self) -> &'static Sheet {
        match self {
            Self::Cqc => &cqc::SHEET,
            Self::Loss => &loss::SHEET,
            Self::Theft => &theft::SHEET,
            Self::Quality => &quality::SHEET,
            Self::Undelivered => &undelivered::SHEET,
            Self::NonDelivery => &non_delivery::SHEET,
        }
    }

    /// This kind's table.
    pub const fn table(self) -> Table<Case> {
        self.sheet().table
    }
}
