//! Items of an information request or correction: what to put right, and why.

use serde::{Deserialize, Serialize};

use crate::ids::ItemId;
use crate::rules::documents::DocumentType;
use crate::words;
use crate::words::Word;

words! {
    /// A field that an item can name: of an account, or of a case.
    pub enum Field {
        /// Surname, as written on the identity document.
        Surname => "surname",
        /// First names, as written on the identity document.
        FirstNames => "first_names",
        /// Date of birth, as far as it is known.
        BirthDate => "birth_date",
        /// Town of birth, as it is printed on the card.
        BirthPlace => "birth_place",
        /// Country of birth, as an ISO 3166-1 alpha-2 code.
        BirthCountry => "birth_country",
        /// The licence: number, country, categories, dates.
        Licence => "licence",
        /// Postal address of the account.
        Address => "address",
        /// Phone number of the account.
        Phone => "phone",
        /// Email address of the account.
        Email => "email",
        /// Address to which the card is posted.
        DeliveryAddress => "delivery_address",
        /// To whom the invoice is made out.
        BillingAddress => "billing_address",
    }
}

impl Field {
    /// Whether it describes the person a case's card is for.
    pub const fn is_of_holder(self) -> bool {
        matches!(
            self,
            Self::Surname | Self::FirstNames | Self::BirthDate | Self::BirthPlace | Self::BirthCountry | Self::Licence
        )
    }
}

/// What an item is about, written `document:photo`, `field:surname` or `question`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ItemTarget {
    /// A document to provide again.
    Document(DocumentType),
    /// A field to correct.
    Field(Field),
    /// A question to answer in words.
    Question,
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for ItemTarget {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "What an item is about: a document to provide again (`document:photo`), a field to correct (`field:surname`), or a \
                 `question` to answer in words.",
            ))
            .pattern(Some("^(document:[a-z_]+|field:[a-z_]+|question)$"))
            .examples(["document:photo"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for ItemTarget {}

#[cfg(feature = "stored")]
crate::stored::stored!(ItemTarget);

/// Text that names nothing an item can be about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no target: expected `document:<type>`, `field:<name>` or `question`")]
pub struct UnknownTarget(pub String);

impl ItemTarget {
    /// Whether an information request can be about it: a case has no phone, email or home address to correct, and where
    /// it is paid for, its invoice is made by then.
    pub const fn is_of_case(self) -> bool {
        match self {
            Self::Document(_) | Self::Question => true,
            Self::Field(field) => field.is_of_holder() || matches!(field, Field::DeliveryAddress),
        }
    }

    /// Whether the correction of a faulty card can be about it: nothing is invoiced yet.
    pub const fn is_of_correction(self) -> bool {
        self.is_of_case() || matches!(self, Self::Field(Field::BillingAddress))
    }
}

impl std::fmt::Display for ItemTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Document(document) => write!(f, "document:{document}"),
            Self::Field(field) => write!(f, "field:{field}"),
            Self::Question => f.write_str("question"),
        }
    }
}

impl std::str::FromStr for ItemTarget {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let target = match text.split_once(':') {
            Some(("document", name)) => DocumentType::from_name(name).map(Self::Document),
            Some(("field", name)) => Field::from_name(name).map(Self::Field),
            None if text == "question" => Some(Self::Question),
            _ => None,
        };
        target.ok_or_else(|| UnknownTarget(text.to_owned()))
    }
}

impl TryFrom<String> for ItemTarget {
    type Error = UnknownTarget;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ItemTarget> for String {
    fn from(target: ItemTarget) -> Self {
        target.to_string()
    }
}

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id, to which an answer refers.
    pub id: ItemId,
    /// What it is about.
    pub target: ItemTarget,
    /// Why it is not in order, in the agent's words.
    pub reason: String,
    /// Whether that document or field has changed since the item was written.
    pub changed: bool,
    /// The driver's words about it.
    pub comment: Option<String>,
}

impl Item {
    /// Addressed when its document or field changed since, or a comment answers it.
    pub fn addressed(&self) -> bool {
        self.changed
            || self
                .comment
                .as_deref()
                .is_some_and(|comment| !comment.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_no_phone_to_correct() {
        for (text, of_case) in [
            ("document:photo", true),
            ("field:licence", true),
            ("field:delivery_address", true),
            ("question", true),
            ("field:phone", false),
            ("field:email", false),
            ("field:address", false),
        ] {
            let target: ItemTarget = text.parse().expect("a target");
            assert_eq!(target.is_of_case(), of_case, "{text}");
        }
    }

    #[test]
    fn targets_read_back_as_they_are_written() {
        for text in ["document:photo", "field:surname", "question"] {
            assert_eq!(text.parse::<ItemTarget>().expect("a target").to_string(), text);
        }
        for text in [
            "",
            "photo",
            "document:",
            "document:passport",
            "field:shoe_size",
            "question:why",
        ] {
            assert!(text.parse::<ItemTarget>().is_err(), "{text}");
        }
    }
}
