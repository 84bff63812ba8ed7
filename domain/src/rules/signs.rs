//! The signs that telephones, word processors and copied pages put in the place of plain ones: THE table, read before
//! anything judges, stores or compares a text.

use unicode_normalization::UnicodeNormalization;

/// What is written in the place of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// The sign itself.
    Itself,
    /// Nothing: it cannot be seen.
    Nothing,
    /// This sign.
    Sign(char),
    /// The plain letters and signs it is a variant of, as Unicode spells it out (NFKC).
    SpeltOut,
    /// `l·`: the letter of Catalan with its dot in one.
    WithDot(char),
}

/// The plain sign that a sign stands for.
#[rustfmt::skip]
pub const fn plain(sign: char) -> Plain {
    match sign {
        // Nothing to see: soft hyphen, joiners, direction marks, fillers, variation selectors, byte order mark, tags
        // [Unicode, Default_Ignorable_Code_Point].
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => Plain::Nothing,

        // Spaces, all of them: no-break, narrow, of an em, ideographic; tabs and ends of lines; the blank of Braille.
        '\t'..='\r' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}'
        | '\u{202f}' | '\u{205f}' | '\u{2800}' | '\u{3000}' => Plain::Sign(' '),

        // Apostrophes: curly ‘ ’ ‚ ‛, primes ′ ‵, accents that stand alone ´ ` ˋ ˊ ΄ ᾽ ᾿ ῾, letters ʹ ʻ ʼ ʽ ʾ ʿ ˈ ꞌ ՚.
        '\'' | '`' | '´' | '‘' | '’' | '‚' | '‛' | '′' | '‵' | '\u{2b9}' | '\u{2bb}'..='\u{2bf}' | '\u{2c8}' | '\u{2ca}'
        | '\u{2cb}' | '\u{384}' | '\u{55a}' | '\u{1fbd}' | '\u{1fbf}' | '\u{1ffe}' | '\u{a78b}' | '\u{a78c}'
        | '\u{ff07}' | '\u{ff40}' => Plain::Sign('\''),

        // Dashes: ‐ ‑ ‒ – — ― ⁃ − ˗ ⸺ ⸻ ﹘ ﹣ －, those of Armenian and Hebrew, and the overline ‾ and ¯ of some keyboards.
        '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{2d7}' | '\u{58a}' | '\u{5be}' | '\u{2e3a}'
        | '\u{2e3b}' | '\u{2796}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{af}' | '\u{203e}' => Plain::Sign('-'),

        // Interpuncts, of Catalan and Occitan: · ‧ • ∙ ⋅ ・ ꞏ ･, and the one-piece ŀ.
        '·' | '\u{387}' | '‧' | '•' | '∙' | '⋅' | '\u{30fb}' | '\u{a78f}' | '\u{ff65}' => Plain::Sign('·'),
        '\u{140}' => Plain::WithDot('l'),
        '\u{13f}' => Plain::WithDot('L'),

        // Commas: ، ‍、 ﹐ ，
        '\u{60c}' | '\u{3001}' | '\u{fe50}' => Plain::Sign(','),

        // Variants of plain letters and signs: full width, ligatures, raised letters (3ᵉ), Roman numerals, letters
        // of mathematics; № and the three dots in one.
        '\u{ff01}'..='\u{ff5e}' | '\u{fb00}'..='\u{fb06}' | '\u{2b0}'..='\u{2b8}' | '\u{2e0}'..='\u{2e3}'
        | '\u{1d2c}'..='\u{1d2e}' | '\u{1d30}'..='\u{1d3a}' | '\u{1d3c}'..='\u{1d4d}' | '\u{1d4f}'..='\u{1d61}'
        | '\u{2071}' | '\u{207f}' | '\u{2160}'..='\u{217f}' | '\u{1d400}'..='\u{1d7ff}'
        | '№' | '…' => Plain::SpeltOut,

        _ => Plain::Itself,
    }
}

