//! `Patch<T>`: a member of a PATCH that `null` takes away.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Visitor};

/// The name under which [`Patch`] asks for a value.
pub(super) const NULLABLE: &str = "\0nullable";

/// What a PATCH says of a member that may be absent (RFC 7396). In a body: `#[serde(default)]` and
/// `#[schema(value_type = Option<…>, nullable = true, extensions(("x-null-takes-away" = json!(true))))]`. Members of any
/// other type refuse `null`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Nothing was said: the member stays as it is.
    #[default]
    Keep,
    /// `null`: the member is taken away.
    Clear,
    /// The value that the member shall have.
    Set(T),
}

impl<T> Patch<T> {
    /// What becomes of what is known.
    pub fn upon(self, known: Option<T>) -> Option<T> {
        match self {
            Self::Keep => known,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_newtype_struct(NULLABLE, Nullable(PhantomData))
    }
}

struct Nullable<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Nullable<T> {
    type Value = Patch<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Patch<T>, E> {
        Ok(Patch::Clear)
    }

    fn visit_some<D: Deserializer<'de>>(self, reader: D) -> Result<Patch<T>, D::Error> {
        T::deserialize(reader).map(Patch::Set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_made_upon_what_is_known() {
        assert_eq!(Patch::Keep.upon(Some(1)), Some(1));
        assert_eq!(Patch::Clear.upon(Some(1)), None);
        assert_eq!(Patch::Set(2).upon(Some(1)), Some(2));
    }
}
