//! The two sectors of transport, and the licence categories each needs.

use crate::words;

words! {
    /// What a driver may carry professionally. One card can bear both.
    pub enum Sector {
        /// Carriage of goods (marchandises): heavy goods vehicles.
        Goods => "goods",
        /// Carriage of passengers (voyageurs): buses and coaches.
        Passengers => "passengers",
    }
}

words! {
    /// A category of driving licence, by its printed name.
    pub enum LicenceCategory {
        /// Mopeds.
        Am => "AM",
        /// Motorcycles up to 125 cm³.
        A1 => "A1",
        /// Motorcycles up to 35 kW.
        A2 => "A2",
        /// Motorcycles.
        A => "A",
        /// Heavy quadricycles.
        B1 => "B1",
        /// Cars.
        B => "B",
        /// Cars with a trailer.
        Be => "BE",
        /// Goods vehicles up to 7.5 t.
        C1 => "C1",
        /// Goods vehicles up to 7.5 t with a trailer.
        C1e => "C1E",
        /// Goods vehicles.
        C => "C",
        /// Goods vehicles with a trailer.
        Ce => "CE",
        /// Minibuses.
        D1 => "D1",
        /// Minibuses with a trailer.
        D1e => "D1E",
        /// Buses.
        D => "D",
        /// Buses with a trailer.
        De => "DE",
    }
}

impl Sector {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Goods => Self::Passengers,
            Self::Passengers => Self::Goods,
        }
    }

    /// The categories of which one is needed to work in this sector (code des transports R3314-4).
    pub const fn licence_categories(self) -> &'static [LicenceCategory] {
        use LicenceCategory::{C, C1, C1e, Ce, D, D1, D1e, De};
        match self {
            Self::Goods => &[C1, C1e, C, Ce],
            Self::Passengers => &[D1, D1e, D, De],
        }
    }

    /// Whether a licence of these categories allows work in this sector.
    pub fn fits(self, held: &[LicenceCategory]) -> bool {
        self.licence_categories().iter().any(|category| held.contains(category))
    }
}
