//! What a provider says of a payment, in one language for all providers.

use serde::{Deserialize, Serialize};

use super::{Action, Alert, Facts, Stage, dispute_lost, is_refund_by_hand, settlement};

/// What a provider says. While nothing is decided it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentOutcome {
    /// The money arrived, and is to be compared with what is due.
    Succeeded {
        /// How much, in minor units.
        amount: i64,
        /// In which currency: ISO 4217, in the provider's letter case.
        currency: String,
    },
    /// It was declined; the provider may take another card.
    Failed {
        /// The provider's code for why.
        reason: Option<String>,
    },
    /// It was given up there: no money will come.
    Cancelled,
    /// The money was given back, all of it.
    Refunded,
    /// The money was given back, and did not reach its owner's account.
    RefundFailed,
    /// Part of it was given back, at the provider and by hand: so much in all.
    PartlyRefunded {
        /// How much, in minor units.
        amount: i64,
        /// In which currency: ISO 4217, in the provider's letter case.
        currency: String,
    },
    /// The card's holder disputes it at their bank.
    DisputeOpened {
        /// The provider's code for why.
        reason: Option<String>,
    },
    /// The dispute is over, and the money stays.
    DisputeWon,
    /// The dispute is over, and the bank gave the money to the card's holder.
    DisputeLost,
}

impl PaymentOutcome {
    /// Declined, for a reason that is between the driver and the provider.
    pub fn declined() -> Self {
        Self::Failed {
            reason: Some("declined".to_owned()),
        }
    }

    /// What it does to a payment in a stage, if that can still happen to it.
    pub fn action(&self, stage: Stage, facts: Facts) -> Option<Action> {
        match self {
            Self::Succeeded { .. } => Some(settlement(facts)),
            Self::Failed { .. } => Some(Action::Fail),
            Self::Cancelled => Some(Action::Cancel),
            Self::Refunded => Some(Action::Refunded),
            Self::DisputeLost => dispute_lost(stage),
            // Where the money is now only people can find out, or nothing moves yet.
            Self::RefundFailed | Self::PartlyRefunded { .. } | Self::DisputeOpened { .. } | Self::DisputeWon => None,
        }
    }

    /// What somebody should look at, where it moves nothing.
    pub fn alert(&self, stage: Stage) -> Option<Alert> {
        match self {
            Self::RefundFailed => Some(Alert::RefundFailed),
            Self::PartlyRefunded { .. } => Some(Alert::PartlyRefunded),
            Self::DisputeOpened { .. } => Some(Alert::DisputeOpened),
            Self::DisputeLost => Some(Alert::DisputeLost),
            Self::Refunded if is_refund_by_hand(stage, Action::Refunded) => Some(Alert::RefundByHand),
            _ => None,
        }
    }

    /// What the provider writes in it.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Succeeded { currency, .. } | Self::PartlyRefunded { currency, .. } => Some(currency),
            Self::Failed { reason } | Self::DisputeOpened { reason } => reason.as_deref(),
            Self::Cancelled | Self::Refunded | Self::RefundFailed | Self::DisputeWon | Self::DisputeLost => None,
        }
    }
}
