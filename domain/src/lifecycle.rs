//! What every lifecycle has in common: a table of rows, one function that decides, and what it decides.
//!
//! A table is complete: what is not listed is refused. A row names where it starts, what is done and by whom, where
//! it leads, what must hold (guards) and what follows (effects). Guards are judged from facts handed in; effects are
//! carried out by whoever persists the transition.

use std::fmt::Debug;

use crate::actor::Role;
use crate::words;
use crate::words::Word;

pub mod book;
mod drawing;
mod refusal;

pub use drawing::{grid, mermaid};
pub use refusal::{Reason, Refusal};
pub(crate) use refusal::{items_addressed, reason_given};

words! {
    /// Kind of the thing that something happened to.
    pub enum Subject {
        /// A driver's account, from registration to its end.
        Account => "account",
        /// The right to a card in one sector, earned by a training.
        Entitlement => "entitlement",
        /// A case: a file that a driver, or the back office, opened.
        Case => "case",
        /// A driver qualification card.
        Card => "card",
        /// An order to make a card, or to post it again.
        ProductionOrder => "production_order",
        /// A training centre's attestation of a training.
        Attestation => "attestation",
        /// An attempt to pay what a case costs.
        Payment => "payment",
        /// An invoice or a credit note, which never changes.
        Invoice => "invoice",
    }
}

/// The vocabulary of one lifecycle.
pub trait Lifecycle: Copy + Debug + Eq + 'static {
    /// Whose lifecycle it is.
    const SUBJECT: Subject;
    /// Where one can be.
    type Stage: Word + Debug;
    /// What can be done.
    type Action: Word + Debug;
    /// What may be required.
    type Guard: Copy + Debug + Eq + 'static;
    /// What may follow.
    type Effect: Copy + Debug + Eq + 'static;
    /// What the guards look at.
    type Facts<'a>;

    /// Judges one guard.
    fn judge(guard: Self::Guard, facts: &Self::Facts<'_>) -> Result<(), Reason>;
}

/// Where a row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To<S> {
    /// To this stage.
    Stage(S),
    /// Back to the stage that was left, which its owner remembers.
    WhereFrom,
}

/// One row of a lifecycle table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<L: Lifecycle> {
    /// The stages it starts from; none when it gives birth.
    pub from: &'static [L::Stage],
    /// What is done.
    pub action: L::Action,
    /// Who may do it.
    pub by: Role,
    /// Where it leads.
    pub to: To<L::Stage>,
    /// What must hold.
    pub guards: &'static [L::Guard],
    /// What follows.
    pub effects: &'static [L::Effect],
    /// For what happens by itself: after how many days in the stage (or untouched in it).
    pub after_days: Option<u32>,
    /// For what happens because nobody did what they should have: after how many days somebody is called.
    pub alarm_after_days: Option<u32>,
}

/// A lifecycle's table, in the parts it is composed of.
pub type Table<L> = &'static [&'static [Row<L>]];

impl<L: Lifecycle> Row<L> {
    /// A row without guards and effects.
    pub const fn new(from: &'static [L::Stage], action: L::Action, by: Role, to: L::Stage) -> Self {
        Self {
            from,
            action,
            by,
            to: To::Stage(to),
            guards: &[],
            effects: &[],
            after_days: None,
            alarm_after_days: None,
        }
    }

    /// A row that leads back to where its subject came from.
    pub const fn back(from: &'static [L::Stage], action: L::Action, by: Role) -> Self {
        Self {
            from,
            action,
            by,
            to: To::WhereFrom,
            guards: &[],
            effects: &[],
            after_days: None,
            alarm_after_days: None,
        }
    }

    /// With what must hold.
    #[must_use]
    pub const fn guarded(self, guards: &'static [L::Guard]) -> Self {
        Self { guards, ..self }
    }

    /// With what follows.
    #[must_use]
    pub const fn then(self, effects: &'static [L::Effect]) -> Self {
        Self { effects, ..self }
    }

    /// For what happens by itself, after so many days.
    #[must_use]
    pub const fn after_days(self, days: u32) -> Self {
        Self {
            after_days: Some(days),
            ..self
        }
    }

