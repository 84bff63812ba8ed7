//! The same for somebody at the roadside, with a telephone in hand and the sun on its screen.

use chrono::{DateTime, NaiveDate, Utc};
use domain::labels::Label;
use domain::people::Language;
use domain::rules::reference;
use domain::rules::verification::VerificationStatus;
use domain::time::in_paris;
use domain::words::Word;
use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::verification_view::{PaperKind, Verification};
use super::words::{Words, meaning, status_word, words};
use crate::http::templates;

/// How a status meets the eye: by a word, a colour and a sign, each of which is enough.
#[derive(Debug, Clone, Copy, Serialize)]
struct Look {
    /// White on it can be read in the sun: a contrast of seven at least.
    colour: &'static str,
    symbol: &'static str,
    /// The same sign, drawn within a circle.
    drawing: &'static str,
}

const GOOD: Look = Look {
    colour: "#00582a",
    symbol: "✓",
    drawing: "M7 12.5l3.5 3.5L17 9",
};
const BAD: Look = Look {
    colour: "#96000f",
    symbol: "✗",
    drawing: "M8 8l8 8M16 8l-8 8",
};
const WAIT: Look = Look {
    colour: "#6b4300",
    symbol: "!",
    drawing: "M12 6.5v7M12 17.2v.1",
};
const UNKNOWN: Look = Look {
    colour: "#333333",
    symbol: "?",
    drawing: "M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2M12 17.2v.1",
};

fn look(status: VerificationStatus) -> Look {
    match status {
        VerificationStatus::Valid => GOOD,
        VerificationStatus::Expired | VerificationStatus::Revoked => BAD,
        VerificationStatus::Suspended | VerificationStatus::NotActive => WAIT,
    }
}

/// What is looked at, when, in which language.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageContext<'a> {
    /// The code, as it was typed.
    pub(super) code: &'a str,
    /// When somebody asked.
    pub(super) at: DateTime<Utc>,
    /// In which language.
    pub(super) language: Language,
}

/// The page of a certificate or card.
pub(super) fn page(asked: PageContext<'_>, verification: &Verification) -> Result<String, minijinja::Error> {
    let words = words(asked.language);
    let kind = match verification.kind {
        PaperKind::Certificate => words.certificate,
        PaperKind::Card => words.card,
    };
    let said = Said {
        kind,
        status: status_word(verification.kind, verification.status, asked.language),
        meaning: meaning(
            verification.kind,
            verification.status,
            verification.waits_for_its_holder,
            asked.language,
        ),
        look: look(verification.status),
        about: if is_void(verification.status) {
            words.worthless
        } else {
            words.compare
        },
        lines: lines(verification, &words, asked.language),
    };
    written(asked, &said)
}

/// Whether what the paper says of its validity is untrue: to be read struck out.
const fn is_void(status: VerificationStatus) -> bool {
    matches!(status, VerificationStatus::Suspended | VerificationStatus::Revoked)
}

/// The page of a code that nothing bears.
pub(super) fn unknown(asked: PageContext<'_>) -> Result<String, minijinja::Error> {
    let words = words(asked.language);
    let said = Said {
        kind: words.check,
        status: words.unknown,
        meaning: words.unknown_meaning,
        look: UNKNOWN,
        about: words.compare,
        lines: Vec::new(),
    };
    written(asked, &said)
}

struct Said {
    kind: &'static str,
    status: &'static str,
    meaning: &'static str,
    look: Look,
    /// The heading above the lines.
    about: &'static str,
    lines: Vec<Line>,
}

/// What the paper shows in one place.
#[derive(Debug, Serialize)]
struct Line {
    name: &'static str,
    value: String,
    /// It is a promise that the paper no longer keeps.
    void: bool,
}

fn written(asked: PageContext<'_>, said: &Said) -> Result<String, minijinja::Error> {
    let words = words(asked.language);
    let code = reference::parse_verification_code(asked.code);
    let code = code.map_or_else(|| asked.code.to_owned(), |code| reference::grouped(&code));
    templates::render(
        "verification.html",
        context! {
            language => asked.language.name(),
            kind => said.kind,
            status => said.status,
            meaning => said.meaning,
            look => Value::from(Serde(said.look)),
            lines => Value::from(Serde(&said.lines)),
            about => said.about,
            words => context! { checked => words.checked, code => words.code },
            checked_at => in_paris(asked.at).format(words.moment).to_string(),
            code => code,
        },
    )
}

