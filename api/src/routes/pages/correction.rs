//! `/correct-account/{token}`

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use domain::case::ItemTarget;
use domain::ids::ItemId;
use domain::people::{Language, Licence};
use domain::time::legal_date;
use persistence::Token;
use persistence::accounts::correction::Correctable;
use serde_json::{Value, json};

use super::forms::Group;
use super::inputs::{self, COMMENT, Input};
use super::page::{Page, say};
use crate::auth::Visitor;
use crate::http::input::{Form, read_meaning};
use crate::http::{Code, InLanguage, PathOf, Problem};
use crate::hub::Hub;
use crate::routes::accounts::correct_account::{self, CorrectionBody};
use crate::routes::accounts::get_correction;
use crate::routes::links::LinkToken;

/// The form: each item with its reason, and the fields that it names.
pub(super) async fn show(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
) -> HttpResponse {
    match found(&hub, &path).await {
        Ok(found) => form(&found, None, language).respond(StatusCode::OK),
        Err(problem) => Page::of_problem(&problem, language).respond(problem.code().status()),
    }
}

/// The form, filled in.
pub(super) async fn send(
    hub: Data<Hub>,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
    sent: Form,
) -> HttpResponse {
    let problem = match corrected(&hub, &visitor, path.parse(), &sent).await {
        Ok(()) => return done(language).respond(StatusCode::OK),
        Err(problem) => problem,
    };
    let page = match found(&hub, &path).await {
        Ok(found) if problem.code() != Code::LinkNotValid => form(&found, Some(&sent), language).refused(&problem),
        _ => Page::of_problem(&problem, language),
    };
    page.respond(problem.code().status())
}

async fn found(hub: &Hub, path: &LinkToken) -> Result<Correctable, Problem> {
    get_correction::found(hub, path.parse()?).await
}

async fn corrected(hub: &Hub, visitor: &Visitor, token: Result<Token, Problem>, sent: &Form) -> Result<(), Problem> {
    let token = token?;
    let mut document = sent.document(inputs::part);
    if let Some(licence) = document.get_mut("licence") {
        let found = get_correction::found(hub, token.clone()).await?;
        keep_category_expiries(licence, &found.profile.holder.licence);
    }
    let answers = sent.below(COMMENT);
    let answers = answers.map(|(item, comment)| json!({"item_id": item, "comment": comment}));
    document.insert("answers".to_owned(), answers.collect());
    let body: CorrectionBody = read_meaning(&document, hub.clock.today())?;
    correct_account::correct(hub, visitor, token, body).await?;
    Ok(())
}

/// The form does not ask for the last days of single categories: those that are known stay with their categories.
fn keep_category_expiries(licence: &mut Value, known: &Licence) {
    let categories = licence["categories"].as_array().cloned().unwrap_or_default();
    let kept = known.category_expiries.iter().map(|one| json!(one));
    let kept: Vec<_> = kept.filter(|one| categories.contains(&one["category"])).collect();
    if !kept.is_empty() {
        licence["category_expiries"] = json!(kept);
    }
}

fn form(found: &Correctable, sent: Option<&Form>, language: Language) -> Page {
    let until = legal_date(found.answer_before).format("%d/%m/%Y");
    let lead = match language {
        Language::French => format!("Corrigez ce qui est demandé ci-dessous, ou répondez-y, avant le {until}."),
        Language::English => format!("Correct what is asked for below, or answer it, before {until}."),
    };
    let mut groups: Vec<Group> = Vec::new();
    for (position, item) in found.items.iter().enumerate() {
        let mut fields = match item.target {
            ItemTarget::Field(field) => inputs::of_field(field, language),
            ItemTarget::Document(_) | ItemTarget::Question => Vec::new(),
        };
        // Two items may name one field, which is there once.
        fields.retain(|field| {
            !groups
                .iter()
                .any(|group| group.inputs.iter().any(|input| input.name == field.name))
        });
        let corrects = !fields.is_empty();
        fields.push(comment(item.id, position, corrects, language));
        let fields = fields.into_iter().map(|input| {
            let values = sent.map(|sent| sent.values(&input.name).map(str::to_owned).collect());
            input.holding(values.unwrap_or_default())
        });
        groups.push(Group {
            legend: Some(item.target.label(language).to_owned()),
            reason: Some(item.reason.clone()),
            inputs: fields.collect(),
        });
    }
    Page::new(
        language,
        say(language, "Corriger mes données", "Correct my data"),
        vec![lead],
    )
    .with_form(groups, say(language, "Envoyer", "Send"))
}

fn comment(item: ItemId, position: usize, corrects: bool, language: Language) -> Input {
    let label = if corrects {
        say(
            language,
            "Ou votre réponse, si c’est exact",
            "Or your answer, if it is right as it is",
        )
    } else {
        say(language, "Votre réponse", "Your answer")
    };
    let input = Input::new(format!("{COMMENT}{item}"), label).of_kind("textarea");
    let input = input.standing_at(format!("answers/{position}"));
    if corrects { input.optional() } else { input }
}

fn done(language: Language) -> Page {
    let next = say(
        language,
        "Vos données repartent en analyse. Un message vous dira la suite.",
        "Your data is examined again. A message will tell you what comes next.",
    );
    Page::new(
        language,
        say(language, "Corrections envoyées", "Corrections sent"),
        vec![next.to_owned()],
    )
}
