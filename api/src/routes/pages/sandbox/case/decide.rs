//! What the agent decides about a case.

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::case::{Action, Corrections, ItemTarget};
use domain::ids::CaseId;
use domain::people::Language;
use domain::rules::reference;
use persistence::Tx;
use persistence::cases::{self, CaseRecord, NewItem};

use super::{Shown, page};
use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::{FaultCode, InLanguage, PathOf, Problem};
use crate::hub::Hub;
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::{Decision, say};
use crate::routes::pages::sandbox::agent::{OwnForm, agent};
use crate::routes::pages::sandbox::asked::{self, Seen};
use crate::routes::pages::sandbox::{refused, seen_again};

/// The field for the number on a card.
const CARD: &str = "card_number";

/// What the agent decides.
pub(in super::super) async fn decide(
    hub: Data<Hub>,
    _: OwnForm,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<CaseId>,
    sent: Form,
) -> HttpResponse {
    match decided(&hub, &visitor, id, &sent).await {
        Ok(()) => seen_again(format!("/sandbox/desk/cases/{id}")),
        Err(problem) => refused(&problem, page(&hub, &visitor, id, language).await, &sent, language),
    }
}

/// A form for each action that the desk knows, of those the agent may do.
pub(super) fn forms(shown: &Shown, language: Language) -> Vec<Decision> {
    let case = &shown.case;
    let possible = case.actions.iter().copied();
    let forms = possible.filter_map(|action| {
        let label = label(action, language)?;
        let inputs = match action {
            Action::Reject => vec![asked::reason_field(language)],
            Action::RequestInformation => asked::item_fields(ItemTarget::is_of_case, language),
            Action::AttributeToDriver => asked::item_fields(ItemTarget::is_of_correction, language),
            Action::ReceiveCard => vec![card_field(shown, language)],
            _ => Vec::new(),
        };
        Some(asked::decision(action, label, inputs, case.version))
    });
    forms.collect()
}

fn label(action: Action, language: Language) -> Option<&'static str> {
    let (fr, en) = match action {
        Action::Take => ("Prendre la demande", "Take the case"),
        Action::Release => ("Remettre la demande", "Put the case back"),
        Action::Approve => ("Approuver la demande", "Approve the case"),
        Action::RequestInformation => ("Demander un complément", "Ask for more"),
        Action::Reject => ("Refuser la demande", "Reject the case"),
        Action::ReceiveCard => ("Enregistrer l’arrivée de la carte", "Record the card’s arrival"),
        Action::AttributeToIssuer => ("L’erreur vient de l’émetteur", "The error is the issuer’s"),
        Action::AttributeToDriver => ("L’erreur vient du conducteur", "The error is the driver’s"),
        _ => return None,
    };
    Some(say(language, fr, en))
}

fn card_field(shown: &Shown, language: Language) -> Input {
    let number = Input::new(
        CARD,
        say(language, "Numéro de la carte reçue", "Number of the card received"),
    );
    // There is no card to read it from in a sandbox.
    let hint = |number: &String| {
        format!(
            "{} {number}",
            say(language, "La demande porte sur la carte", "The case is about card")
        )
    };
    number
        .filled_with("off")
        .hinting(shown.card_number.iter().map(hint).collect())
}

enum Asked {
    Take,
    Plain(Action),
    Reject(String),
    Complete(Vec<NewItem>),
    Received(String),
    Issuer,
    Driver(Vec<NewItem>),
}

impl Asked {
    fn read(sent: &Form) -> Result<Self, Problem> {
        let action = asked::action(sent)?;
        match action {
            Action::Take => Ok(Self::Take),
            Action::Approve | Action::Release => Ok(Self::Plain(action)),
            Action::Reject => asked::reason(sent).map(Self::Reject),
            Action::RequestInformation => asked::items(sent, ItemTarget::is_of_case).map(Self::Complete),
            Action::ReceiveCard => reference::parse_card_number(asked::value(sent, CARD))
                .map(Self::Received)
                .map_err(|_| Problem::at(format!("/{CARD}"), FaultCode::Malformed)),
            Action::AttributeToIssuer => Ok(Self::Issuer),
            Action::AttributeToDriver => asked::items(sent, ItemTarget::is_of_correction).map(Self::Driver),
            _ => Err(Problem::at("/action", FaultCode::Invalid)),
        }
    }

    /// Does it to a locked case, by what the JSON routes call.
    fn act(&self, tx: &mut Tx<'_>, record: &CaseRecord) -> persistence::Result<CaseRecord> {
        let nothing = cases::Asked::default();
        match self {
            Self::Take => cases::assign(tx, record, None),
            Self::Plain(action) => cases::act(tx, record, *action, &nothing),
            Self::Reject(reason) => {
                let reason = Some(reason.as_str());
                cases::act(tx, record, Action::Reject, &cases::Asked { reason, ..nothing })
            }
            Self::Complete(items) => {
                let asked = cases::Asked { items, ..nothing };
                cases::act(tx, record, Action::RequestInformation, &asked)
            }
            Self::Received(number) => cases::receive_card(tx, record, number),
            Self::Issuer => cases::attribute_to_issuer(tx, record, &Corrections::default()),
            Self::Driver(items) => cases::attribute_to_driver(tx, record, items),
        }
    }
}

async fn decided(hub: &Hub, visitor: &Visitor, id: CaseId, sent: &Form) -> Result<(), Problem> {
    let (asked, seen) = (Asked::read(sent)?, Seen::of(sent));
    let me = agent(hub, visitor).await?;
    hub.write(me.author, move |tx| {
        let record = cases::lock_sent(tx, id)?;
        seen.require(record.version)?;
        asked.act(tx, &record)?;
        Ok(())
    })
    .await
}
