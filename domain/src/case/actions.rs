//! The buttons of the guide, computed from stage and kind [guide: «Suivre le parcours de sa demande»].

use super::{Action, Kind, Stage};
use crate::actor::Role;
use crate::lifecycle;
use crate::words;

words! {
    /// What a driver may do with one of their cases.
    pub enum ViewerAction {
        /// Reprendre: go on with a draft.
        Resume => "resume",
        /// Annuler: give up a draft.
        Cancel => "cancel",
        /// Afficher: look at what was sent.
        View => "view",
        /// Répondre: complete, correct, or choose an address.
        Respond => "respond",
        /// Pay what is due.
        Pay => "pay",
        /// Take back what was sent but not paid.
        Withdraw => "withdraw",
    }
}

/// What the driver may do with a case of this kind in this stage.
pub fn viewer_actions(kind: Kind, stage: Stage) -> Vec<ViewerAction> {
    let possible = lifecycle::possible(kind.table(), Some(stage), Role::Driver);
    let mut actions = Vec::new();
    if stage == Stage::Draft {
        actions.push(ViewerAction::Resume);
        if possible.contains(&Action::Cancel) {
            actions.push(ViewerAction::Cancel);
        }
        return actions;
    }
    if !matches!(stage, Stage::Cancelled) {
        actions.push(ViewerAction::View);
    }
    if matches!(
        stage,
        Stage::InformationRequested | Stage::CorrectionRequested | Stage::AwaitingAddress
    ) {
        actions.push(ViewerAction::Respond);
    }
    if stage == Stage::AwaitingPayment {
        actions.push(ViewerAction::Pay);
    }
    actions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Word;

    #[test]
    fn every_stage_of_a_cqc_case() {
        let table: Vec<_> = Stage::ALL
            .iter()
            .map(|stage| format!("{stage:<22} {:?}", viewer_actions(Kind::Cqc, *stage)))
            .collect();
        insta::assert_snapshot!(table.join("\n"));
    }
}
