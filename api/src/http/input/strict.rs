//! Reading a document as JSON clients mean it, where serde is more obliging: it also takes a list for an object, field
//! by field, and a null for something left out.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserialize, Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// The name under which [`Patch`] asks for a value.
const NULLABLE: &str = "\0nullable";

/// A document, or a part of one.
pub(super) struct Strict(pub(super) Value);

/// What a PATCH says of a member that may be absent (RFC 7396). In a body: `#[serde(default)]` and
/// `#[schema(value_type = Option<…>, nullable = true, extensions(("x-null-takes-away" = json!(true))))]`. Members of any
/// other type refuse `null`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Nothing: it stays as it is.
    #[default]
    Keep,
    /// `null`: it goes.
    Clear,
    /// What it shall be.
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

impl<'de> Deserializer<'de> for Strict {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Self))),
            Value::Object(members) => {
                let members = members.into_iter().map(|(name, value)| (name, Self(value)));
                visitor.visit_map(MapDeserializer::new(members))
            }
            leaf => leaf.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.is_array() {
            return Err(Error::invalid_type(Unexpected::Seq, &visitor));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() {
            return Err(Error::invalid_type(Unexpected::Unit, &visitor));
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match (name, self.0.is_null()) {
            (NULLABLE, true) => visitor.visit_none(),
            (NULLABLE, false) => visitor.visit_some(self),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Strict {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, serde::Deserialize)]
    #[serde(default)]
    struct Profile {
        name: Option<String>,
        phone: Patch<String>,
        inner: Option<Box<Profile>>,
    }

    fn read(document: Value) -> Result<Profile, String> {
        Profile::deserialize(Strict(document)).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_there_is_read() {
        let document = json!({"name": "Camille", "phone": "+33612345678", "inner": {"name": "Jeanne"}});
        let read = read(document).expect("a profile");
        assert_eq!(read.name.as_deref(), Some("Camille"));
        assert_eq!(read.phone, Patch::Set("+33612345678".to_owned()));
        assert_eq!(read.inner.and_then(|inner| inner.name).as_deref(), Some("Jeanne"));
    }

    #[test]
    fn a_list_is_no_object_however_deep_it_stands() {
        for document in [json!([]), json!(["Camille", null, {}]), json!({"inner": ["Camille"]})] {
            let refused = read(document).expect_err("refused");
            assert!(
                refused.starts_with("invalid type: sequence, expected struct"),
                "{refused}"
            );
        }
    }

    #[test]
    fn null_takes_away_what_may_go_and_nothing_else() {
        assert_eq!(read(json!({"phone": null})).expect("a profile").phone, Patch::Clear);
        assert_eq!(read(json!({})).expect("a profile").phone, Patch::Keep);
        for name in ["name", "inner"] {
            let refused = read(json!({ name: null })).expect_err("refused");
            assert!(refused.starts_with("invalid type: null"), "{refused}");
        }
    }

    #[test]
    fn a_change_is_made_upon_what_is_known() {
        assert_eq!(Patch::Keep.upon(Some(1)), Some(1));
        assert_eq!(Patch::Clear.upon(Some(1)), None);
        assert_eq!(Patch::Set(2).upon(Some(1)), Some(2));
    }
}
