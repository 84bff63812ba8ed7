//! What is put in the place of values that do not fit, so that reading goes on behind them and finds the others.

use std::collections::BTreeMap;

use super::misfit::{Expected, Misfit, MisfitKind};
use super::pointer::Pointer;
use crate::http::problem::{Faults, Location, MOST_FAULTS};

/// What stands in for values that are not read: of two kinds, so that what is judged by one of them is not believed
/// unless it holds of the other as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StandIns {
    /// Early days, small numbers, the first word, what is not ticked.
    Early,
    /// Late days, large numbers, the last word, what is ticked.
    Late,
}

/// The texts that are tried one after the other where a text must be put in: one of them is of the form that its type
/// reads. Nobody ever sees them.
const TEXTS: &[(&str, &str)] = &[
    ("", "A"),
    ("1950-01-01", "2099-12-31"),
    ("1950-01-01T00:00:00Z", "2099-12-31T00:00:00Z"),
    (
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ),
    ("question", "question"),
];

impl StandIns {
    /// The early or the late one of two values.
    pub fn choose<T>(self, early: T, late: T) -> T {
        match self {
            Self::Early => early,
            Self::Late => late,
        }
    }

    /// The text of an attempt: where its form is known, of that form at once.
    pub fn text(self, expected: Expected, attempt: usize) -> &'static str {
        let form = match expected {
            Expected::Date => 1,
            Expected::Instant => 2,
            Expected::Id => 3,
            _ => attempt,
        };
        let (early, late) = TEXTS.get(form).copied().unwrap_or_default();
        self.choose(early, late)
    }
}

/// How often reading starts again. Each time one more fault is known, or another text is tried in one place.
const MOST_READINGS: usize = MOST_FAULTS * 2;

/// The repairs of a document.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    /// Places whose value does not count, and which text stands in for it.
    replaced: BTreeMap<String, usize>,
    /// Members that must be there and are not, by the place of their object.
    added: BTreeMap<String, Vec<&'static str>>,
    readings: usize,
}

impl Repairs {
    /// With which the values of faulty places count no more.
    pub fn of(faults: &Faults) -> Self {
        let places = faults.listed().iter().filter_map(|fault| match &fault.place {
            Location::Pointer(place) => Some((place.clone(), 0)),
            Location::Parameter(_) => None,
        });
        Self {
            replaced: places.collect(),
            ..Self::default()
        }
    }

    /// Mends what does not fit, if that may help. Tells whether it is a fault of the document, and not of a repair.
    pub fn mend(&mut self, misfit: &Misfit) -> Mended {
        self.readings += 1;
        if self.readings > MOST_READINGS {
            return Mended::Impossible;
        }
        let place = String::from(misfit.place());
        if let Some(text) = self.standing_in(&place) {
            self.replaced.insert(place, text + 1);
            return if text + 1 < TEXTS.len() {
                Mended::Again
            } else {
                Mended::Impossible
            };
        }
        match misfit.kind() {
            // Objects whose types say what they know are read without the rest.
            MisfitKind::Unexpected(_) => return Mended::Impossible,
            MisfitKind::Missing(name) => {
                let object = place.rsplit_once('/').map_or("", |(object, _)| object).to_owned();
                self.added.entry(object).or_default().push(name);
                self.replaced.insert(place, 0);
            }
            _ => {
                self.replaced.insert(place, 0);
            }
        }
        Mended::Found
    }

    /// Which text stands in for the value of a place, where its own does not count.
    fn standing_in(&self, place: &str) -> Option<usize> {
        let known = self.replaced.get(place).copied();
        known.or_else(|| self.covers(place).then_some(0))
    }

    /// Whether the value of a place, or of one around it, is not what was sent.
    fn covers(&self, place: &str) -> bool {
        let mut around = place;
        loop {
            if self.replaced.contains_key(around) {
                return true;
            }
            match around.rsplit_once('/') {
                Some((outer, _)) => around = outer,
                None => return false,
            }
        }
    }

    /// Whether the value of a place is as it was sent, whole.
    pub fn spare(&self, place: &str) -> bool {
        let within = |other: &String| other.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
        !self.covers(place) && !self.replaced.keys().any(within)
    }

    /// Which text stands in for the value of this very place.
    pub fn attempt(&self, place: &Pointer) -> Option<usize> {
        self.replaced.get(place.as_str()).copied()
    }

    /// The members to add to an object.
    pub fn added(&self, object: &Pointer) -> &[&'static str] {
        self.added.get(object.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Whether the document is read as it was sent.
    pub fn is_empty(&self) -> bool {
        self.replaced.is_empty()
    }
}

/// What mending led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mended {
    /// A fault of the document was found, and is mended.
    Found,
    /// What stood in did not fit either, and is replaced.
    Again,
    /// Nothing fits there.
    Impossible,
}
