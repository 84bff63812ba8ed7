//! How the one table of problem codes is written (its rows are in [`super::codes`]).

use domain::people::Language;

/// What a row says in one language.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    /// A short sentence that is the same for every occurrence.
    pub title: &'static str,
    /// One paragraph for the page of the code: when it happens, what to do.
    pub explanation: &'static str,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The stable name, part of the contract.
    pub name: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// In French.
    pub fr: Wording,
    /// In English.
    pub en: Wording,
}

impl Row {
    /// The row's words in one language.
    pub fn wording(&self, language: Language) -> Wording {
        match language {
            Language::French => self.fr,
            Language::English => self.en,
        }
    }
}

/// Writes the table as an enum, so that a code without a row cannot be named.
macro_rules! problem_codes {
    ($(
        $Variant:ident = $status:literal $name:literal
            fr $fr_title:literal $fr_explanation:literal
            en $en_title:literal $en_explanation:literal
    )+) => {
        /// Every problem this API can answer with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $( #[doc = concat!("`", $name, "`, status ", stringify!($status), ": ", $en_title, ".")] $Variant ),+
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$( Self::$Variant ),+];

            /// The code's row.
            pub fn row(self) -> &'static $crate::http::problem::table::Row {
                use $crate::http::problem::table::{Row, Wording};
                match self {
                    $( Self::$Variant => &Row {
                        name: $name,
                        status: $status,
                        fr: Wording { title: $fr_title, explanation: $fr_explanation },
                        en: Wording { title: $en_title, explanation: $en_explanation },
                    } ),+
                }
            }
        }
    };
}

pub(super) use problem_codes;
