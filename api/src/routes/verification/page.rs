//! The same for somebody at the roadside, with a telephone in hand.

use chrono::NaiveDate;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::verification::VerificationStatus;
use domain::words::Word;
use minijinja::{Environment, context};

use super::verification_view::{PaperKind, Verification};

/// The page of a certificate or card. Its status is said in words, not by a colour alone.
pub(super) fn page(verification: &Verification, language: Language) -> Result<String, minijinja::Error> {
    let mut templates = Environment::new();
    templates.add_template("page.html", include_str!("page.html"))?;
    let words = words(language);
    let date = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
    let mut lines = vec![
        (words.surname, verification.surname.clone()),
        (words.first_names, verification.first_names.clone()),
        (words.birth_date, date(verification.birth_date)),
        (words.valid_from, date(verification.valid_from)),
        (words.valid_until, date(verification.valid_until)),
    ];
    if verification.sector_dates.is_empty() {
        let sectors = verification.sectors.iter().map(|sector| sector.label(language));
        lines.push((words.sectors, sectors.collect::<Vec<_>>().join(", ")));
    }
    for one in &verification.sector_dates {
        let until = format!("{} {}", words.until, date(one.expires_on));
        lines.push((one.sector.label(language), until));
    }
    lines.retain(|(_, value)| !value.is_empty());
    templates.get_template("page.html")?.render(context! {
        language => language.name(),
        kind => match verification.kind {
            PaperKind::Certificate => words.certificate,
            PaperKind::Card => words.card,
        },
        is_valid => verification.status == VerificationStatus::Valid,
        status => verification.status.label(language),
        lines => lines,
    })
}

struct Words {
    certificate: &'static str,
    card: &'static str,
    surname: &'static str,
    first_names: &'static str,
    birth_date: &'static str,
    sectors: &'static str,
    valid_from: &'static str,
    valid_until: &'static str,
    until: &'static str,
}

fn words(language: Language) -> Words {
    match language {
        Language::French => Words {
            certificate: "Certificat de qualification",
            card: "Carte de qualification de conducteur",
            surname: "Nom",
            first_names: "Prénoms",
            birth_date: "Date de naissance",
            sectors: "Secteur",
            valid_from: "Valable du",
            valid_until: "Valable jusqu’au",
            until: "jusqu’au",
        },
        Language::English => Words {
            certificate: "Certificate of qualification",
            card: "Driver qualification card",
            surname: "Surname",
            first_names: "First names",
            birth_date: "Date of birth",
            sectors: "Sector",
            valid_from: "Valid from",
            valid_until: "Valid until",
            until: "until",
        },
    }
}

#[cfg(test)]
mod tests {
    use domain::sector::Sector;

    use super::*;

    #[test]
    fn a_page_says_in_words_whether_the_paper_is_good_and_escapes_names() {
        let day = |text: &str| text.parse().expect("a date");
        let verification = Verification {
            kind: PaperKind::Certificate,
            status: VerificationStatus::Expired,
            surname: "<Martin>".to_owned(),
            first_names: String::new(),
            birth_date: day("1988-04-17"),
            sectors: vec![Sector::Goods],
            valid_from: day("2026-11-20"),
            valid_until: day("2027-03-20"),
            sector_dates: Vec::new(),
        };
        let html = page(&verification, Language::French).expect("a page");
        assert!(html.contains(VerificationStatus::Expired.label(Language::French)));
        assert!(html.contains("&lt;Martin&gt;") && !html.contains("<Martin>"));
        assert!(html.contains("20&#x2f;03&#x2f;2027") || html.contains("20/03/2027"));
        assert!(!html.contains("Prénoms"), "what is empty is left out");
    }
}
