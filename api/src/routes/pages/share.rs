//! `/shared`, `/shared/{token}`: what a driver shows to an employer. The page asks before it shows anything, since
//! programs open links too: what they fetch tells nothing of the driver, and is no look.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::people::Language;
use domain::rules::FaultCode;
use domain::rules::share;
use domain::time::in_paris;

use super::forms::Group;
use super::inputs::Input;
use super::page::{Page, say};
use super::section::{Fact, Link, Section};
use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::{Code, InLanguage, PathOf, Problem};
use crate::hub::Hub;
use crate::routes::shares::look::ShareToken;
use crate::routes::shares::proof_view::{SharedCard, SharedHours, SharedProof, SharedSector};

/// Where a code is typed in.
const ENTRY: &str = "/shared";
/// The field for it.
const CODE: &str = "code";

/// Where a code is typed in.
pub(super) async fn ask_code(InLanguage(language): InLanguage) -> HttpResponse {
    entry(language).respond(StatusCode::OK)
}

/// A code that was typed in leads to the same page as the link, where wrong ones are counted.
pub(super) async fn take_code(hub: Data<Hub>, InLanguage(language): InLanguage, sent: Form) -> HttpResponse {
    let typed = sent.values(CODE).next().unwrap_or_default();
    let fault = if typed.trim().is_empty() {
        FaultCode::Missing
    } else if let Some(code) = share::parse_code(typed) {
        return HttpResponse::SeeOther()
            .insert_header((LOCATION, format!("{}{ENTRY}/{code}", hub.settings.public_base())))
            .insert_header((CACHE_CONTROL, "no-store"))
            .finish();
    } else {
        FaultCode::Malformed
    };
    let problem = Problem::at(format!("/{CODE}"), fault);
    let page = entry(language).refilled(&sent).refused(&problem);
    page.respond(problem.code().status())
}

/// The question whether to look.
pub(super) async fn show(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(token): PathOf<ShareToken>,
) -> HttpResponse {
    match token.works(&hub).await {
        Ok(()) => question(language).respond(StatusCode::OK),
        Err(problem) => refusal(&problem, language),
    }
}

/// What is shared.
pub(super) async fn look(
    hub: Data<Hub>,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(token): PathOf<ShareToken>,
) -> HttpResponse {
    match token.look(&hub, visitor).await {
        Ok(told) => proof(&SharedProof::of(told, language), language).respond(StatusCode::OK),
        Err(problem) => refusal(&problem, language),
    }
}

fn entry(language: Language) -> Page {
    let about = say(
        language,
        "Un conducteur vous a donné un code pour vérifier sa qualification. Saisissez-le, avec ou sans ses tirets.",
        "A driver gave you a code to check their qualification. Enter it, with or without its dashes.",
    );
    let hint = say(
        language,
        "Quinze lettres et chiffres, par exemple 7K3M9-P2QRS-TVWXY.",
        "Fifteen letters and digits, for instance 7K3M9-P2QRS-TVWXY.",
    );
    let code = Input::new(CODE, say(language, "Code du partage", "Code of the share")).hinting(vec![hint.to_owned()]);
    let group = Group {
        inputs: vec![code],
        ..Group::default()
    };
    let title = say(language, "Vérifier une qualification", "Check a qualification");
    Page::new(language, title, vec![about.to_owned()]).with_form(vec![group], say(language, "Continuer", "Continue"))
}

fn question(language: Language) -> Page {
    let about = say(
        language,
        "Un conducteur vous montre sa qualification, telle qu’elle est enregistrée en ce moment.",
        "A driver shows you their qualification, as it is recorded at this moment.",
    );
    let noted = say(
        language,
        "La date et l’heure de votre consultation lui seront indiquées ; ni votre nom ni votre adresse ne le seront. \
         N’en gardez que ce dont vous avez besoin.",
        "The driver is told the day and the hour at which you look; neither your name nor your address. Keep of it only \
         what you need.",
    );
    let title = say(language, "Qualification d’un conducteur", "A driver’s qualification");
    Page::new(language, title, vec![about.to_owned(), noted.to_owned()]).with_form(
        Vec::new(),
        say(language, "Voir la qualification", "See the qualification"),
    )
}

fn refusal(problem: &Problem, language: Language) -> HttpResponse {
    let page = Page::of_problem(problem, language);
    let page = if problem.code() == Code::ShareNotValid {
        page.with_link(Link::new(say(language, "Saisir un code", "Enter a code"), ENTRY))
    } else {
        page
    };
    page.respond(problem.code().status())
}

