//! One shape for "this field is wrong, and why", whatever rule found it.

use std::borrow::Cow;

use crate::words;

words! {
    /// What is wrong with a field. Codes never change; their texts are in [`crate::labels`].
    pub enum FaultCode {
        /// Nothing was given.
        Missing => "missing",
        /// More characters than the field takes.
        TooLong => "too_long",
        /// Characters the field does not take.
        Characters => "characters",
        /// Not of the form the field asks for.
        Malformed => "malformed",
        /// No country has this code.
        UnknownCountry => "unknown_country",
        /// The same value twice.
        Repeated => "repeated",
        /// More than one thing bears it.
        Ambiguous => "ambiguous",
        /// A sector for which the licence has no category.
        NoCategory => "no_category",
        /// A category that the licence does not have.
        NotHeld => "not_held",

        /// A date that has not come yet.
        InFuture => "in_future",
        /// A date that has passed.
        InPast => "in_past",
        /// A date so long ago that it must be an error.
        TooEarly => "too_early",
        /// A date further ahead than any card is valid.
        TooLate => "too_late",
        /// Younger than anybody who may hold a licence.
        TooYoung => "too_young",
        /// Before the person was born.
        BeforeBirth => "before_birth",
        /// Ends before it starts.
        BeforeStart => "before_start",
        /// Delivered before the training ended.
        BeforeEnd => "before_end",
        /// Expires on or before the day it was issued.
        BeforeIssue => "before_issue",
        /// Before the card was issued.
        BeforeCard => "before_card",

        /// Fewer hours than the type of training takes.
        BelowMinimum => "below_minimum",
        /// More hours than any training has, or more money than any fee.
        TooMany => "too_many",
        /// More hours than the days from the first to the last have.
        TooManyForPeriod => "too_many_for_period",
        /// Fewer days from the first to the last than the type of training takes.
        PeriodTooShort => "period_too_short",
        /// Less money than can be collected.
        TooLittle => "too_little",

        /// Something that was not asked to be corrected, and is different all the same.
        NotAskedFor => "not_asked_for",

        /// The training centre was not accredited on that day.
        NotAccredited => "not_accredited",
        /// A training that schools do not attest.
        NotForSchools => "not_for_schools",

        /// A box that must be ticked is not.
        NotAccepted => "not_accepted",

        /// None of the three forms a password may have.
        PasswordTooSimple => "password_too_simple",
        /// A password that is easily guessed.
        PasswordGuessable => "password_guessable",
        /// A password that contains the person's name or email.
        PasswordPersonal => "password_personal",
        /// The confirmation is another text.
        NotIdentical => "not_identical",

        /// A file of no bytes.
        FileEmpty => "file_empty",
        /// A file of too many bytes.
        FileTooLarge => "file_too_large",
        /// A file that is neither PDF, JPEG nor PNG by its content.
        FileType => "file_type",
        /// A file whose end is missing.
        FileTruncated => "file_truncated",
        /// A PDF where an image is needed.
        ImageNeeded => "image_needed",
        /// An image of too few pixels.
        ImageTooSmall => "image_too_small",
        /// An image of too many pixels.
        ImageTooLarge => "image_too_large",
    }
}

/// One fault: where, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field, as a JSON pointer without its leading slash: `licence/number`.
    pub field: Cow<'static, str>,
    /// What is wrong with it.
    pub code: FaultCode,
}

impl Fault {
    /// A fault of a field.
    pub const fn new(field: &'static str, code: FaultCode) -> Self {
        Self {
            field: Cow::Borrowed(field),
            code,
        }
    }

    /// The same fault, seen from the object that holds the faulty one as `parent`.
    #[must_use]
    pub fn within(mut self, parent: &str) -> Self {
        self.field = Cow::Owned(format!("{parent}/{}", self.field));
        self
    }
}

/// Collects the faults of the fields that have one.
pub(crate) fn faults<const N: usize>(found: [(&'static str, Option<FaultCode>); N]) -> Vec<Fault> {
    found
        .into_iter()
        .filter_map(|(field, code)| code.map(|code| Fault::new(field, code)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_found_again_from_further_out() {
        let fault = Fault::new("number", FaultCode::Malformed)
            .within("licence")
            .within("driver");
        assert_eq!(fault.field, "driver/licence/number");
    }

    #[test]
    fn only_faulty_fields_are_collected() {
        let found = faults([("surname", None), ("city", Some(FaultCode::Missing))]);
        assert_eq!(found, [Fault::new("city", FaultCode::Missing)]);
    }
}
