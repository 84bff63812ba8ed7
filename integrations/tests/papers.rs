//! The papers as a whole: every sample in every language, the same bytes for the same facts, faults told and not thrown.

use std::collections::HashMap;
use std::path::Path;

use domain::people::Language;
use domain::words::Word as _;
use integrations::papers::samples::{self, Sample};
use integrations::papers::{Paper, Press, PressError};

/// Bytes a paper may have without photos.
const MOST_BYTES: usize = 60_000;

fn all_samples() -> impl Iterator<Item = (Language, Sample)> {
    let of = |language: &Language| {
        let language = *language;
        samples::in_language(language)
            .into_iter()
            .map(move |sample| (language, sample))
    };
    Language::ALL.iter().flat_map(of)
}

/// The first sample whose name begins so.
fn sample(name: &str) -> Paper {
    let found = all_samples().find(|(_, sample)| sample.name.starts_with(name));
    found.expect("a sample of that name").1.paper
}

fn contains(pdf: &[u8], text: &str) -> bool {
    pdf.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn every_sample_is_printed_small_and_fit_to_be_kept_and_read_aloud() {
    let press = Press::new().expect("a press");
    for (language, sample) in all_samples() {
        let name = format!("{}.{language}", sample.name);
        let pdf = press
            .print(&sample.paper)
            .unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert!(pdf.starts_with(b"%PDF-1.7"), "{name}");
        assert!(pdf.len() < MOST_BYTES, "{name} has {} bytes", pdf.len());
        for mark in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>B</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "/Marked true",
            "/DisplayDocTitle true",
            &format!("/Lang({language})"),
        ] {
            assert!(contains(&pdf, mark), "{name} lacks {mark}");
        }
    }
}

#[test]
fn the_same_facts_make_the_same_bytes_whatever_was_printed_before() {
    let press = Press::new().expect("a press");
    let papers: Vec<_> = ["certificate", "summary-theft", "invoice"].map(sample).into();
    let first: Vec<_> = papers
        .iter()
        .map(|paper| press.print(paper).expect("a paper"))
        .collect();

    // Another press, another order, and facts that were kept as JSON meanwhile.
    let another = Press::new().expect("a press");
    for (paper, expected) in papers.iter().zip(&first).rev() {
        let kept = serde_json::to_string(paper).expect("facts in JSON");
        let again: Paper = serde_json::from_str(&kept).expect("facts from JSON");
        assert_eq!(&again, paper);
        assert!(another.print(&again).expect("a paper") == *expected);
    }
}

#[test]
fn several_threads_print_at_once() {
    let press = Press::new().expect("a press");
    let papers = ["recap", "return-coupon", "card-letter"].map(sample);
    let alone: HashMap<_, _> = (0..)
        .zip(papers.iter().map(|paper| press.print(paper).expect("a paper")))
        .collect();
    std::thread::scope(|scope| {
        for (index, paper) in (0..).zip(&papers) {
            let (press, alone) = (press.clone(), &alone);
            scope.spawn(move || assert!(press.print(paper).expect("a paper") == alone[&index]));
        }
    });
}

#[test]
fn every_fact_changes_the_paper() {
    let press = Press::new().expect("a press");
    let Paper::Certificate(certificate) = sample("certificate") else {
        panic!("not a certificate");
    };
    let before = press.print(&Paper::Certificate(certificate.clone())).expect("a paper");
    let mut other = certificate;
    // Seen in the QR code only.
    other.statement.pop();
    assert!(press.print(&Paper::Certificate(other)).expect("a paper") != before);
}

fn press_with(name: &str, template: &str) -> Result<Press, PressError> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), template).expect("a template");
    Press::with_templates(folder.path())
}

#[test]
fn a_template_can_be_tried_from_a_folder() {
    let press = press_with(
        "recap.typ",
        "#import \"look.typ\": *\n#show: paper.with(title: \"Essai\")\n",
    )
    .expect("a press");
    let pdf = press.print(&sample("recap")).expect("a paper");
    assert!(contains(&pdf, "/Title(Essai)"));
    assert!(matches!(
        Press::with_templates(Path::new("/no/such/folder")),
        Err(PressError::Folder(_))
    ));
}

#[test]
fn a_fault_in_a_template_is_told_with_its_place() {
    let fault_of = |template: &str| {
        let press = press_with("recap.typ", template).expect("a press");
        let fault = press.print(&sample("recap")).expect_err("a fault");
        assert!(matches!(fault, PressError::Template(_)), "{fault:?}");
        fault.to_string()
    };
    let syntax = fault_of("#import \"look.typ\": *\n#let x = \n");
    assert!(syntax.starts_with("template recap.typ:2: "), "{syntax}");
    let unknown = fault_of("#import \"look.typ\": *\n\n#facts.no_such_fact\n");
    assert!(
        unknown.starts_with("template recap.typ:3: ") && unknown.contains("no_such_fact"),
        "{unknown}"
    );
    let import = fault_of("#import \"nowhere.typ\": *\n");
    assert!(import.contains("nowhere.typ"), "{import}");
}

#[test]
fn a_font_that_is_not_there_is_a_fault() {
    let template = "#import \"look.typ\": *\n#show: paper.with(title: \"Essai\")\n#text(font: \"Nowhere Sans\")[x]\n";
    let press = press_with("recap.typ", template).expect("a press");
    let fault = press.print(&sample("recap")).expect_err("a fault").to_string();
    assert!(
        fault.contains("recap.typ:3") && fault.contains("nowhere sans"),
        "{fault}"
    );
}

#[test]
fn a_code_that_cannot_hold_its_text_is_a_fault() {
    let press = Press::new().expect("a press");
    let Paper::Certificate(mut certificate) = sample("certificate") else {
        panic!("not a certificate");
    };
    certificate.statement = "x".repeat(3_000);
    let fault = press.print(&Paper::Certificate(certificate)).expect_err("a fault");
    assert!(matches!(fault, PressError::Code(_)), "{fault:?}");

    let Paper::ReturnCoupon(mut coupon) = sample("return-coupon") else {
        panic!("not a coupon");
    };
    coupon.reference = "CQC-2026-É".to_owned();
    let fault = press.print(&Paper::ReturnCoupon(coupon)).expect_err("a fault");
    assert!(matches!(fault, PressError::Code(_)), "{fault:?}");
}
