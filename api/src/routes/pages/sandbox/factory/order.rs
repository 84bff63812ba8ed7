//! `/sandbox/factory/{id}`: what the factory reports about one card, and what an agent does when it failed.

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::actor::Role;
use domain::case::Field;
use domain::ids::ProductionOrderId;
use domain::labels::Label;
use domain::lifecycle;
use domain::people::Language;
use domain::production_order::{Action, TABLE};
use persistence::production_orders::{self, OrderInput};

use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::{InLanguage, InputFault, PathOf, Problem};
use crate::hub::Hub;
use crate::routes::pages::forms::{Decision, Duties};
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::sandbox::own_form::OwnForm;
use crate::routes::pages::sandbox::{facts, players, refused, seen_again, shown, submitted};
use crate::routes::pages::section::{Fact, Link, Section};
use crate::routes::production::act::act as report;
use crate::routes::production::order_view::OrderView;
use crate::routes::production::ship_order::Parcel;

/// The field for the parcel.
const PARCEL: &str = "tracking_number";

/// One order.
pub(in super::super) async fn show(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<ProductionOrderId>,
) -> HttpResponse {
    shown(page(&hub, id, language).await, language)
}

/// What is done to it.
pub(in super::super) async fn act(
    hub: Data<Hub>,
    _: OwnForm,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<ProductionOrderId>,
    sent: Form,
) -> HttpResponse {
    match acted(&hub, &visitor, id, &sent).await {
        Ok(()) => seen_again(format!("/sandbox/factory/{id}")),
        Err(problem) => refused(&problem, page(&hub, id, language).await, &sent, language),
    }
}

async fn acted(hub: &Hub, visitor: &Visitor, id: ProductionOrderId, sent: &Form) -> Result<(), Problem> {
    let action = submitted::action(sent)?;
    let (mut parcel, mut failure) = (None, None);
    match action {
        Action::Start | Action::Requeue => {}
        Action::Ship => parcel = Some(submitted::body::<Parcel>(sent, &[PARCEL])?.tracking_number),
        Action::Fail => failure = Some(submitted::reason(sent)?),
        Action::Order => return Err(Problem::at("/action", InputFault::Invalid)),
    }
    let seen = submitted::seen(sent);
    let author = players::author(hub, visitor, submitted::role(sent)?).await?;
    let base = hub.settings.public_base().to_owned();
    hub.write(author, move |tx| {
        let asked = OrderInput {
            reason: failure.as_deref(),
            tracking_number: parcel.as_deref().map(str::trim),
            shipped_at: None,
        };
        report(tx, id, &seen, action, &asked, (&base, Language::French)).map(drop)
    })
    .await
}

async fn page(hub: &Hub, id: ProductionOrderId, language: Language) -> Result<Page, Problem> {
    let base = hub.settings.public_base().to_owned();
    let read = hub.read(move |db| {
        let order = production_orders::find(db, id)?;
        OrderView::read(db, order, &base, language)
    });
    let order = read.await?;
    let title = format!("{}, {}", order.r#type.label(language), order.card.number);
    let mut lead = vec![format!("{}.", order.stage_label)];
    lead.extend(order.failure_reason.clone());
    let duties = [Role::Production, Role::Agent].map(|role| duties(&order, role, language));
    let back = say(language, "Retour à la fabrication", "Back to production");
    Ok(Page::new(language, title, lead)
        .with_sections(sections(&order, language))
        .with_duties(duties.into())
        .with_link(Link::new(back, "/sandbox/factory")))
}

fn sections(order: &OrderView, language: Language) -> Vec<Section> {
    let say = |fr, en| say(language, fr, en);
    let mut posted = vec![facts::of_address(
        Field::DeliveryAddress,
        &order.delivery_address,
        language,
    )];
    let parcel = order.tracking_number.iter();
    posted.extend(parcel.map(|number| Fact::new(say("Numéro de suivi", "Tracking number"), number)));
    posted.extend(
        order
            .shipped_at
            .map(|at| Fact::new(say("Postée le", "Posted on"), facts::moment(at, language))),
    );
    let case = Link::new(
        say("La demande", "The case"),
        format!("/sandbox/desk/cases/{}", order.case_id),
    );
    let card = Link::new(
        say("La carte", "The card"),
        format!("/sandbox/desk/cards/{}", order.card.id),
    );
    vec![
        Section::new(say("À imprimer", "To be printed")).with_facts(facts::of_fields(&order.card.fields)),
        Section::new(say("Envoi", "Shipment"))
            .with_facts(posted)
            .with_links(vec![case, card]),
    ]
}

/// What somebody in a role may do with it.
fn duties(order: &OrderView, role: Role, language: Language) -> Duties {
    let say = |fr, en| say(language, fr, en);
    let possible = lifecycle::possible(TABLE, Some(order.stage), role).into_iter();
    let forms = possible.filter_map(|action| {
        let (label, fields) = match action {
            Action::Start => (say("Commencer", "Start"), Vec::new()),
            Action::Ship => {
                let number = say("Numéro de suivi du pli", "Tracking number of the letter");
                let number = Input::new(PARCEL, number).filled_with("off");
                (say("Poster la carte", "Post the card"), vec![number])
            }
            Action::Fail => {
                let why = Input::new("reason", say("Ce qui s’est passé", "What happened")).of_kind("textarea");
                (say("Signaler un échec", "Report a failure"), vec![why])
            }
            Action::Requeue => (say("Remettre en file d’attente", "Put back into the queue"), Vec::new()),
            Action::Order => return None,
        };
        let decision: Decision = submitted::decision(action, label, role, order.version);
        Some(decision.asking(fields))
    });
    Duties::new(facts::acting_as(role, language), forms.collect())
}
