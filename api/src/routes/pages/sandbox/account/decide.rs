//! What is decided about an account.

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::account::{self, Action, TABLE};
use domain::actor::Role;
use domain::ids::AccountId;
use domain::lifecycle;
use domain::people::Language;
use persistence::accounts::AccountRecord;

use super::page;
use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::{InLanguage, InputFault, PathOf, Problem};
use crate::hub::Hub;
use crate::routes::accounts::profile::check_email;
use crate::routes::back_office::accounts::decision::Decision;
use crate::routes::pages::forms::{self, Duties};
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::say;
use crate::routes::pages::sandbox::own_form::OwnForm;
use crate::routes::pages::sandbox::{facts, items, players, refused, seen_again, submitted};

/// What somebody decides.
pub(in super::super) async fn decide(
    hub: Data<Hub>,
    _: OwnForm,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    sent: Form,
) -> HttpResponse {
    match decided(&hub, &visitor, id, &sent).await {
        Ok(()) => seen_again(format!("/sandbox/desk/accounts/{id}")),
        Err(problem) => refused(&problem, page(&hub, &visitor, id, language).await, &sent, language),
    }
}

async fn decided(hub: &Hub, visitor: &Visitor, id: AccountId, sent: &Form) -> Result<(), Problem> {
    let (decision, seen) = (read(sent)?, submitted::seen(sent));
    let author = players::author(hub, visitor, submitted::role(sent)?).await?;
    hub.write(author, move |tx| decision.take(tx, id, &seen)).await
}

fn read(sent: &Form) -> Result<Decision, Problem> {
    match submitted::action(sent)? {
        Action::Approve => Ok(Decision::Approve),
        Action::RequestCorrection => items::asked(sent, account::can_be_asked).map(Decision::RequestCorrection),
        Action::Reject => submitted::reason(sent).map(Decision::Reject),
        Action::Suspend => submitted::reason(sent).map(Decision::Suspend),
        Action::Reactivate => submitted::reason(sent).map(Decision::Reactivate),
        Action::Close => submitted::reason(sent).map(Decision::Close),
        Action::CorrectEmail => email_correction(sent),
        _ => Err(Problem::at("/action", InputFault::Invalid)),
    }
}

fn email_correction(sent: &Form) -> Result<Decision, Problem> {
    let reason = submitted::reason(sent)?;
    let email = check_email(sent.values("email").next().unwrap_or_default())?;
    Ok(Decision::CorrectEmail { email, reason })
}

/// A form for each action that the desk knows. The supervisor's are those that the agent cannot do.
pub(super) fn duties(account: &AccountRecord, language: Language) -> Vec<Duties> {
    let possible = |role| lifecycle::possible(TABLE, Some(account.stage), role);
    let agents = possible(Role::Agent);
    let mut supervisors = possible(Role::Supervisor);
    supervisors.retain(|action| !agents.contains(action));
    let forms = |actions: Vec<Action>, role| {
        let forms = actions.into_iter();
        let forms = forms.filter_map(|action| form(account, action, role, language));
        Duties::new(facts::acting_as(role, language), forms.collect())
    };
    vec![forms(agents, Role::Agent), forms(supervisors, Role::Supervisor)]
}

fn form(account: &AccountRecord, action: Action, role: Role, language: Language) -> Option<forms::Decision> {
    let (fr, en) = match action {
        Action::Approve => ("Approuver le compte", "Approve the account"),
        Action::RequestCorrection => ("Demander une correction", "Ask for a correction"),
        Action::Reject => ("Refuser le compte", "Refuse the account"),
        Action::Suspend => ("Suspendre le compte", "Suspend the account"),
        Action::Reactivate => ("Réactiver le compte", "Reactivate the account"),
        Action::Close => ("Fermer le compte", "Close the account"),
        Action::CorrectEmail => ("Corriger l’adresse électronique", "Correct the email"),
        _ => return None,
    };
    let decision = submitted::decision(action, say(language, fr, en), role, account.version);
    Some(match action {
        Action::Approve => decision,
        Action::RequestCorrection => decision.asking_several(items::rows(account::can_be_asked, language)),
        Action::CorrectEmail => {
            let label = say(language, "Nouvelle adresse électronique", "New email address");
            let email = Input::new("email", label).of_kind("email");
            decision.asking(vec![email, submitted::reason_field(language)])
        }
        _ => decision.asking(vec![submitted::reason_field(language)]),
    })
}
