//! The payment: one attempt to pay what a case costs, whatever its provider tells, how often and in which order.

mod outcome;

pub use outcome::PaymentOutcome;

use crate::actor::Role::{Driver, Payment as Provider, System};
use crate::lifecycle::{self, Lifecycle, Reason, Subject};
use crate::notification::NotificationKind as Notice;
use crate::rules::due::Due;
use crate::words;

words! {
    /// Stage of a payment: what came of it so far.
    #[cfg_attr(feature = "openapi", schema(as = PaymentStage))]
    pub enum Stage {
        /// Begun: the driver has not paid yet, or the provider has not told the outcome.
        Pending => "pending",
        /// Declined by the provider or the driver's bank: the case can be paid again.
        Failed => "failed",
        /// Given up by the driver, or because the case moved on.
        Cancelled => "cancelled",
        /// The money arrived, and paid the case.
        Succeeded => "succeeded",
        /// The money is to be given back: it paid nothing, or its case was refused.
        RefundDue => "refund_due",
        /// The money was given back.
        Refunded => "refunded",
    }
}

words! {
    /// What can happen to a payment.
    #[cfg_attr(feature = "openapi", schema(as = PaymentAction))]
    pub enum Action {
        /// Begin to pay.
        Start => "start",
        /// Declined.
        Fail => "fail",
        /// Given up: by the provider, or because the case moved on.
        Cancel => "cancel",
        /// The money arrived, and pays the case.
        Settle => "settle",
        /// The money arrived, and pays nothing.
        SettleInVain => "settle_in_vain",
        /// What was paid for is refused.
        CaseRefused => "case_refused",
        /// The money was given back.
        Refunded => "refunded",
    }
}

words! {
    /// What an agent should look at, beyond what the hub does by itself. It stays until the provider says otherwise.
    #[cfg_attr(feature = "openapi", schema(as = PaymentAlert))]
    pub enum Alert {
        /// Part of the money was given back at the provider, by hand: the case is paid in part only.
        PartlyRefunded => "partly_refunded",
        /// All of the money was given back at the provider, by hand, while it still pays a case here.
        RefundByHand => "refund_by_hand",
        /// The money was given back, and did not reach its owner's account.
        RefundFailed => "refund_failed",
        /// The provider refuses to give the money back.
        RefundRefused => "refund_refused",
        /// The holder of the payment card disputes the payment at their bank, which holds the money meanwhile.
        DisputeOpened => "dispute_opened",
        /// The bank gave the disputed money to the holder of the payment card.
        DisputeLost => "dispute_lost",
    }
}

/// What a payment's rows may require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The case awaits payment.
    CaseAwaitsPayment,
    /// What arrived is what was asked for, and that is what is due.
    AmountMatches,
}

/// What follows from a payment's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The case is paid, and invoiced.
    PayCase,
    /// Give it up at the provider too.
    CancelAtProvider,
    /// Ask the provider to give the money back.
    RefundAtProvider,
    /// Cancel its invoice by a credit note.
    CreditNote,
    /// An entry in the audit trail that somebody should look at, if the amount is another one.
    Alarm,
    /// Tell the driver.
    Tell(Notice),
}

/// What the guards look at. Everything is refused until it is established.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// The case awaits payment.
    pub case_awaits: bool,
    /// What arrived is what was asked for, and that is what is due.
    pub amount_matches: bool,
}

/// The payment's lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment;

type Row = lifecycle::Row<Payment>;

/// Where the money may still arrive: providers have their last word after everybody else.
const NOT_PAID: &[Stage] = &[Stage::Pending, Stage::Failed, Stage::Cancelled];

/// The table. A case has one payment pending at most: who starts another gets that one.
pub const TABLE: lifecycle::Table<Payment> = &[&[
    Row::new(&[], Action::Start, Driver, Stage::Pending).guarded(&[Guard::CaseAwaitsPayment]),
    Row::new(&[Stage::Pending], Action::Fail, Provider, Stage::Failed),
    Row::new(&[Stage::Pending], Action::Cancel, Provider, Stage::Cancelled),
    Row::new(&[Stage::Pending], Action::Cancel, System, Stage::Cancelled).then(&[Effect::CancelAtProvider]),
    Row::new(NOT_PAID, Action::Settle, Provider, Stage::Succeeded)
        .guarded(&[Guard::CaseAwaitsPayment, Guard::AmountMatches])
        .then(&[Effect::PayCase]),
    Row::new(NOT_PAID, Action::SettleInVain, Provider, Stage::RefundDue).then(&[
        Effect::RefundAtProvider,
        Effect::Alarm,
        Effect::Tell(Notice::RefundDue),
    ]),
    Row::new(&[Stage::Succeeded], Action::CaseRefused, System, Stage::RefundDue)
        .then(&[Effect::RefundAtProvider, Effect::CreditNote]),
    Row::new(&[Stage::RefundDue], Action::Refunded, Provider, Stage::Refunded)
        .then(&[Effect::Tell(Notice::RefundMade)]),
]];

