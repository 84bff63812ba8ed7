//! One shape for "this field is wrong, and why", whatever rule found it.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::signs::{Plain, plain};
use crate::labels::Label;
use crate::people::Language;
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
        /// Digits that do not agree with the check digit among them.
        CheckDigit => "check_digit",
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

        /// An address to which nobody may be led with a code.
        NotARedirect => "not_a_redirect",
        /// A text that is no origin, as browsers send it.
        NotAnOrigin => "not_an_origin",
        /// A scope that only the operator's own frontends have.
        FirstPartyOnly => "first_party_only",

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
        /// A file that needs a password to be opened.
        FileLocked => "file_locked",
        /// A damaged file: it cannot be opened.
        FileUnreadable => "file_unreadable",
        /// A PDF without a page.
        FileWithoutPages => "file_without_pages",
        /// A PDF with scripts, actions or files in it.
        FileActive => "file_active",
        /// A PDF where an image is needed.
        ImageNeeded => "image_needed",
        /// An image of too few pixels.
        ImageTooSmall => "image_too_small",
        /// An image of too many pixels.
        ImageTooLarge => "image_too_large",
        /// An image that moves.
        ImageAnimated => "image_animated",
        /// An image of one colour, where something should be seen.
        ImageBlank => "image_blank",
    }
}

words! {
    /// The form a field asks for, to be shown where it was missed.
    pub enum Form {
        /// A surname or first names.
        Name => "name",
        /// A town.
        Place => "place",
        /// A line of an address.
        AddressLine => "address_line",
        /// An email address.
        Email => "email",
        /// A phone number.
        Phone => "phone",
        /// The number of a French licence.
        FrenchLicence => "french_licence",
        /// The number of another country's licence.
        ForeignLicence => "foreign_licence",
        /// A NEPH.
        Neph => "neph",
        /// A French postal code.
        FrenchPostalCode => "french_postal_code",
        /// Another country's postal code.
        ForeignPostalCode => "foreign_postal_code",
        /// A SIREN.
        Siren => "siren",
    }
}

/// The first sign that a field does not take. Displayed as `U+2603 ☃`, without the sign where it cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedSign {
    /// The sign.
    pub sign: char,
    /// Its place, 1 for the first, in the text as it was tidied; an accent counts with its letter.
    pub position: usize,
}

impl RefusedSign {
    /// The first sign of a text that is not taken.
    pub fn first_in(text: &str, is_taken: impl Fn(char) -> bool) -> Option<Self> {
        let mut signs = text.nfc().zip(1..);
        let (sign, position) = signs.find(|(sign, _)| !is_taken(*sign))?;
        Some(Self { sign, position })
    }

    fn message(self, language: Language) -> String {
        let position = self.position;
        match language {
            Language::French => format!("Caractère refusé : {self}, en position {position}."),
            Language::English => format!("Character refused: {self}, at position {position}."),
        }
    }
}

impl fmt::Display for RefusedSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sign, .. } = self;
        write!(f, "U+{:04X}", u32::from(*sign))?;
        let is_seen = !(sign.is_control() || sign.is_whitespace() || plain(*sign) == Plain::Nothing);
        match is_seen {
            true if is_combining_mark(*sign) => write!(f, " ◌{sign}"),
            true => write!(f, " {sign}"),
            false => Ok(()),
        }
    }
}

/// What is wrong with one value, wherever it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueFault {
    /// What is wrong.
    pub code: FaultCode,
    /// The sign that was refused, where it was one.
    pub refused: Option<RefusedSign>,
    /// The form to write, where there is one to show.
    pub form: Option<Form>,
}

impl From<FaultCode> for ValueFault {
    fn from(code: FaultCode) -> Self {
        Self {
            code,
            refused: None,
            form: None,
        }
    }
}

impl ValueFault {
    /// A value that is not of the form asked for.
    pub const fn of_form(code: FaultCode, form: Form) -> Self {
        Self {
            code,
            refused: None,
            form: Some(form),
        }
    }

    /// What people read: what is wrong, the sign refused and its place, the form to write.
    pub fn message(self, language: Language) -> String {
        let refused = self.refused.map(|refused| refused.message(language));
        let form = self.form.map(|form| form.label(language).to_owned());
        let parts = [Some(self.code.label(language).to_owned()), refused, form];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// One fault: where, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field, as a JSON pointer without its leading slash: `licence/number`.
    pub field: Cow<'static, str>,
    /// What is wrong with it.
    pub code: FaultCode,
    /// The sign that was refused, where it was one.
    pub refused: Option<RefusedSign>,
    /// The form to write, where there is one to show.
    pub form: Option<Form>,
}

impl Fault {
    /// A fault of a field of which there is no more to say.
    pub const fn new(field: &'static str, code: FaultCode) -> Self {
        Self {
            field: Cow::Borrowed(field),
            code,
            refused: None,
            form: None,
        }
    }

    /// What is wrong with the value of a field.
    pub fn of(field: &'static str, wrong: impl Into<ValueFault>) -> Self {
        let ValueFault { code, refused, form } = wrong.into();
        Self {
            field: Cow::Borrowed(field),
            code,
            refused,
            form,
        }
    }

    /// The same fault, seen from the object that holds the faulty one as `parent`.
    #[must_use]
    pub fn within(mut self, parent: &str) -> Self {
        self.field = Cow::Owned(format!("{parent}/{}", self.field));
        self
    }

    /// What is wrong with the value, without its place.
    pub const fn wrong(&self) -> ValueFault {
        ValueFault {
            code: self.code,
            refused: self.refused,
            form: self.form,
        }
    }

    /// What people read: what is wrong, the sign refused and its place, the form to write.
    pub fn message(&self, language: Language) -> String {
        self.wrong().message(language)
    }
}

/// Collects the faults of the fields that have one.
pub(crate) fn faults<const N: usize, W: Into<ValueFault>>(found: [(&'static str, Option<W>); N]) -> Vec<Fault> {
    found
        .into_iter()
        .filter_map(|(field, wrong)| wrong.map(|wrong| Fault::of(field, wrong)))
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

    #[test]
    fn people_read_what_was_refused_and_where_and_what_to_write() {
        let refused = RefusedSign::first_in("Martin ☃", |sign| sign != '☃');
        let fault = ValueFault {
            code: FaultCode::Characters,
            refused,
            form: Some(Form::Name),
        };
        let french = fault.message(Language::French);
        assert!(french.contains("U+2603 ☃, en position 8."), "{french}");
        assert!(french.ends_with(Form::Name.label(Language::French)), "{french}");
        let english = Fault::of("surname", fault).message(Language::English);
        assert!(english.contains("U+2603 ☃, at position 8."), "{english}");
        let bare = Fault::new("surname", FaultCode::Missing).message(Language::English);
        assert_eq!(bare, FaultCode::Missing.label(Language::English));
    }

    #[test]
    fn a_sign_that_cannot_be_seen_is_named_by_its_number() {
        let shown = |sign| RefusedSign { sign, position: 1 }.to_string();
        assert_eq!(shown('\u{202e}'), "U+202E");
        assert_eq!(shown('\n'), "U+000A");
        assert_eq!(shown('\u{301}'), "U+0301 ◌\u{301}");
        assert_eq!(shown('☃'), "U+2603 ☃");
    }
}
