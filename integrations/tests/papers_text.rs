//! The text of the papers can be taken out of them again: to be searched, copied, read aloud. Needs `pdftotext` (Debian's
//! poppler-utils); without it, says so, and fails where `CI` is set.

use std::process::Command;

use domain::people::Language;
use integrations::papers::{Press, samples};

/// A paper's text with its spaces made one, or nothing where it cannot be read here.
fn text_of(press: &Press, name: &str, language: Language) -> Option<String> {
    let sample = samples::in_language(language)
        .into_iter()
        .find(|sample| sample.name == name);
    let pdf = press
        .print(&sample.expect("a sample of that name").paper)
        .expect("a paper");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf).expect("a file");
    match Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() {
        Ok(read) => {
            let text = String::from_utf8(read.stdout).expect("UTF-8");
            Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Err(missing) => {
            assert!(std::env::var_os("CI").is_none(), "pdftotext is needed: {missing}");
            eprintln!("SKIPPED: the text of papers is not read again, for want of pdftotext");
            None
        }
    }
}

fn shows(name: &str, language: Language, expected: &[&str]) {
    let press = Press::new().expect("a press");
    let Some(text) = text_of(&press, name, language) else {
        return;
    };
    for one in expected {
        assert!(text.contains(one), "{name} lacks «{one}»:\n{text}");
    }
}

#[test]
fn a_certificate_bears_what_the_law_asks_for() {
    shows(
        "certificate",
        Language::French,
        &[
            "SPECIMEN",
            "Certificat de qualification de conducteur",
            "Mis à disposition en application de l’article R. 3314-27 du code des transports",
            "Nom Martin",
            "Prénoms Camille Jeanne",
            "Date de naissance 17 avril 1988",
            "Secteur Marchandises",
            "Formation continue obligatoire",
            "Valable du 22 novembre 2026 au 22 mars 2027",
            "en France uniquement",
            "Délivré par Hub PRO Transport",
            "Délivré le 22 novembre 2026",
            "7K3M9-PQRST-VWXYZ-01234-56789",
            "https://hub.example.org/v1/verifications/7K3M9PQRSTVWXYZ0123456789",
        ],
    );
    shows(
        "certificate",
        Language::English,
        &[
            "Certificat de qualification de conducteur",
            "Valid from 22 November 2026 to 22 March 2027",
            "Surname Martin",
        ],
    );
}

#[test]
fn names_of_every_script_can_be_copied() {
    for (name, expected) in [
        ("certificate-polish", "Łukasz Zbigniew Święcicki-Żądło"),
        ("certificate-not-a-specimen", "Ștefan Mihăiță Țurcanu"),
        ("certificate-greek", "Γεώργιος Ιωάννης Παπαδόπουλος"),
        ("certificate-bulgarian", "Йорданка Жечева Щърбанова"),
        ("certificate-georgian", "ნინო მაისურაძე"),
        ("certificate-armenian", "Արմեն Հակոբյան"),
    ] {
        shows(name, Language::French, &[expected]);
    }
    // Words without end are broken, and copied without a sign where they are not.
    shows(
        "recap-longest-names",
        Language::French,
        &["Wolfeschlegelsteinhausenbergerdorff"],
    );
}

#[test]
fn an_invoice_bears_what_the_tax_code_asks_for() {
    shows(
        "invoice-duplicate",
        Language::French,
        &[
            "Facture n° F2026-000042",
            "DUPLICATA",
            "Date d’émission 24 novembre 2026",
            "Date de la prestation 24 novembre 2026",
            "38 avenue de New York",
            "SIREN 352 973 622",
            "N° TVA FR50352973622",
            "12 rue de la République",
            "Remplacement d’une carte 1 25,00 € 20 % 25,00 €",
            "Total HT 25,00 €",
            "TVA 5,00 €",
            "Total TTC 30,00 €",
        ],
    );
    shows(
        "credit-note",
        Language::French,
        &[
            "Avoir n° A2026-000001",
            "Annule la facture n° F2026-000042 du 24 novembre 2026",
            "Total TTC remboursé 30,00 €",
        ],
    );
}

#[test]
fn the_other_papers_say_what_they_are_about() {
    shows(
        "recap",
        Language::French,
        &[
            "Formation initiale minimale obligatoire (FIMO)",
            "Durée 140 heures",
            "du 19 octobre 2026 au 20 novembre 2026",
            "Numéro d’agrément AGR-69-2024-017",
            "13AA00002 (France)",
        ],
    );
    shows(
        "summary-theft",
        Language::French,
        &[
            "CQC-2026-7K3M9P",
            "Remplacement pour vol",
            "État : Envoyée",
            "Déclaration de vol versée le 22 novembre 2026",
            "Vol constaté le 21 novembre 2026",
            "Je m’engage à restituer ma carte si je venais à la retrouver.",
        ],
    );
    shows(
        "return-coupon",
        Language::English,
        &[
            "TSA 12345",
            "59506 Douai Cedex",
            "Card sent back FR260000042K",
            "To be posted before 24 January 2027",
        ],
    );
    shows(
        "card-letter-two-sectors",
        Language::French,
        &[
            "10. Marchandises jusqu’au 20 novembre 2031",
            "10. Voyageurs jusqu’au 1er mars 2029",
            "https://hub.example.org/cartes",
        ],
    );
}