fn proof(shown: &SharedProof, language: Language) -> Page {
    let moment = say(
        language,
        "%d/%m/%Y à %H:%M (heure de Paris)",
        "%d/%m/%Y at %H:%M (Paris time)",
    );
    let checked = format!(
        "{} {}.",
        say(language, "Vérifié le", "Checked on"),
        in_paris(shown.checked_at).format(moment)
    );
    let until = format!(
        "{} {}.",
        say(
            language,
            "Le conducteur montre ces informations jusqu’au",
            "The driver shows this until"
        ),
        day(shown.valid_until)
    );
    let qualification = shown.qualification.as_deref().map(|all| qualification(all, language));
    let card = shown.card.as_ref().map(|one| card(one, language));
    let hours = shown.hours.as_deref().map(|all| hours(all, language));
    let sections = [Some(person(shown, language)), qualification, card, hours];
    let title = say(language, "Qualification d’un conducteur", "A driver’s qualification");
    Page::new(language, title, vec![checked, until]).with_sections(sections.into_iter().flatten().collect())
}

fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn person(shown: &SharedProof, language: Language) -> Section {
    let name = |name, value: &str| (!value.is_empty()).then(|| Fact::new(name, value));
    let usage_name = shown.usage_name.as_deref().unwrap_or_default();
    let facts = [
        name(say(language, "Nom", "Surname"), &shown.surname),
        name(say(language, "Nom d’usage", "Name used"), usage_name),
        name(say(language, "Prénoms", "First names"), &shown.first_names),
        Some(Fact::new(
            say(language, "Année de naissance", "Year of birth"),
            shown.birth_year.to_string(),
        )),
    ];
    let note = say(
        language,
        "À comparer avec une pièce d’identité.",
        "Compare this with proof of identity.",
    );
    Section::new(say(language, "Conducteur", "Driver"))
        .noting(note)
        .with_facts(facts.into_iter().flatten().collect())
}

fn qualification(sectors: &[SharedSector], language: Language) -> Section {
    let section = Section::new(say(language, "Qualification", "Qualification"));
    if sectors.is_empty() {
        return section.noting(say(
            language,
            "Aucune qualification n’est enregistrée.",
            "No qualification is recorded.",
        ));
    }
    let fact = |one: &SharedSector| {
        let standing = if one.qualified {
            say(language, "qualifié jusqu’au", "qualified until")
        } else {
            say(
                language,
                "non qualifié ; échéance au",
                "not qualified; the term ended on",
            )
        };
        Fact::new(one.sector_label, format!("{standing} {}", day(one.expires_on)))
    };
    let note = say(
        language,
        "Le permis de conduire, nécessaire lui aussi, se vérifie à part.",
        "The driving licence, which is needed too, is to be checked separately.",
    );
    section.noting(note).with_facts(sectors.iter().map(fact).collect())
}

fn card(card: &SharedCard, language: Language) -> Section {
    let none = say(language, "Aucune", "None");
    let in_its_place = say(
        language,
        "Tant que la carte n’est pas en service, le certificat de qualification, s’il court encore, en tient lieu en \
         France.",
        "As long as the card is not in use, the certificate of qualification, while it lasts, stands for it in France.",
    );
    let standing = say(language, "État", "State");
    Section::new(say(
        language,
        "Carte de qualification de conducteur",
        "Driver qualification card",
    ))
    .noting(in_its_place)
    .with_facts(vec![Fact::new(standing, card.status_label.unwrap_or(none))])
}

fn hours(sectors: &[SharedHours], language: Language) -> Section {
    let section = Section::new(say(
        language,
        "Heures de formation continue",
        "Hours of periodic training",
    ));
    if sectors.is_empty() {
        return section.noting(say(
            language,
            "Aucune heure n’est enregistrée.",
            "No hours are recorded.",
        ));
    }
    let of = say(language, "sur", "of");
    let fact = |one: &SharedHours| {
        let done = format!("{} h {of} {} h", one.hours_done, one.hours_required);
        Fact::new(one.sector_label, done)
    };
    let note = say(
        language,
        "Séquences suivies en vue de la prochaine FCO complète.",
        "Parts followed towards the next complete FCO.",
    );
    section.noting(note).with_facts(sectors.iter().map(fact).collect())
}
