//! What a case costs, and how its payment goes.

use chrono::NaiveDate;
use domain::ids::PaymentId;
use domain::labels::Label;
use domain::payment;
use domain::people::Language;
use domain::rules::due::Due;
use domain::rules::fees::FeeKind;
use persistence::cases::CaseRecord;
use persistence::payments::PaymentRecord;
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::back_office::fees::fee_view::Money;

/// What a case costs: the fee of the day on which the amount was fixed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CasePayment, example = json!({
    "fee": "replacement", "fee_label": "Remplacement d’une carte", "amount": {"amount": 3000, "currency": "EUR"},
    "net": {"amount": 2500, "currency": "EUR"}, "vat": {"amount": 500, "currency": "EUR"}, "vat_percent": 20,
    "fixed_on": "2026-11-22",
    "last_attempt": {"id": "01993d2f-0a1b-7c3d-8e4f-5a6b7c8d9e0f", "status": "failed", "status_label": "Échoué"}
}))]
pub struct CasePaymentView {
    /// Kind of the fee: what is paid for.
    pub fee: FeeKind,
    /// Label of `fee`, in the language of the request, to show to people.
    pub fee_label: &'static str,
    /// What the driver pays, VAT included.
    pub amount: Money,
    /// The amount of the fee, without VAT.
    pub net: Money,
    /// The amount of VAT on the fee.
    pub vat: Money,
    /// The rate of VAT on the fee, in percent.
    pub vat_percent: i64,
    /// The day on which the amount was fixed: the fee is that of this day.
    pub fixed_on: NaiveDate,
    /// The last attempt to pay. Left out before the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_attempt: Option<AttemptView>,
}

/// An attempt to pay what a case costs, in short.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentAttempt)]
pub struct AttemptView {
    /// Unique identifier of the payment.
    pub id: PaymentId,
    /// Stage of the payment: what came of it so far.
    pub status: payment::Stage,
    /// Label of `status`, in the language of the request, to show to people.
    pub status_label: &'static str,
    /// What an agent should look at: a dispute, a refund that was made by hand or failed. Left out for drivers, and
    /// where there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub alert: Option<payment::Alert>,
    /// Label of `alert`, in the language of the request, to show to people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub alert_label: Option<&'static str>,
}

impl CasePaymentView {
    /// With what agents should look at.
    #[must_use]
    pub fn for_agents(mut self, last: Option<&PaymentRecord>, language: Language) -> Self {
        if let (Some(attempt), Some(alert)) = (&mut self.last_attempt, last.and_then(|payment| payment.alert)) {
            attempt.alert = Some(alert);
            attempt.alert_label = Some(alert.label(language));
        }
        self
    }

    /// What a case costs, if it costs anything, and its last attempt.
    pub fn of(record: &CaseRecord, last: Option<&PaymentRecord>, language: Language) -> Option<Self> {
        let due: Due = record.amount_due.as_ref()?.0;
        Some(Self {
            fee: due.fee,
            fee_label: due.fee.label(language),
            amount: Money::cents(due.total),
            net: Money::cents(due.net),
            vat: Money::cents(due.vat),
            vat_percent: due.vat_percent,
            fixed_on: due.fixed_on,
            last_attempt: last.map(|payment| AttemptView {
                id: payment.id,
                status: payment.stage,
                status_label: payment.stage.label(language),
                alert: None,
                alert_label: None,
            }),
        })
    }
}
