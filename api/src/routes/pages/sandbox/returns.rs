//! `/sandbox/desk/returns`: the post brought a card back.

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::actor::Role;
use domain::people::Language;
use persistence::cases::{self, Return};

use super::own_form::OwnForm;
use super::{links, players, refused, seen_again, submitted};
use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::{InLanguage, Problem};
use crate::hub::Hub;
use crate::routes::back_office::cases::record_return::ReturnedLetter;
use crate::routes::pages::forms::Group;
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::{Page, say};

/// The fields of which one is enough.
const KNOWN_BY: [&str; 2] = ["card_number", "tracking_number"];

/// The form.
pub(super) async fn show(InLanguage(language): InLanguage) -> HttpResponse {
    super::shown(Ok(page(language)), language)
}

/// What the agent holds in their hands.
pub(super) async fn record(
    hub: Data<Hub>,
    _: OwnForm,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    sent: Form,
) -> HttpResponse {
    match recorded(&hub, &visitor, &sent).await {
        Ok(Return::Opened(case)) => seen_again(format!("/sandbox/desk/cases/{}", case.id)),
        Ok(Return::Destroyed(card)) => seen_again(format!("/sandbox/desk/cards/{}", card.id)),
        Err(problem) => refused(&problem, Ok(page(language)), &sent, language),
    }
}

async fn recorded(hub: &Hub, visitor: &Visitor, sent: &Form) -> Result<Return, Problem> {
    let known = submitted::body::<ReturnedLetter>(sent, &KNOWN_BY)?.check()?;
    let author = players::author(hub, visitor, Role::Agent).await?;
    hub.write(author, move |tx| Ok(cases::record_return(tx, &known.by())?))
        .await
}

fn page(language: Language) -> Page {
    let say = |fr, en| say(language, fr, en);
    let lead = say(
        "Par le numéro de la carte, ou par celui du pli\u{a0}: l’un des deux suffit. Son conducteur est prévenu et dit où \
         la renvoyer.",
        "By the number of the card, or by that of the letter: one of the two is enough. Its driver is told, and says where \
         to send it.",
    );
    let [card, parcel] = KNOWN_BY;
    let fields = vec![
        Input::new(card, say("Numéro de la carte", "Card number")),
        Input::new(parcel, say("Numéro de suivi du pli", "Tracking number of the letter")),
    ];
    let group = Group {
        inputs: fields
            .into_iter()
            .map(|field| field.filled_with("off").optional())
            .collect(),
        ..Group::default()
    };
    Page::new(
        language,
        say("Pli non distribué", "Undelivered letter"),
        vec![lead.to_owned()],
    )
    .with_form(vec![group], say("Enregistrer le retour", "Record the return"))
    .with_link(links::to_desk(language))
}
