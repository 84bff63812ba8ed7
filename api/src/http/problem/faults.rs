//! `Faults`: refused values, as many of them as anybody would read.

use super::Fault;

/// The most refused values that one answer lists.
pub const MOST_FAULTS: usize = 50;

/// A list of faults that stays short whatever was sent: from the fifty-first on, faults are not even made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    listed: Vec<Fault>,
    more: bool,
}

impl Faults {
    /// Adds a fault, if there is room for it.
    pub fn note(&mut self, fault: impl FnOnce() -> Fault) {
        if self.listed.len() < MOST_FAULTS {
            self.listed.push(fault());
        } else {
            self.more = true;
        }
    }

    /// Adds all of another list that there is room for.
    pub fn append(&mut self, other: Self) {
        let more = other.more;
        self.extend(other.listed);
        self.more |= more;
    }

    /// Whether nothing was refused.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Whether no more would be listed.
    pub fn is_full(&self) -> bool {
        self.listed.len() == MOST_FAULTS
    }

    /// Whether there were more than are listed.
    pub fn has_more(&self) -> bool {
        self.more
    }

    /// Those that are listed.
    pub fn listed(&self) -> &[Fault] {
        &self.listed
    }
}

impl<F: Into<Fault>> Extend<F> for Faults {
    fn extend<I: IntoIterator<Item = F>>(&mut self, faults: I) {
        for fault in faults {
            self.note(|| fault.into());
            if self.more {
                return;
            }
        }
    }
}

impl<F: Into<Fault>> FromIterator<F> for Faults {
    fn from_iter<I: IntoIterator<Item = F>>(faults: I) -> Self {
        let mut list = Self::default();
        list.extend(faults);
        list
    }
}

#[cfg(test)]
mod tests {
    use super::super::InputFault;
    use super::*;

    #[test]
    fn fifty_are_listed_and_no_more_are_looked_at() {
        let mut made = 0;
        let endless = std::iter::repeat_with(|| {
            made += 1;
            Fault::at("/a", InputFault::Null)
        });
        let faults: Faults = endless.collect();
        assert_eq!((faults.listed().len(), faults.has_more()), (MOST_FAULTS, true));
        assert_eq!(made, MOST_FAULTS + 1);
    }
}
