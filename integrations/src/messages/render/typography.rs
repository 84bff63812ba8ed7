//! The spaces and characters that a text needs to be set well, so that templates can be typed on any keyboard.

use domain::people::Language;

/// A no-break space. French calls for a narrow one before `;`, `!` and `?`; many mail readers' fonts lack it.
const NO_BREAK: char = '\u{a0}';

/// Sets a line of text by the rules of its language.
pub(super) fn set(text: &str, language: Language) -> String {
    match language {
        Language::French => french(text),
        Language::English => text.to_owned(),
    }
}

/// Signs of two parts keep to the word before them, and quotation marks to what they quote.
fn french(text: &str) -> String {
    let mut set = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    let mut before = None;
    while let Some(character) = characters.next() {
        let keeps_together = || {
            before == Some('«') || matches!(characters.clone().next(), Some(':' | ';' | '!' | '?' | '»' | '%' | '€'))
        };
        let keeps_together = character == ' ' && keeps_together();
        set.push(if keeps_together { NO_BREAK } else { character });
        before = Some(character);
    }
    set
}

/// Makes a value that came from outside fit to stand in a line: no line breaks, no control characters, nothing that
/// turns the direction of the text around it.
pub(super) fn one_line(value: &str) -> String {
    let breaks = |c: char| c == ' ' || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let turns = |c: &char| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    value
        .split(breaks)
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().filter(turns).collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A label as it stands within a sentence: without the capital it begins with on screen.
pub(super) fn within_sentence(label: &str) -> String {
    let mut characters = label.chars();
    let first = characters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_signs_keep_to_their_words() {
        let text = "Une question ? Écrivez : « Mes demandes » ; merci ! 20 % de 5 €, à 10:30.";
        let set = set(text, Language::French);
        let shown = set.replace(NO_BREAK, "~");
        assert_eq!(
            shown,
            "Une question~? Écrivez~: «~Mes demandes~»~; merci~! 20~% de 5~€, à 10:30."
        );
    }

    #[test]
    fn english_stays_as_typed() {
        assert_eq!(set("Wait : what ?", Language::English), "Wait : what ?");
    }

    #[test]
    fn values_from_outside_stay_in_their_line() {
        assert_eq!(
            one_line("Photo\r\n\r\n- floue\u{2}  et\tsombre "),
            "Photo - floue et sombre"
        );
        assert_eq!(one_line("\u{202e}gnp.exe"), "gnp.exe");
    }

    #[test]
    fn labels_lose_their_capital_within_a_sentence() {
        assert_eq!(within_sentence("Équivalence (FCO)"), "équivalence (FCO)");
        assert_eq!(within_sentence(""), "");
    }
}
