//! The buttons of the guide, computed from stage and kind (guide: «Suivre le parcours de sa demande»).

use super::{Action, Guard, Kind, Stage};
use crate::actor::Role;
use crate::lifecycle;
use crate::words;

words! {
    /// What a driver can do with one of their cases.
    pub enum ViewerAction {
        /// Go on with the draft («Reprendre»).
        Resume => "resume",
        /// Give up the draft («Annuler»).
        Cancel => "cancel",
        /// Look at what was sent («Afficher»).
        View => "view",
        /// Answer what is asked: complete, correct, or choose an address («Répondre»).
        Respond => "respond",
        /// Pay what the case costs («Payer»).
        Pay => "pay",
        /// Take back what was sent and is not paid yet («Retirer»).
        Withdraw => "withdraw",
    }
}

/// What the driver may do with a case of this kind in this stage, which `was_sent` or never was more than a draft.
pub fn viewer_actions(kind: Kind, stage: Stage, was_sent: bool) -> Vec<ViewerAction> {
    let possible = lifecycle::possible(kind.table(), Some(stage), Role::Driver);
    let offered = [
        (ViewerAction::Resume, stage == Stage::Draft),
        (ViewerAction::Cancel, possible.contains(&Action::Cancel)),
        (ViewerAction::View, was_sent),
        (ViewerAction::Respond, stage.awaits_driver()),
        (ViewerAction::Pay, stage == Stage::AwaitingPayment),
        (ViewerAction::Withdraw, possible.contains(&Action::Withdraw)),
    ];
    offered
        .into_iter()
        .filter_map(|(action, is_offered)| is_offered.then_some(action))
        .collect()
}

/// What a member of staff may do with a case: what the table gives to their role, and what it keeps for the agent who
/// took the case only if that is who they are.
pub fn agent_actions(kind: Kind, stage: Stage, role: Role, is_assignee: bool) -> Vec<Action> {
    let is_kept_for_assignee = |action: &Action| {
        kind.table()
            .iter()
            .flat_map(|part| part.iter())
            .any(|row| row.action == *action && row.from.contains(&stage) && row.guards.contains(&Guard::Assignee))
    };
    lifecycle::possible(kind.table(), Some(stage), role)
        .into_iter()
        .filter(|action| is_assignee || !is_kept_for_assignee(action))
        .collect()
}

/// Whether staff in this role may give a case to another agent: whoever may take one away from its agent may.
pub fn may_name_assignee(kind: Kind, role: Role) -> bool {
    lifecycle::possible(kind.table(), Some(Stage::InReview), role).contains(&Action::Reassign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Word;

    fn buttons(kind: Kind) -> String {
        let lines: Vec<_> = Stage::ALL
            .iter()
            .map(|stage| format!("{stage:<22} {:?}", viewer_actions(kind, *stage, *stage != Stage::Draft)))
            .collect();
        lines.join("\n")
    }

    #[test]
    fn every_stage_of_every_kind() {
        for &kind in Kind::ALL {
            insta::assert_snapshot!(kind.name(), buttons(kind));
        }
    }

    #[test]
    fn there_is_nothing_to_view_of_what_was_never_sent() {
        assert_eq!(viewer_actions(Kind::Cqc, Stage::Cancelled, false), []);
        assert_eq!(viewer_actions(Kind::Cqc, Stage::Expired, false), []);
        assert_eq!(viewer_actions(Kind::Cqc, Stage::Expired, true), [ViewerAction::View]);
    }

    #[test]
    fn only_its_assignee_decides_a_case() {
        let in_review = |role, is_assignee| agent_actions(Kind::Cqc, Stage::InReview, role, is_assignee);
        assert_eq!(
            in_review(Role::Agent, true),
            [
                Action::Release,
                Action::RequestInformation,
                Action::Approve,
                Action::Reject
            ]
        );
        assert_eq!(in_review(Role::Agent, false), []);
        assert_eq!(in_review(Role::Supervisor, false), [Action::Reassign]);
        assert_eq!(
            agent_actions(Kind::Cqc, Stage::Submitted, Role::Agent, false),
            [Action::Take]
        );
        assert_eq!(agent_actions(Kind::Cqc, Stage::Completed, Role::Supervisor, false), []);
    }
}
