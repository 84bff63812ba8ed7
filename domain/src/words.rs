//! One way to write a closed vocabulary: an enum whose variants have one name, the same in code, JSON and SQL.

/// A value out of a closed vocabulary, known everywhere by one `snake_case` name.
pub trait Word: Copy + Eq + Sized + 'static {
    /// Every value, in the order of the vocabulary.
    const ALL: &'static [Self];

    /// The name used in JSON, in SQL and in URLs.
    fn name(self) -> &'static str;

    /// The value of that name, if there is one.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.name() == name)
    }
}

/// Text that is no word of the vocabulary it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is none of: {expected}")]
pub struct UnknownWord {
    /// What was read.
    pub found: String,
    /// The vocabulary, comma-separated.
    pub expected: String,
}

/// Reads a word, or says which ones there are.
pub fn parse<W: Word>(name: &str) -> Result<W, UnknownWord> {
    W::from_name(name).ok_or_else(|| UnknownWord {
        found: name.to_owned(),
        expected: W::ALL.iter().map(|word| word.name()).collect::<Vec<_>>().join(", "),
    })
}

/// Defines an enum that is a [`Word`]: serialised, displayed and parsed by its name.
///
/// In the contract, its description is that of the type with a table of what each value means: the documentation of
/// the variants, which is therefore required. A `default` behind a name makes that value the type's.
#[macro_export]
macro_rules! words {
    (
        $(#[doc = $doc:literal])+
        $(#[derive($Derived:ident)])?
        $(#[cfg_attr($($condition:tt)+)])?
        $vis:vis enum $Name:ident {
            $( $(#[doc = $meaning:literal])+ $Variant:ident => $name:tt $($default:ident)? ),+ $(,)?
        }
    ) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        $(#[derive($Derived)])?
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(description = concat!(
            $($doc, "\n",)+ "\n| value | meaning |\n|---|---|",
            $("\n| `", $name, "` |", $($meaning,)+ " |"),+
        ).trim_ascii()))]
        $(#[cfg_attr($($condition)+)])?
        $(#[doc = $doc])+
        $vis enum $Name {
            $( $(#[doc = $meaning])+ #[serde(rename = $name)] $(#[$default])? $Variant ),+
        }

        impl $crate::words::Word for $Name {
            const ALL: &'static [Self] = &[$( Self::$Variant ),+];

            fn name(self) -> &'static str {
                match self { $( Self::$Variant => $name ),+ }
            }
        }

        $crate::stored::stored!($Name);

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::words::Word::name(*self))
            }
        }

        impl std::str::FromStr for $Name {
            type Err = $crate::words::UnknownWord;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                $crate::words::parse(name)
            }
        }
    };
}

#[cfg(all(test, feature = "openapi"))]
mod tests {
    use utoipa::ToSchema;

    #[test]
    fn vocabularies_of_one_name_are_told_apart_in_the_contract() {
        let names = [
            crate::account::Stage::name(),
            crate::attestation::Stage::name(),
            crate::card::Stage::name(),
            crate::case::Stage::name(),
            crate::entitlement::Stage::name(),
            crate::payment::Stage::name(),
            crate::production_order::Stage::name(),
        ];
        assert_eq!(
            names.map(std::borrow::Cow::into_owned),
            [
                "AccountStage",
                "AttestationStage",
                "CardStage",
                "CaseStage",
                "EntitlementStage",
                "PaymentStage",
                "ProductionOrderStage"
            ]
        );
    }

    #[test]
    fn the_contract_knows_words_by_their_names() {
        let schema = <crate::sector::Sector as utoipa::PartialSchema>::schema();
        let schema = serde_json::to_value(schema).expect("JSON");
        assert_eq!(schema["enum"], serde_json::json!(["goods", "passengers"]));
        let description = schema["description"].as_str().expect("a description");
        assert!(description.contains("\n| `goods` | "), "{description}");
    }
}
