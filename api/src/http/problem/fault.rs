//! One refused value: where it is, a stable code, and a message. The codes are a closed table as well.

use domain::labels::Label;
use domain::people::Language;
use domain::rules::fault as rules;
use domain::words::Word;

use crate::http::language::Text;

/// Where the refused value stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the JSON body (or the form): an RFC 6901 pointer, empty for the whole.
    Pointer(String),
    /// A query parameter, by its name.
    Parameter(String),
}

/// What is wrong with a value: a code of the hub, or one of the domain's rules. Where both have a name, it means
/// the same.
pub trait FaultKind: Copy {
    /// The stable name.
    fn code(self) -> &'static str;

    /// The usual message, its `{placeholders}` not yet filled.
    fn message(self) -> Text;
}

impl FaultKind for InputFault {
    fn code(self) -> &'static str {
        self.name()
    }

    fn message(self) -> Text {
        self.text()
    }
}

impl FaultKind for rules::FaultCode {
    fn code(self) -> &'static str {
        self.name()
    }

    fn message(self) -> Text {
        Text::new(self.label(Language::French), self.label(Language::English))
    }
}

impl FaultKind for rules::ValueFault {
    fn code(self) -> &'static str {
        self.code.name()
    }

    fn message(self) -> Text {
        Text::new(self.message(Language::French), self.message(Language::English))
    }
}

/// One refused value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Location,
    /// What is wrong with it, stable.
    pub code: &'static str,
    /// The same for people.
    pub message: Text,
}

impl Fault {
    /// A fault in the body at an RFC 6901 pointer (`/licence/number`), with the code's own message.
    pub fn at(pointer: impl Into<String>, wrong: impl FaultKind) -> Self {
        Self {
            place: Location::Pointer(cut(pointer.into())),
            code: wrong.code(),
            message: wrong.message(),
        }
    }

    /// A fault of a query parameter, with the code's own message.
    pub fn of_parameter(name: impl Into<String>, wrong: impl FaultKind) -> Self {
        Self {
            place: Location::Parameter(cut(name.into())),
            code: wrong.code(),
            message: wrong.message(),
        }
    }

    /// Says it in words of one's own.
    #[must_use]
    pub fn saying(mut self, message: Text) -> Self {
        self.message = message;
        self
    }

    /// Fills a `{name}` of the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.message = self.message.with(name, &cut(value.to_owned()));
        self
    }
}

/// The characters of a pointer, a name or a value that are told.
pub const MOST_CHARACTERS: usize = 500;

/// A text that somebody else chose, no longer than anybody would read.
pub fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MOST_CHARACTERS) {
        text.truncate(end);
        text.pop();
        text.push('…');
    }
    text
}

impl From<rules::Fault> for Fault {
    fn from(fault: rules::Fault) -> Self {
        Self::at(format!("/{}", fault.field), fault.wrong())
    }
}

/// Writes the table of fault codes.
macro_rules! fault_codes {
    ($( $Variant:ident $name:literal fr $fr:literal en $en:literal )+) => {
        /// What can be wrong with one value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum InputFault {
            $( #[doc = concat!("`", $name, "`: ", $en)] $Variant ),+
        }

        impl InputFault {
            /// Every code.
            pub const ALL: &'static [Self] = &[$( Self::$Variant ),+];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$Variant => $name ),+ }
            }

            fn text(self) -> Text {
                match self { $( Self::$Variant => Text::new($fr, $en) ),+ }
            }
        }
    };
}