    /// Unless somebody acts, who is called after so many days, and again each time as many have passed as before.
    #[must_use]
    pub const fn alarming_after(self, days: u32) -> Self {
        Self {
            alarm_after_days: Some(days),
            ..self
        }
    }

    fn starts_from(&self, stage: Option<L::Stage>) -> bool {
        match stage {
            Some(stage) => self.from.contains(&stage),
            None => self.from.is_empty(),
        }
    }
}

/// A decision to move: what is persisted, told and acted upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition<L: Lifecycle> {
    /// The stage left; none at birth.
    pub from: Option<L::Stage>,
    /// What was done.
    pub action: L::Action,
    /// The stage entered.
    pub to: L::Stage,
    /// What follows.
    pub effects: &'static [L::Effect],
}

/// Decides whether `action` may happen to a subject in `stage`, done by somebody in `role`.
///
/// `where_from` is the stage a [`To::WhereFrom`] row leads back to.
pub fn decide<L: Lifecycle>(
    table: Table<L>,
    stage: Option<L::Stage>,
    where_from: Option<L::Stage>,
    action: L::Action,
    role: Role,
    facts: &L::Facts<'_>,
) -> Result<Transition<L>, Refusal> {
    let refuse = |reason| refusal::<L>(table, stage, action, role, reason);
    let mut rows = rows(table)
        .filter(|row| row.action == action && row.starts_from(stage))
        .peekable();
    let first = rows.peek().copied().ok_or_else(|| refuse(Reason::WrongStage))?;
    let row = rows.find(|row| role.may_act_as(row.by)).ok_or_else(|| {
        // What happens by itself is nobody's to ask for: it is not reserved, it is not possible.
        refuse(if first.by == Role::System {
            Reason::WrongStage
        } else {
            Reason::WrongRole(first.by)
        })
    })?;
    for guard in row.guards {
        L::judge(*guard, facts).map_err(refuse)?;
    }
    let to = match row.to {
        To::Stage(to) => to,
        To::WhereFrom => where_from.ok_or_else(|| refuse(Reason::WrongStage))?,
    };
    Ok(Transition {
        from: stage,
        action,
        to,
        effects: row.effects,
    })
}

/// What somebody in `role` could do in `stage`, guards aside, in the table's order.
pub fn possible<L: Lifecycle>(table: Table<L>, stage: Option<L::Stage>, role: Role) -> Vec<L::Action> {
    let mut actions = Vec::new();
    for row in rows(table).filter(|row| row.starts_from(stage) && role.may_act_as(row.by)) {
        if !actions.contains(&row.action) {
            actions.push(row.action);
        }
    }
    actions
}

/// What happens by itself in `stage`, and after how many days.
pub fn lapses<L: Lifecycle>(table: Table<L>, stage: L::Stage) -> Option<(L::Action, u32)> {
    rows(table)
        .filter(|row| row.from.contains(&stage))
        .find_map(|row| row.after_days.map(|days| (row.action, days)))
}

/// Whether any stage of this lifecycle ends by itself.
pub fn has_lapses<L: Lifecycle>(table: Table<L>) -> bool {
    rows(table).any(|row| row.after_days.is_some())
}

/// After how many days in `stage` somebody is called who should have acted.
pub fn alarms<L: Lifecycle>(table: Table<L>, stage: L::Stage) -> Option<u32> {
    rows(table)
        .filter(|row| row.from.contains(&stage))
        .find_map(|row| row.alarm_after_days)
}

/// Whether any stage of this lifecycle calls anybody.
pub fn has_alarms<L: Lifecycle>(table: Table<L>) -> bool {
    rows(table).any(|row| row.alarm_after_days.is_some())
}

fn rows<L: Lifecycle>(table: Table<L>) -> impl Iterator<Item = &'static Row<L>> {
    table.iter().flat_map(|part| part.iter())
}

fn refusal<L: Lifecycle>(
    table: Table<L>,
    stage: Option<L::Stage>,
    action: L::Action,
    role: Role,
    reason: Reason,
) -> Refusal {
    Refusal {
        subject: L::SUBJECT,
        stage: stage.map(Word::name),
        action: action.name(),
        reason,
        possible: possible(table, stage, role).into_iter().map(Word::name).collect(),
    }
}
