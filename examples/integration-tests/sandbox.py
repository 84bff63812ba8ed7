"""All sides of the sandbox: its people and machines, its clock, its mailbox, and the bank."""

import itertools
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import cqc_hub
from cqc_hub import models

PARIS = ZoneInfo("Europe/Paris")
SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
DOCUMENTS = {
    models.DocumentType.IDENTITY_DOCUMENT: "identity-document.pdf",
    models.DocumentType.LICENCE_FRONT: "licence-front.jpg",
    models.DocumentType.LICENCE_BACK: "licence-back.jpg",
    models.DocumentType.PHOTO: "photo.png",
    models.DocumentType.SIGNATURE: "signature.png",
}
ADDRESS = {"line1": "12 rue de la République", "postal_code": "69001", "city": "Lyon", "country": "FR"}
PASSWORD = "Nuit-calme-sur-la-route-42"
T = TypeVar("T")
NUMBERS = itertools.count(random.randrange(90_000))


@dataclass(frozen=True)
class Driver:
    """A driver whose account is open."""

    email: str
    licence: str
    client: cqc_hub.ApiClient


class Sandbox:
    def __init__(self, url: str) -> None:
        self.url = url
        self.anybody = cqc_hub.ApiClient(cqc_hub.Configuration(host=url))
        self.agent = self.signed_in("agent@example.org", "Sandbox-agent-2026!")
        self.centre = self.machine("abskill-lyon", "sandbox-centre-secret")
        self.factory = self.machine("card-factory", "sandbox-production-secret")

    def signed_in(self, email: str, password: str) -> cqc_hub.ApiClient:
        credentials = models.Credentials(email=email, password=password)
        return self.bearing(cqc_hub.SignInApi(self.anybody).sign_in(credentials).access_token)

    def machine(self, client: str, secret: str) -> cqc_hub.ApiClient:
        basic = cqc_hub.ApiClient(cqc_hub.Configuration(host=self.url, username=client, password=secret))
        return self.bearing(cqc_hub.SignInApi(basic).issue_token(grant_type="client_credentials").access_token)

    def bearing(self, token: str) -> cqc_hub.ApiClient:
        return cqc_hub.ApiClient(cqc_hub.Configuration(host=self.url, access_token=token))

    # The clock. It moves forward only, and for everybody: dates are reckoned from it, never from the machine's own.

    def today(self) -> date:
        return self.now().date()

    def now(self) -> datetime:
        return cqc_hub.SandboxApi(self.anybody).get_sandbox_clock().now.astimezone(PARIS)

    def days_pass(self, days: int) -> None:
        """Reminders, lapses and retention that come due run before the answer; mails follow a moment later."""
        later = models.Instant(now=self.now() + timedelta(days=days))
        cqc_hub.SandboxApi(self.anybody).move_sandbox_clock(later)

    # The mailbox.

    def mail(self, to: str, kind: str) -> models.SandboxMessage:
        """The latest mail of a kind, once it has come."""
        mailbox = cqc_hub.SandboxApi(self.anybody)

        def find() -> models.SandboxMessage | None:
            mails = mailbox.list_sandbox_messages(to=to).items
            return next((mail for mail in mails if mail.kind and mail.kind.value == kind), None)

        return until(f"a mail {kind}", find)

    # Drivers, and what others do for them.

    def new_driver(self) -> Driver:
        """Asks for an account, is approved, and chooses a password by the link in the mail."""
        number = next(NUMBERS)
        email, licence = f"driver-{uuid.uuid4()}@example.org", f"16ZY{number:05}"
        registration = models.RegistrationBody.model_validate(
            {
                "profile": "individual",
                "email": email,
                "language": "en",
                "surname": "Martin",
                "first_names": "Camille",
                "birth_date": "1988-04-17",
                "birth_place": "Lyon",
                "birth_country": "FR",
                "address": ADDRESS,
                "licence": {
                    "country": "FR",
                    "number": licence,
                    "categories": ["C", "CE"],
                    "issued_on": "2016-10-02",
                    "expires_on": "2040-10-02",
                },
                "consents": {
                    "privacy_policy": True,
                    "general_conditions": True,
                    "data_accuracy": True,
                    "electronic_communication": True,
                },
            }
        )
        account = cqc_hub.AccountsApi(self.anybody).register_account(registration).id
        desk = cqc_hub.BackOfficeApi(self.agent)
        seen = desk.get_account_for_review_with_http_info(account).headers["etag"]
        desk.approve_account(account, if_match=seen)
        links = self.mail(email, "choose_password").links
        token = next(link.token for link in links if link.rel == models.LinkRel.CHOOSE_PASSWORD)
        chosen = models.ChosenPassword(password=PASSWORD, password_confirmation=PASSWORD, birth_date="1988-04-17")
        cqc_hub.SignInApi(self.anybody).choose_password(token, chosen)
        return Driver(email, licence, self.signed_in(email, PASSWORD))

    def attest(self, driver: Driver) -> models.Attestation:
        """The training centre posts that the driver has followed an FCO, which ended today."""
        today = self.today()
        attestation = models.AttestationBody(
            external_reference=f"CI-{uuid.uuid4()}",
            type=models.TrainingType.FCO,
            sector=models.Sector.GOODS,
            hours=35,
            started_on=today - timedelta(days=4),
            ended_on=today,
            delivered_on=today,
            previous_expires_on=today + timedelta(days=200),
            place="Lyon",
            driver=models.AttestedDriverInput(
                surname="Martin",
                first_names="Camille",
                birth_date="1988-04-17",
                licence=models.AttestedLicenceInput(country="FR", number=driver.licence),
            ),
        )
        return cqc_hub.AttestationsApi(self.centre).post_attestation(attestation)

    def new_card(self, driver: Driver) -> models.Card:
        """The driver asks for the card, an agent approves, the factory makes it, and the driver activates it."""
        cases = cqc_hub.CasesApi(driver.client)
        case = cases.open_case(models.CaseBody(kind=models.OpenKind.CQC)).id
        for kind, name in DOCUMENTS.items():
            cases.upload_case_document(case, type=kind, file=(name, (SAMPLES / name).read_bytes()))
        cases.put_case_delivery_address(case, models.AddressBody(**ADDRESS))
        cases.submit_case(case)
        desk = cqc_hub.BackOfficeApi(self.agent)
        for decide in desk.assign_case, desk.approve_case:
            seen = desk.get_back_office_case_with_http_info(case).headers["etag"]
            decide(case, if_match=seen)
        self.make_card(case)
        cards = cqc_hub.CardsApi(driver.client)
        return cards.activate_card(cards.list_cards().items[0].id)

    def make_card(self, case: uuid.UUID) -> None:
        """The factory makes and posts what was ordered for a case."""
        factory = cqc_hub.ProductionApi(self.factory)
        queue = factory.list_production_orders(status="queued", limit=100).items
        order = next(order.id for order in queue if order.case_id == case)
        factory.start_production_order(order)
        parcel = models.Parcel(tracking_number="6A00012345678", shipped_at=datetime.now(UTC))
        factory.ship_production_order(order, parcel)


def until(what: str, find: Callable[[], T | None]) -> T:
    """What is found, once it is there: what the hub does in the background takes a moment."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if found := find():
            return found
        time.sleep(0.1)
    raise AssertionError(f"never came: {what}")
