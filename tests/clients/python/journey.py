"""The README's journey with the client that openapi-generator (`-g python`) makes of openapi.yaml."""

import sys
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import cqc_hub
from cqc_hub import models
from cqc_hub.exceptions import ApiException, ConflictException, UnprocessableEntityException

HUB, SAMPLES = sys.argv[1], Path(sys.argv[2])
TODAY = date.today()
EMAIL, PASSWORD = "camille.martin@example.org", "Nuit-calme-sur-la-route-42"


def client(token=None, basic=(None, None)):
    """A client that says who it is; without anything, anybody."""
    who = cqc_hub.Configuration(host=HUB, access_token=token, username=basic[0], password=basic[1])
    return cqc_hub.ApiClient(who)


def sign_in(email, password):
    credentials = models.Credentials(email=email, password=password)
    return client(cqc_hub.SignInApi(client()).sign_in(credentials).access_token)


def machine(id, secret):
    token = cqc_hub.SignInApi(client(basic=(id, secret))).issue_token(grant_type="client_credentials")
    return client(token.access_token)


def until(what, find):
    for _ in range(100):
        if found := find():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come")


# Camille asks for an account.
ADDRESS = {"line1": "12 rue de la République", "postal_code": "69001", "city": "Lyon", "country": "FR"}
REGISTRATION = {
    "profile": "individual",
    "email": EMAIL,
    "phone": "+33612345678",
    "language": "fr",
    "surname": "Martin",
    "first_names": "Camille Jeanne",
    "birth_date": "1988-04-17",
    "birth_place": "Lyon",
    "birth_country": "FR",
    "address": ADDRESS,
    "licence": {
        "country": "FR",
        "number": "13AA00002",
        "categories": ["C", "CE"],
        "issued_on": "2013-10-02",
        "expires_on": "2028-10-02",
    },
    "consents": {
        "privacy_policy": True,
        "general_conditions": True,
        "data_accuracy": True,
        "electronic_communication": True,
    },
}
accounts = cqc_hub.AccountsApi(client())

# With two faults in it, it is refused, and a problem says where they are.
try:
    accounts.register_account(models.RegistrationBody.from_dict(REGISTRATION | {"email": "camille", "phone": "12"}))
    raise AssertionError("that was to be refused")
except UnprocessableEntityException as refused:
    problem: models.Problem = refused.data
    assert problem.code == models.ProblemCode.INVALID, problem
    assert [fault.pointer for fault in problem.errors] == ["/email", "/phone"], problem

account = accounts.register_account(models.RegistrationBody.from_dict(REGISTRATION)).id

# An agent approves it, and a mail brings a link to choose a password.
agent = cqc_hub.BackOfficeApi(sign_in("agent@example.org", "Sandbox-agent-2026!"))
seen = agent.get_account_for_review_with_http_info(account).headers["etag"]
assert agent.approve_account(account, if_match=seen).stage == models.AccountStage.AWAITING_PASSWORD

mailbox = cqc_hub.SandboxApi(client())


def link():
    mails = mailbox.list_sandbox_messages(to=EMAIL).items
    links = [link for mail in mails for link in mail.links or []]
    return next((link.token for link in links if link.rel == models.LinkRel.CHOOSE_PASSWORD), None)


chosen = models.ChosenPassword(password=PASSWORD, password_confirmation=PASSWORD, birth_date="1988-04-17")
cqc_hub.SignInApi(client()).choose_password(until("the mail", link), chosen)
driver = sign_in(EMAIL, PASSWORD)

# The training centre posts an attestation; it earns Camille a certificate for four months.
attestation = models.AttestationBody(
    external_reference="README-1",
    type=models.TrainingType.FCO,
    sector=models.Sector.GOODS,
    hours=35,
    started_on=TODAY - timedelta(days=4),
    ended_on=TODAY,
    delivered_on=TODAY,
    place="Lyon",
    previous_expires_on=TODAY + timedelta(days=200),
    driver=models.AttestedDriverInput(
        surname="MARTIN",
        first_names="Camille",
        birth_date="1988-04-17",
        licence=models.AttestedLicenceInput(country="FR", number="13AA00002"),
    ),
)
centre = cqc_hub.AttestationsApi(machine("abskill-lyon", "sandbox-centre-secret"))
posted = centre.post_attestation(attestation, idempotency_key="README-1")
assert posted.status == models.AttestationStage.MATCHED, posted
assert len(cqc_hub.TrainingsApi(driver).list_trainings().items) == 1
certificates = cqc_hub.CertificatesApi(driver)
certificate = certificates.list_certificates().items[0].id


def paper():
    try:
        return certificates.get_certificate_paper(certificate)
    except ApiException as later:  # 503 with Retry-After until it is printed
        assert later.status == 503, later


pdf: bytes = until("the certificate", paper)
assert pdf.startswith(b"%PDF")

# Camille asks for the card: five documents, an address, and the recapitulation is validated.
cases = cqc_hub.CasesApi(driver)
case = cases.open_case(models.CaseBody(kind=models.CaseKind.CQC)).id
try:
    cases.submit_case(case)
    raise AssertionError("that was to be refused")
except ConflictException as early:
    assert early.data.code == models.ProblemCode.INCOMPLETE, early

for type, name in {
    models.DocumentType.IDENTITY_DOCUMENT: "identity-document.pdf",
    models.DocumentType.LICENCE_FRONT: "licence-front.jpg",
    models.DocumentType.LICENCE_BACK: "licence-back.jpg",
    models.DocumentType.PHOTO: "photo.png",
    models.DocumentType.SIGNATURE: "signature.png",
}.items():
    document = cases.upload_case_document(case, type=type, file=(name, (SAMPLES / name).read_bytes()))
    assert document.type == type, document
cases.put_case_delivery_address(case, models.AddressBody.from_dict(ADDRESS))
assert cases.submit_case(case).stage == models.CaseStage.SUBMITTED

# The agent takes the case and approves it.
for decide in agent.assign_case, agent.approve_case:
    seen = agent.get_back_office_case_with_http_info(case).headers["etag"]
    decide(case, if_match=seen)

# The card is made, posted, received and activated.
factory = cqc_hub.ProductionApi(machine("card-factory", "sandbox-production-secret"))
order = factory.list_production_orders(status="queued").items[0].id
assert factory.start_production_order(order).stage == models.ProductionOrderStage.STARTED
parcel = models.Parcel(tracking_number="6A00012345678", shipped_at=datetime.now(timezone.utc))
assert factory.ship_production_order(order, parcel).stage == models.ProductionOrderStage.SHIPPED
cards = cqc_hub.CardsApi(driver)
card = cards.activate_card(cards.list_cards().items[0].id)
assert card.stage == models.CardStage.ACTIVE, card
print("the card is active; it can still:", *(action.value for action in card.actions))