/// What the paper itself shows, in its order.
fn lines(verification: &Verification, words: &Words, language: Language) -> Vec<Line> {
    let date = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
    let line = |name, value| Line {
        name,
        value,
        void: false,
    };
    let until = |name, value| Line {
        void: is_void(verification.status),
        ..line(name, value)
    };
    let mut lines = vec![
        line(words.surname, verification.surname.clone()),
        line(words.first_names, verification.first_names.clone()),
        line(words.birth_date, verification.birth_date.printed('/')),
    ];
    if verification.sector_dates.is_empty() {
        let sectors = verification.sectors.iter().map(|sector| sector.label(language));
        lines.push(line(words.sectors, sectors.collect::<Vec<_>>().join(", ")));
        let period = (date(verification.valid_from), date(verification.valid_until));
        lines.push(until(words.period, format!("{} {} {}", period.0, words.to, period.1)));
    } else {
        lines.push(line(words.issued_on, date(verification.valid_from)));
    }
    for one in &verification.sector_dates {
        let last_day = format!("{} {}", words.until, date(one.expires_on));
        lines.push(until(one.sector.label(language), last_day));
    }
    lines.retain(|line| !line.value.is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use domain::rules::expiry::SectorExpiry;
    use domain::sector::Sector;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn asked(language: Language) -> PageContext<'static> {
        PageContext {
            code: "7K3M9P2QRSTVWXYZ23456789A",
            at: "2027-03-21T09:05:00Z".parse().expect("an instant"),
            language,
        }
    }

    #[test]
    fn a_page_says_in_words_whether_the_paper_is_good_and_escapes_names() {
        let verification = Verification {
            kind: PaperKind::Certificate,
            status: VerificationStatus::Expired,
            surname: "<Martin>".to_owned(),
            first_names: String::new(),
            birth_date: day("1988-04-17").into(),
            sectors: vec![Sector::Goods],
            valid_from: day("2026-11-20"),
            valid_until: day("2027-03-20"),
            sector_dates: Vec::new(),
            waits_for_its_holder: false,
        };
        let html = page(asked(Language::French), &verification).expect("a page");
        assert!(html.contains(VerificationStatus::Expired.label(Language::French)));
        assert!(html.contains("&lt;Martin&gt;") && !html.contains("<Martin>"));
        assert!(html.contains("20&#x2f;03&#x2f;2027") || html.contains("20/03/2027"));
        assert!(html.contains("10:05") || html.contains("10 h 05"), "the hour in Paris");
        assert!(!html.contains("Prénoms"), "what is empty is left out");
    }

    #[test]
    fn dates_of_a_card_that_is_worth_nothing_are_struck_out() {
        let card = |status| Verification {
            kind: PaperKind::Card,
            status,
            surname: "Martin".to_owned(),
            first_names: "Camille".to_owned(),
            birth_date: day("1988-04-17").into(),
            sectors: vec![Sector::Goods],
            valid_from: day("2026-11-20"),
            valid_until: day("2031-11-20"),
            sector_dates: vec![SectorExpiry {
                sector: Sector::Goods,
                expires_on: day("2031-11-20"),
            }],
            waits_for_its_holder: false,
        };
        let shown = |status| page(asked(Language::French), &card(status)).expect("a page");
        for void in [VerificationStatus::Suspended, VerificationStatus::Revoked] {
            let html = shown(void);
            assert_eq!(html.matches("<s>").count(), 1, "{html}");
            assert!(html.contains("sans valeur aujourd’hui"), "{html}");
        }
        for other in [VerificationStatus::Valid, VerificationStatus::Expired] {
            assert!(!shown(other).contains("<s>"));
        }
    }

    #[test]
    fn an_unknown_code_has_a_page_that_shows_nothing_of_anybody() {
        let html = unknown(asked(Language::English)).expect("a page");
        assert!(html.contains("Unknown code") && html.contains("7K3M9-P2QRS"));
        assert!(!html.contains("<dl>"));
        let spoiled = PageContext {
            code: "<script>",
            ..asked(Language::English)
        };
        assert!(!unknown(spoiled).expect("a page").contains("<script>"));
    }
}
