"""The README's journey with the client that openapi-python-client makes of openapi.yaml."""

import base64
import sys
import time
from datetime import date, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

from cqc_hub_client import AuthenticatedClient, Client, models
from cqc_hub_client.api.accounts import register_account
from cqc_hub_client.api.attestations import post_attestation
from cqc_hub_client.api.back_office import (
    approve_account,
    approve_case,
    assign_case,
    get_account_for_review,
    get_back_office_case,
)
from cqc_hub_client.api.cards import activate_card, list_cards
from cqc_hub_client.api.cases import open_case, put_case_delivery_address, submit_case, upload_case_document
from cqc_hub_client.api.certificates import get_certificate_paper, list_certificates
from cqc_hub_client.api.production import list_production_orders, ship_production_order, start_production_order
from cqc_hub_client.api.sandbox import list_sandbox_messages
from cqc_hub_client.api.sign_in import choose_password, issue_token, sign_in
from cqc_hub_client.api.trainings import list_trainings
from cqc_hub_client.types import File, Response

HUB, SAMPLES = sys.argv[1], Path(sys.argv[2])
TODAY = date.today()
EMAIL, PASSWORD = "camille.martin@example.org", "Nuit-calme-sur-la-route-42"

anybody = Client(base_url=HUB)


def good(response: Response):
    """What was asked for. Everything else is a problem."""
    assert response.status_code < 300, response.parsed
    return response.parsed


def refused(response: Response, status: int) -> models.Problem:
    assert response.status_code == status and isinstance(response.parsed, models.Problem), response
    return response.parsed


def signed_in(email, password):
    pair = good(sign_in.sync_detailed(client=anybody, body=models.Credentials(email=email, password=password)))
    return AuthenticatedClient(base_url=HUB, token=pair.access_token)


def machine(id, secret):
    basic = base64.b64encode(f"{id}:{secret}".encode()).decode()
    client = AuthenticatedClient(base_url=HUB, token=basic, prefix="Basic")
    form = models.TokenForm(grant_type="client_credentials")
    return AuthenticatedClient(base_url=HUB, token=good(issue_token.sync_detailed(client=client, body=form)).access_token)


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

# With two faults in it, it is refused, and a problem says where they are.
faulty = models.RegistrationBody.from_dict(REGISTRATION | {"email": "camille", "phone": "12"})
problem = refused(register_account.sync_detailed(client=anybody, body=faulty), 422)
assert problem.code == models.ProblemCode.INVALID, problem
assert [fault.pointer for fault in problem.errors] == ["/email", "/phone"], problem

registration = models.RegistrationBody.from_dict(REGISTRATION)
account = good(register_account.sync_detailed(client=anybody, body=registration)).id

# An agent approves it, and a mail brings a link to choose a password.
agent = signed_in("agent@example.org", "Sandbox-agent-2026!")
seen = get_account_for_review.sync_detailed(account, client=agent).headers["ETag"]
approved = good(approve_account.sync_detailed(account, client=agent, if_match=seen))
assert approved.stage == models.AccountStage.AWAITING_PASSWORD


def link():
    mails = good(list_sandbox_messages.sync_detailed(client=anybody, to=EMAIL)).items
    links = [link for mail in mails for link in mail.links or []]
    return next((link.token for link in links if link.rel == models.LinkRel.CHOOSE_PASSWORD), None)


chosen = models.ChosenPassword(password=PASSWORD, password_confirmation=PASSWORD, birth_date="1988-04-17")
good(choose_password.sync_detailed(until("the mail", link), client=anybody, body=chosen))
driver = signed_in(EMAIL, PASSWORD)

# The training centre posts an attestation; it earns Camille a certificate for four months.
attestation = models.AttestationBody(
    external_reference="README-1",
    type_=models.TrainingType.FCO,
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
centre = machine("abskill-lyon", "sandbox-centre-secret")
posted = good(post_attestation.sync_detailed(client=centre, body=attestation, idempotency_key="README-1"))
assert posted.status == models.AttestationStage.MATCHED, posted
assert len(good(list_trainings.sync_detailed(client=driver)).items) == 1
certificate = good(list_certificates.sync_detailed(client=driver)).items[0].id


def paper():
    answer = get_certificate_paper.sync_detailed(certificate, client=driver)
    return None if answer.status_code == 503 else good(answer)  # with Retry-After until it is printed


pdf: File = until("the certificate", paper)
assert pdf.payload.read(4) == b"%PDF"

# Camille asks for the card: five documents, an address, and the recapitulation is validated.
case = good(open_case.sync_detailed(client=driver, body=models.CaseBody(kind=models.CaseKind.CQC))).id
early = refused(submit_case.sync_detailed(case, client=driver), 409)
assert early.code == models.ProblemCode.INCOMPLETE, early

for type, name in {
    models.DocumentType.IDENTITY_DOCUMENT: "identity-document.pdf",
    models.DocumentType.LICENCE_FRONT: "licence-front.jpg",
    models.DocumentType.LICENCE_BACK: "licence-back.jpg",
    models.DocumentType.PHOTO: "photo.png",
    models.DocumentType.SIGNATURE: "signature.png",
}.items():
    file = File(payload=BytesIO((SAMPLES / name).read_bytes()), file_name=name)
    form = models.DocumentForm(type_=type, file=file)
    assert good(upload_case_document.sync_detailed(case, client=driver, body=form)).type_ == type
address = models.AddressBody.from_dict(ADDRESS)
good(put_case_delivery_address.sync_detailed(case, client=driver, body=address))
assert good(submit_case.sync_detailed(case, client=driver)).stage == models.CaseStage.SUBMITTED

# The agent takes the case and approves it.
for decide in assign_case, approve_case:
    seen = get_back_office_case.sync_detailed(case, client=agent).headers["ETag"]
    good(decide.sync_detailed(case, client=agent, if_match=seen))

# The card is made, posted, received and activated.
factory = machine("card-factory", "sandbox-production-secret")
queued = models.ProductionOrderStage.QUEUED
order = good(list_production_orders.sync_detailed(client=factory, status=queued)).items[0].id
assert good(start_production_order.sync_detailed(order, client=factory)).stage == models.ProductionOrderStage.STARTED
parcel = models.Parcel(tracking_number="6A00012345678", shipped_at=datetime.now(timezone.utc))
shipped = good(ship_production_order.sync_detailed(order, client=factory, body=parcel))
assert shipped.stage == models.ProductionOrderStage.SHIPPED
card = good(list_cards.sync_detailed(client=driver)).items[0].id
activated = good(activate_card.sync_detailed(card, client=driver))
assert activated.stage == models.CardStage.ACTIVE, activated
print("the card is active; it can still:", *activated.actions)
