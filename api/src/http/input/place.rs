//! Where a reader stands in a document: costs nothing until somebody asks for it.

use super::pointer::Pointer;

/// A place in a document, known by the places around it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'p> {
    /// The document itself.
    Root,
    /// A member of an object.
    Member(&'p Place<'p>, &'p str),
    /// An element of a list.
    Element(&'p Place<'p>, usize),
}

impl Place<'_> {
    /// The place as it is written.
    pub fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::default(),
            Self::Member(parent, name) => parent.pointer().child(name),
            Self::Element(parent, index) => parent.pointer().child(index),
        }
    }
}
