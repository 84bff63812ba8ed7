//! Code 128 (ISO/IEC 15417), code set B: the barcode of a reference, as post rooms read it.

use std::fmt::Write as _;

use super::press::PressError;

/// The widths of bars and spaces, alternating, of each value from 0 to 105.
const PATTERNS: [&str; 106] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
    "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
    "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
    "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
    "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232",
];
const START_B: usize = 104;
const STOP: &str = "2331112";
/// The white on both sides that readers need, in modules.
const QUIET_ZONE: usize = 10;
/// The height of the bars, in modules.
const HEIGHT: usize = 30;

/// A drawing (SVG) of the barcode that holds a text of printable ASCII.
pub(super) fn drawing(text: &str) -> Result<String, PressError> {
    let mut path = String::new();
    let mut x = QUIET_ZONE;
    for pattern in patterns(text)? {
        for (index, width) in pattern.bytes().map(|digit| usize::from(digit - b'0')).enumerate() {
            if index % 2 == 0 {
                let _ = write!(path, "M{x} 0h{width}v{HEIGHT}h-{width}z");
            }
            x += width;
        }
    }
    let across = x + QUIET_ZONE;
    Ok(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {HEIGHT}"><path d="{path}"/></svg>"#
    ))
}

/// Start, characters, check character, stop.
fn patterns(text: &str) -> Result<Vec<&'static str>, PressError> {
    let mut values = vec![START_B];
    for byte in text.bytes() {
        if !(b' '..=b'~').contains(&byte) {
            return Err(PressError::Code(format!("`{text}` is not printable ASCII")));
        }
        values.push(usize::from(byte - b' '));
    }
    let weighted = values.iter().enumerate().map(|(place, value)| place.max(1) * value);
    let check = weighted.sum::<usize>() % 103;
    values.push(check);
    let mut patterns: Vec<_> = values.into_iter().map(|value| PATTERNS[value]).collect();
    patterns.push(STOP);
    Ok(patterns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_eleven_modules_wide() {
        for pattern in PATTERNS {
            let width: u32 = pattern.bytes().map(|digit| u32::from(digit - b'0')).sum();
            assert_eq!(width, 11, "{pattern}");
        }
        let distinct: std::collections::HashSet<_> = PATTERNS.iter().collect();
        assert_eq!(distinct.len(), PATTERNS.len());
    }

    #[test]
    fn the_check_character_is_that_of_the_standards_example() {
        // `PJJ123C`, a widely published example in code set A or B: its check value is 54 in A, 55 in B.
        let patterns = patterns("PJJ123C").expect("ASCII");
        assert_eq!(patterns.len(), 1 + 7 + 1 + 1);
        assert_eq!(patterns[8], PATTERNS[55]);
    }

    #[test]
    fn other_letters_are_refused() {
        assert!(matches!(drawing("CQC-2026-É"), Err(PressError::Code(_))));
    }
}
