"""A driver's story as a frontend would tell it, played through the public API alone."""

import uuid

import cqc_hub
import pytest
from cqc_hub import models
from cqc_hub.exceptions import ConflictException
from sandbox import ADDRESS, Driver, Sandbox, until


def test_an_attestation_earns_a_certificate(sandbox: Sandbox, driver: Driver) -> None:
    assert cqc_hub.CertificatesApi(driver.client).list_certificates().items == []

    assert sandbox.attest(driver).status == models.AttestationStage.MATCHED

    certificate = cqc_hub.CertificatesApi(driver.client).list_certificates().items[0]
    assert certificate.valid_from == sandbox.today()
    seen = cqc_hub.VerificationApi(sandbox.anybody).verify(certificate.verification_code)
    assert seen.status == models.VerificationStatus.VALID


def test_what_is_missing_is_said_before_anything_is_sent(sandbox: Sandbox, driver: Driver) -> None:
    sandbox.attest(driver)
    cases = cqc_hub.CasesApi(driver.client)
    case = cases.open_case(models.CaseBody(kind=models.OpenKind.CQC))
    assert "photo" in next(step for step in case.steps if step.name == "documents").missing

    with pytest.raises(ConflictException) as refused:
        cases.submit_case(case.id)

    assert refused.value.data.code == models.ProblemCode.INCOMPLETE


def test_a_lost_card_is_paid_for_and_made_again(sandbox: Sandbox, driver: Driver) -> None:
    sandbox.attest(driver)
    lost = sandbox.new_card(driver)
    cases = cqc_hub.CasesApi(driver.client)
    case = cases.open_case(models.CaseBody(kind=models.OpenKind.LOSS, card_id=lost.id)).id
    cases.put_case_declaration(case, models.DeclarationBody(lost_on=sandbox.today(), return_commitment=True))
    cases.put_case_delivery_address(case, models.AddressBody(**ADDRESS))
    cases.put_case_billing_address(case, models.BillingAddressBody(**ADDRESS))
    assert cases.submit_case(case).stage == models.CaseStage.AWAITING_PAYMENT

    # The bank declines, and the driver pays with another card.
    assert pay(sandbox, driver, case, models.SandboxOutcome.DECLINED) == models.PaymentStage.FAILED
    assert cases.get_case(case).stage == models.CaseStage.AWAITING_PAYMENT
    assert pay(sandbox, driver, case, models.SandboxOutcome.SUCCEEDED) == models.PaymentStage.SUCCEEDED

    assert cases.get_case(case).stage == models.CaseStage.IN_PRODUCTION
    assert len(cqc_hub.InvoicesApi(driver.client).list_invoices().items) == 1
    sandbox.make_card(case)
    cards = {card.id: card.stage for card in cqc_hub.CardsApi(driver.client).list_cards().items}
    assert cards.pop(lost.id) != models.CardStage.ACTIVE
    assert list(cards.values()) == [models.CardStage.IN_TRANSIT]


def test_a_certificate_ends_after_four_months(sandbox: Sandbox, driver: Driver) -> None:
    sandbox.attest(driver)
    certificate = cqc_hub.CertificatesApi(driver.client).list_certificates().items[0]

    sandbox.days_pass((certificate.valid_until - sandbox.today()).days)

    reminder = sandbox.mail(driver.email, "certificate_expiring")
    assert 25 < (certificate.valid_until - reminder.sent_at.date()).days < 35  # a month before, not today
    verification = cqc_hub.VerificationApi(sandbox.anybody)
    assert verification.verify(certificate.verification_code).status == models.VerificationStatus.VALID
    sandbox.days_pass(1)
    assert verification.verify(certificate.verification_code).status == models.VerificationStatus.EXPIRED


def pay(sandbox: Sandbox, driver: Driver, case: uuid.UUID, outcome: models.SandboxOutcome) -> models.PaymentStage:
    """Pays as a frontend does, with the sandbox for the bank: what came of it shows in the case a moment later."""
    cases = cqc_hub.CasesApi(driver.client)
    body = models.PaymentBody(return_url="https://app.example.org/cases")
    payment = cases.start_payment(case, idempotency_key=str(uuid.uuid4()), payment_body=body)
    assert payment.next_action.url.startswith(sandbox.url)
    cqc_hub.SandboxApi(sandbox.anybody).decide_sandbox_payment(payment.id, models.SandboxDecision(outcome=outcome))

    def settled() -> models.PaymentStage | None:
        attempt = cases.get_case(case).payment.last_attempt
        return attempt.status if attempt.status != models.PaymentStage.PENDING else None

    return until("the payment's outcome", settled)