/// Quotation marks, where a field takes them: “ ” „ ‟ ″ ‶ ‹ › 〝 〞 〟 become `"`. «…» stay: papers print them.
pub const fn is_quotation_mark(sign: char) -> bool {
    matches!(
        sign,
        '“' | '”' | '„' | '‟' | '″' | '‶' | '‹' | '›' | '\u{301d}'..='\u{301f}'
    )
}

/// A text in plain signs, accents composed (NFC). Nothing else changes: what has no plain sign stays as it is.
pub fn in_plain_signs(text: &str) -> String {
    if text.chars().all(stays) {
        return text.to_owned();
    }
    let mut plainly = String::with_capacity(text.len());
    for sign in text.nfc() {
        match plain(sign) {
            Plain::Itself => plainly.push(sign),
            Plain::Nothing => {}
            Plain::Sign(instead) => plainly.push(instead),
            Plain::SpeltOut => plainly.extend(std::iter::once(sign).nfkc()),
            Plain::WithDot(letter) => plainly.extend([letter, '·']),
        }
    }
    plainly.nfc().collect()
}

/// Whether a sign stays as it is, whatever stands beside it: those of ASCII, of which nothing is composed.
const fn stays(sign: char) -> bool {
    sign.is_ascii()
        && match plain(sign) {
            Plain::Itself => true,
            Plain::Sign(instead) => instead == sign,
            Plain::Nothing | Plain::SpeltOut | Plain::WithDot(_) => false,
        }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::nothing("\u{202a}\u{feff}M\u{ad}ar\u{200b}t\u{2060}i\u{fe0f}n\u{202c}\u{200f}", "Martin")]
    #[case::spaces("a\u{a0}b\u{202f}c\u{3000}d\u{2007}e\tf\u{2028}g", "a b c d e f g")]
    #[case::apostrophes("a’b‘c‛d´e`fʹgʻhʼi′jˈkꞌl՚m＇n", "a'b'c'd'e'f'g'h'i'j'k'l'm'n")]
    #[case::dashes("a‐b‑c‒d–e—f―g−h－i˗j﹣k", "a-b-c-d-e-f-g-h-i-j-k")]
    #[case::interpuncts("l·l‧l•l∙l⋅l・lꞏl", "l·l·l·l·l·l·l·l")]
    #[case::one_piece("coŀlell COĿLELL", "col·lell COL·LELL")]
    #[case::commas("a，b、c،d", "a,b,c,d")]
    #[case::full_width("Ｍａｒｔｉｎ　１２", "Martin 12")]
    #[case::ligatures("ﬁls ﬂeury", "fils fleury")]
    #[case::raised("3ᵉ 1ʳᵉ 2ⁿᵈ Mᵐᵉ", "3e 1re 2nd Mme")]
    #[case::mathematics("𝐌𝐚𝐫𝐭𝐢𝐧", "Martin")]
    #[case::numerals("Louis Ⅳ, № 4…", "Louis IV, No 4...")]
    #[case::decomposed("Lefe\u{300}vre", "Lefèvre")]
    #[case::hidden_between("e\u{200d}\u{301}", "é")]
    #[case::plain("Lefèvre-d'Ormesson «№»", "Lefèvre-d'Ormesson «No»")]
    fn every_kind_of_sign_has_its_plain_one(#[case] typed: &str, #[case] plainly: &str) {
        assert_eq!(in_plain_signs(typed), plainly);
    }

    #[test]
    fn what_stays_is_what_the_table_leaves_as_it_is() {
        for sign in '\0'..='\u{3000}' {
            // Beside a sign that does not stay, nothing is taken as it is.
            let (alone, beside) = (
                in_plain_signs(&sign.to_string()),
                in_plain_signs(&format!("\u{200b}{sign}")),
            );
            assert_eq!(alone, beside, "{sign:?}");
        }
    }

    proptest! {
        #[test]
        fn plain_signs_stay_plain(text in "\\PC{0,40}|[\u{0}-\u{3100}\u{a780}-\u{a790}\u{fe00}-\u{ffff}]{0,30}") {
            let once = in_plain_signs(&text);
            prop_assert_eq!(in_plain_signs(&once), once);
        }
    }
}