fault_codes! {
    Missing "missing"
        fr "Ce champ est obligatoire."
        en "This field is required."
    Unexpected "unknown_field"
        fr "Ce champ n’existe pas ici."
        en "There is no such field here."
    UnknownParameter "unknown_parameter"
        fr "Ce paramètre n’existe pas ici."
        en "There is no such parameter here."
    Repeated "repeated"
        fr "Cette valeur figure deux fois."
        en "This value is given twice."
    WrongType "wrong_type"
        fr "Type de valeur incorrect ; attendu : {expected}."
        en "Wrong type of value; expected: {expected}."
    UnknownValue "unknown_value"
        fr "Valeur inconnue ; attendu : {expected}."
        en "Unknown value; expected: {expected}."
    Null "null"
        fr "Omettez ce champ plutôt que de l’envoyer à null."
        en "Leave this field out rather than sending null."
    Invalid "invalid"
        fr "Cette valeur n’est pas valide."
        en "This value is not valid."
    NullCharacter "null_character"
        fr "Le caractère nul (U+0000) n’est pas permis : retirez-le."
        en "The null character (U+0000) is not allowed: take it out."
    Date "date"
        fr "Date inexistante ou mal écrite ; attendu : AAAA-MM-JJ."
        en "No such date, or not written as YYYY-MM-DD."
    Instant "instant"
        fr "Instant mal écrit ; attendu : RFC 3339, par exemple 2026-11-22T09:00:00Z."
        en "Not an RFC 3339 time, such as 2026-11-22T09:00:00Z."
    Id "id"
        fr "Identifiant mal écrit ; attendu : un UUID."
        en "Not an id; a UUID is expected."
    Length "length"
        fr "Longueur non permise."
        en "Length not allowed."
    TooShort "too_short"
        fr "Trop court : au moins {min}."
        en "Too short: at least {min}."
    TooLong "too_long"
        fr "Trop long : au plus {max}."
        en "Too long: at most {max}."
    TooManyValues "too_many_values"
        fr "Trop de valeurs : au plus {max}."
        en "Too many values: at most {max}."
    Range "out_of_range"
        fr "Valeur hors limites."
        en "Value out of range."
    TooSmall "too_small"
        fr "Trop petit : au moins {min}."
        en "Too small: at least {min}."
    TooLarge "too_large"
        fr "Trop grand : au plus {max}."
        en "Too large: at most {max}."
    Email "email"
        fr "Adresse électronique mal écrite."
        en "Not an email address."
    Url "url"
        fr "Adresse web mal écrite."
        en "Not a web address."
    NotAFrontend "not_a_frontend"
        fr "Cette adresse n’est pas celle d’un service autorisé ici."
        en "This is not the address of a frontend that is allowed here."
    Malformed "malformed"
        fr "Cette valeur n’a pas la forme attendue."
        en "This value does not have the expected form."
    NotIdentical "not_identical"
        fr "Les deux saisies diffèrent."
        en "The two entries differ."
    WrongPassword "wrong_password"
        fr "Ce n’est pas le mot de passe de ce compte."
        en "It is not the password of this account."
    BirthDateDiffers "birth_date_differs"
        fr "Ce n’est pas la date de naissance donnée à l’inscription. Après quelques essais, il faut demander un nouveau lien."
        en "It is not the birth date given at registration. After a few tries, a new link is to be asked for."
    Unchanged "unchanged"
        fr "C’est déjà la valeur enregistrée."
        en "It is the value that is kept already."
    ControlCharacter "control_character"
        fr "Les caractères de contrôle ne sont pas permis."
        en "Control characters are not allowed."
    Blank "blank"
        fr "Cette valeur ne peut pas être vide."
        en "This value may not be blank."
    Cursor "cursor"
        fr "Ce curseur n’est pas de ceux que nous avons donnés ; recommencez la liste sans lui."
        en "This cursor is not one of ours; start the list again without it."
    BodyUnexpected "body_unexpected"
        fr "Cette opération n’attend pas de corps (ou un objet vide)."
        en "This operation expects no body (or an empty object)."
}

impl InputFault {
    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// This fault as `validator` wants it, for custom checks: `Err(InputFault::Blank.error())`.
    pub fn error(self) -> validator::ValidationError {
        validator::ValidationError::new(self.name())
    }
}
