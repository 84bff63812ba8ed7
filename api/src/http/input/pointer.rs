//! RFC 6901 JSON pointers.

use std::fmt::Display;

/// A pointer being built: the place in a document that a check is looking at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pointer(String);

impl Pointer {
    /// The member or element of that name below this place.
    pub(super) fn child(&self, name: impl Display) -> Self {
        let name = name.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{name}", self.0))
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.0
    }
}

impl From<&serde_path_to_error::Path> for Pointer {
    fn from(path: &serde_path_to_error::Path) -> Self {
        use serde_path_to_error::Segment;
        path.iter().fold(Self::default(), |place, segment| match segment {
            Segment::Seq { index } => place.child(index),
            Segment::Map { key } | Segment::Enum { variant: key } => place.child(key),
            Segment::Unknown => place,
        })
    }
}

impl From<&serde_ignored::Path<'_>> for Pointer {
    fn from(path: &serde_ignored::Path<'_>) -> Self {
        use serde_ignored::Path;
        match path {
            Path::Root => Self::default(),
            Path::Seq { parent, index } => Self::from(*parent).child(index),
            Path::Map { parent, key } => Self::from(*parent).child(key),
            Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => {
                Self::from(*parent)
            }
        }
    }
}
