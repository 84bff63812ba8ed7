//! What can be decided about a case, and by whom: the agent at the desk, or else the supervisor.

use domain::actor::Role;
use domain::case::{self, Action, ItemTarget};
use domain::people::Language;

use super::decide::{ASSIGNEE, CARD};
use super::{Shown, corrections};
use crate::routes::pages::forms::{Decision, Duties};
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::say;
use crate::routes::pages::sandbox::{facts, items, submitted};

/// A form for each action that the desk knows. The supervisor's are those that the agent cannot do.
pub(super) fn of(shown: &Shown, language: Language) -> Vec<Duties> {
    let case = &shown.case;
    let is_supervisors = case.assigned_to == Some(shown.supervisor);
    let supervisors = case::agent_actions(case.kind, case.stage, Role::Supervisor, is_supervisors).into_iter();
    let supervisors = supervisors.filter(|action| !case.actions.contains(action));
    let forms = |actions: &mut dyn Iterator<Item = Action>, role| {
        let forms = actions.filter_map(|action| form(shown, action, role, language));
        Duties::new(facts::acting_as(role, language), forms.collect())
    };
    vec![
        forms(&mut case.actions.iter().copied(), Role::Agent),
        forms(&mut supervisors.into_iter(), Role::Supervisor),
    ]
}

fn form(shown: &Shown, action: Action, role: Role, language: Language) -> Option<Decision> {
    let decision = submitted::decision(action, label(action, language)?, role, shown.case.version);
    Some(match action {
        Action::Reject => decision.asking(vec![submitted::reason_field(language)]),
        Action::RequestInformation => decision.asking_several(items::rows(ItemTarget::is_of_case, language)),
        Action::AttributeToDriver => decision
            .asking_several(items::rows(ItemTarget::is_of_correction, language))
            .noting(say(
                language,
                "Le conducteur corrige, puis paie le remplacement.",
                "The driver corrects, then pays for the replacement.",
            )),
        Action::AttributeToIssuer => {
            let fields = shown
                .subject
                .iter()
                .flat_map(|card| corrections::fields(card, language));
            decision.asking(fields.collect()).noting(say(
                language,
                "La carte est refaite sans frais. Corrigez ce qui y est faux\u{a0}; le reste est refait tel quel.",
                "The card is made again free of charge. Correct what is wrong on it; the rest stays as it is.",
            ))
        }
        Action::ReceiveCard => decision.asking(vec![card_field(shown, language)]),
        Action::Reassign => decision.asking(vec![assignee_field(shown, language)]),
        _ => decision,
    })
}

fn label(action: Action, language: Language) -> Option<&'static str> {
    let (fr, en) = match action {
        Action::Take => ("Prendre la demande", "Take the case"),
        Action::Release => ("Remettre la demande", "Put the case back"),
        Action::Reassign => ("Confier la demande", "Give the case to somebody"),
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
    let label = say(language, "Numéro de la carte reçue", "Number of the card received");
    // There is no card to read it from in a sandbox.
    let about = say(language, "La demande porte sur la carte", "The case is about card");
    let hints = shown.subject.iter().map(|card| format!("{about} {}", card.number));
    Input::new(CARD, label).filled_with("off").hinting(hints.collect())
}

fn assignee_field(shown: &Shown, language: Language) -> Input {
    let others = shown.colleagues.iter();
    let others = others.filter(|member| member.active && Some(member.id) != shown.case.assigned_to);
    let options = others.map(|member| (member.id.to_string(), format!("{} ({})", member.name, member.email)));
    Input::new(ASSIGNEE, say(language, "À qui", "To whom")).one_of(options.collect())
}