impl Lifecycle for Payment {
    const SUBJECT: Subject = Subject::Payment;
    type Stage = Stage;
    type Action = Action;
    type Guard = Guard;
    type Effect = Effect;
    type Facts<'a> = Facts;

    fn judge(guard: Guard, facts: &Facts) -> Result<(), Reason> {
        match guard {
            Guard::CaseAwaitsPayment => facts.case_awaits.then_some(()).ok_or(Reason::NothingToPay),
            Guard::AmountMatches => facts.amount_matches.then_some(()).ok_or(Reason::OtherAmount),
        }
    }
}

impl Stage {
    /// Where the provider still has something to say: what reconciliation asks about, what keeps an account open and its
    /// record from being erased.
    pub const AWAITING_PROVIDER: [Self; 2] = [Self::Pending, Self::RefundDue];
}

/// Whether somebody should look at what the provider says: money was given back, at the provider and by hand, that still
/// pays a case here. Whoever refuses a case through the hub has no such thing happen.
pub fn is_refund_by_hand(stage: Stage, said: Action) -> bool {
    (stage, said) == (Stage::Succeeded, Action::Refunded)
}

/// What a lost dispute means for a payment: the bank has given the money to the card's holder. Where it was to be given
/// back anyway, it is; and nothing is given back twice.
pub fn dispute_lost(stage: Stage) -> Option<Action> {
    (stage == Stage::RefundDue).then_some(Action::Refunded)
}

/// Whether the provider may be asked to give the money of a payment back: not while its card's holder disputes it, for the
/// bank may give it back itself.
pub fn may_be_refunded(alert: Option<Alert>) -> bool {
    alert != Some(Alert::DisputeOpened)
}

/// What it means that money arrived: it pays the case, or it is given back.
pub const fn settlement(facts: Facts) -> Action {
    if facts.case_awaits && facts.amount_matches {
        Action::Settle
    } else {
        Action::SettleInVain
    }
}

/// Whether what arrived (in minor units of a currency named as the provider names it) is what was asked for, and what
/// was asked for is what is due.
pub fn amount_matches(asked: i64, due: Option<&Due>, amount: i64, currency: &str) -> bool {
    due.is_some_and(|due| {
        let is_its_currency = currency.eq_ignore_ascii_case(crate::words::Word::name(due.currency));
        is_its_currency && amount == asked && asked == due.total
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fees::{Fee, FeeKind};

    #[test]
    fn every_cell() {
        insta::assert_snapshot!(lifecycle::grid(TABLE));
    }

    #[test]
    fn money_that_pays_nothing_is_given_back() {
        for (case_awaits, amount_matches, action) in [
            (true, true, Action::Settle),
            (true, false, Action::SettleInVain),
            (false, true, Action::SettleInVain),
            (false, false, Action::SettleInVain),
        ] {
            let facts = Facts {
                case_awaits,
                amount_matches,
            };
            assert_eq!(settlement(facts), action);
        }
    }

    #[test]
    fn what_arrives_is_what_is_due() {
        let day = "2026-11-22".parse().expect("a date");
        let fee = Fee {
            kind: FeeKind::Replacement,
            amount: 2_500,
            applies_from: day,
        };
        let due = Due::of(fee, day);
        assert!(amount_matches(3_000, Some(&due), 3_000, "eur"));
        assert!(!amount_matches(3_000, Some(&due), 2_999, "EUR"));
        assert!(!amount_matches(3_000, Some(&due), 3_000, "usd"));
        assert!(
            !amount_matches(1_200, Some(&due), 1_200, "EUR"),
            "what was asked for is not due any more"
        );
        assert!(!amount_matches(3_000, None, 3_000, "EUR"));
    }
}
