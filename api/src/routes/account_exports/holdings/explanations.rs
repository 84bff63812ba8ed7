//! The texts in an archive that say what is what, in both languages.

use domain::time::in_paris;
use integrations::exports::Subject;

const FRENCH: &str = include_str!("LISEZMOI.txt");
const ENGLISH: &str = include_str!("README.txt");

pub(super) fn all(subject: &Subject) -> Vec<(&'static str, String)> {
    let at = in_paris(subject.at);
    let french = FRENCH.replace("{at}", &at.format("%d/%m/%Y à %H:%M").to_string());
    let english = ENGLISH.replace("{at}", &at.format("%Y-%m-%d %H:%M").to_string());
    vec![("LISEZMOI.txt", french), ("README.txt", english)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::account_exports::Holdings;

    #[test]
    fn every_file_is_explained() {
        for name in Holdings::names().chain(["files"]) {
            for text in [FRENCH, ENGLISH] {
                assert!(text.contains(&format!("{name}.json ")), "{name} is not explained");
            }
        }
    }
}
