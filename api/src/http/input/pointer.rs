//! RFC 6901 JSON pointers.

use std::fmt::{self, Display, Write as _};

use crate::http::problem::MOST_CHARACTERS;

/// Stands at the end of a pointer that was cut.
const CUT: char = '…';

/// A pointer being built: the place in a document that a check is looking at. However long the names on the way to it
/// are, it stays short, so that it costs little to carry about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pointer {
    text: String,
    characters: usize,
}

impl Pointer {
    /// The member or element of that name below this place.
    pub(super) fn child(&self, name: impl Display) -> Self {
        let mut child = self.clone();
        // Fails only where the pointer is full, and then the rest of the name is not looked at.
        let _ = child.push('/').and_then(|()| write!(Escaping(&mut child), "{name}"));
        child
    }

    /// The pointer as it is written.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    fn push(&mut self, letter: char) -> fmt::Result {
        if self.characters == MOST_CHARACTERS {
            return Err(fmt::Error);
        }
        self.characters += 1;
        self.text.push(if self.characters == MOST_CHARACTERS {
            CUT
        } else {
            letter
        });
        Ok(())
    }
}

/// Writes a name as a part of a pointer.
struct Escaping<'p>(&'p mut Pointer);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|letter| match letter {
            '~' => self.0.push('~').and_then(|()| self.0.push('0')),
            '/' => self.0.push('~').and_then(|()| self.0.push('1')),
            other => self.0.push(other),
        })
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped() {
        assert_eq!(Pointer::default().child("a/b~").child(7).as_str(), "/a~1b~0/7");
    }

    #[test]
    fn a_pointer_stays_short_whatever_the_names() {
        let long = Pointer::default().child("k".repeat(1_000_000));
        assert_eq!(long.as_str().chars().count(), MOST_CHARACTERS);
        assert!(long.as_str().ends_with(CUT));
        assert_eq!(long.child("more"), long);
        let deep = (0..10_000).fold(Pointer::default(), |place, _| place.child("é"));
        assert_eq!(deep.as_str().chars().count(), MOST_CHARACTERS);
    }
}
