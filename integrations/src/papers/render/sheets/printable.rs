//! What of a text can be printed: letters that the fonts have, no control characters, nothing that turns the direction of
//! the text around it. A letter without a shape would make the whole PDF unfit to be kept (ISO 19005-2, 6.2.11.8).

use serde_json::Value;

/// Stands for a character that no font has.
const REPLACEMENT: char = '\u{fffd}';
/// Letters after which a word without end may be broken, so that it stays on the paper.
const LONGEST_WORD: usize = 20;
/// Allows a line to break, and shows nothing.
const BREAK_HERE: char = '\u{200b}';

/// Keeps what can be printed in every text of the facts.
pub(super) fn keep(facts: &mut Value, has_letter: &dyn Fn(char) -> bool) {
    match facts {
        Value::String(text) => *text = printable(text, has_letter),
        Value::Array(values) => values.iter_mut().for_each(|value| keep(value, has_letter)),
        Value::Object(fields) => fields.values_mut().for_each(|value| keep(value, has_letter)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn printable(text: &str, has_letter: &dyn Fn(char) -> bool) -> String {
    // The typesetter breaks addresses of the web by itself.
    let is_address = text.contains("://");
    let mut kept = String::with_capacity(text.len());
    let mut word = 0;
    for character in text.chars().filter(|character| !is_ignored(*character)) {
        let character = match character {
            '\n' => '\n',
            other if other.is_whitespace() && !has_letter(other) => ' ',
            other if other.is_ascii_graphic() || has_letter(other) => other,
            _ => REPLACEMENT,
        };
        // A line can break at spaces and after hyphens anyway.
        let ends_word = character.is_whitespace() || character == '-';
        word = if ends_word { 0 } else { word + 1 };
        if word > LONGEST_WORD && !is_address {
            kept.push(BREAK_HERE);
            word = 1;
        }
        kept.push(character);
    }
    kept
}

/// Control characters but the line's end, marks of direction, and signs that only tell how to draw the one before.
fn is_ignored(character: char) -> bool {
    let is_control = character.is_control() && !matches!(character, '\n' | '\t');
    let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let modifies = matches!(character, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    is_control || turns || modifies
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kept(text: &str) -> String {
        let mut facts = json!({"texts": [text]});
        keep(&mut facts, &|letter| letter != '\t' && u32::from(letter) < 0x600);
        facts["texts"][0].as_str().expect("a text").to_owned()
    }

    #[test]
    fn what_fonts_lack_is_shown_as_lacking() {
        assert_eq!(kept("Zoë 🙂 马"), "Zoë \u{fffd} \u{fffd}");
        assert_eq!(kept("👍\u{fe0f}"), "\u{fffd}");
    }

    #[test]
    fn controls_and_turns_vanish_and_lines_stay() {
        assert_eq!(kept("un\r\ndeux\ttrois\u{0}\u{202e}"), "un\ndeux trois");
    }

    #[test]
    fn a_word_without_end_can_be_broken() {
        let broken = kept(&"é".repeat(70));
        assert_eq!(broken.matches(BREAK_HERE).count(), 3);
        assert_eq!(broken.replace(BREAK_HERE, ""), "é".repeat(70));
        let address = format!("https://example.org/{}", "a".repeat(70));
        assert_eq!(kept(&address), address);
    }
}
