"""Hands a training centre's attestations over to CQC Hub, and hears what becomes of them.

- connector.py post attestations.csv: posts them, and says what became of each
- connector.py subscribe https://…: has the hub tell this address of events; prints the secret, once
- connector.py serve: takes the events, and writes them to events.csv
"""

import argparse
import os
import sys
import uuid
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import cqc_hub
from cqc_hub import models
from cqc_hub.exceptions import ApiException, NotFoundException
from receiver import serve
from table import Fault, NotATable, column_of, read
from urllib3 import Retry
from urllib3.exceptions import HTTPError

MOST_OF_A_BATCH = 1_000
MEANING = {
    models.AttestationStage.MATCHED: "the driver has it",
    models.AttestationStage.RECORDED: "the driver has no account yet; it is matched once there is one",
    models.AttestationStage.MISMATCH: "close to a driver who is known; an agent compares the two",
    models.AttestationStage.DISMISSED: "an agent found that the driver is another; it waits for its own",
    models.AttestationStage.WITHDRAWN: "was taken back",
}


def setting(name: str) -> str:
    return os.environ.get(name) or sys.exit(f"{name} is not set")


def signed_in() -> cqc_hub.ApiClient:
    """A client with a token of the centre's: good for ten minutes.

    What the hub does not answer, or answers with “not now”, is sent again, after as long as `Retry-After` says.
    """
    again = Retry(total=5, backoff_factor=1, status_forcelist=[429, 503], allowed_methods=None, raise_on_status=False)
    hub = {"host": setting("HUB_URL").rstrip("/"), "retries": again}
    basic = cqc_hub.Configuration(username=setting("HUB_CLIENT_ID"), password=setting("HUB_CLIENT_SECRET"), **hub)
    token = cqc_hub.SignInApi(cqc_hub.ApiClient(basic)).issue_token(grant_type="client_credentials")
    return cqc_hub.ApiClient(cqc_hub.Configuration(access_token=token.access_token, **hub))


def post(file: Path) -> bool:
    """Posts what can be read, and says what became of each line. Whether all of it was taken."""
    api = cqc_hub.AttestationsApi(signed_in())
    taken = True
    lines = []
    for number, found in read(file):
        if isinstance(found, list):
            print(*found, sep="\n")
            taken = False
        else:
            lines.append((number, found))
    waiting = iter(lines)
    while batch := list(islice(waiting, MOST_OF_A_BATCH)):
        # The key makes it safe to send this very request again after a lost answer. Another run has another key, and
        # changes nothing either: the hub knows each attestation by its reference, and says what has become of it since.
        answer = api.post_attestation_batch(
            [attestation for _, attestation in batch], idempotency_key=str(uuid.uuid4()), accept_language="en"
        )
        for (number, _), result in zip(batch, answer.results, strict=True):
            print(*told(number, result), sep="\n")
        print(f"{answer.created} new, {answer.unchanged} known before, {answer.refused} refused")
        taken &= answer.refused == 0
    return taken


def told(line: int, result: models.BatchResult) -> list[str]:
    """What became of a line, in words."""
    if attestation := result.attestation:
        new = "new" if result.status == 201 else "known before"
        meaning = MEANING.get(attestation.status, attestation.reason or "")
        return [f"line {line}, {attestation.external_reference}: {attestation.status.value} ({new}): {meaning}"]
    problem = result.problem
    if problem and problem.errors:
        return [str(Fault(line, column_of(fault.pointer or ""), fault.message)) for fault in problem.errors]
    why = problem and (problem.detail or problem.title)
    return [f"line {line}, {result.external_reference}: refused: {why or result.code}"]


def subscribe(url: str) -> None:
    events = [event for event in models.WebhookEvent if event.value.startswith("attestation.")]
    wanted = models.NewWebhookEndpoint(url=url, description="centre-connector", events=events)
    made = cqc_hub.WebhooksApi(signed_in()).create_webhook_endpoint(wanted)
    print(f"The hub shows this secret once. Keep it where you keep passwords:\nHUB_WEBHOOK_SECRET={made.secret}")


def references() -> Callable[[str], str]:
    """Finds the centre's own reference of an attestation: events name it by the hub's id alone."""
    api = cqc_hub.AttestationsApi(signed_in())

    def reference(attestation: str) -> str:
        try:
            return api.get_attestation(uuid.UUID(attestation)).external_reference
        except NotFoundException:
            return ""

    return reference


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("post").add_argument("file", type=Path)
    commands.add_parser("subscribe").add_argument("url")
    serving = commands.add_parser("serve")
    serving.add_argument("--port", type=int, default=8090)
    serving.add_argument("--folder", type=Path, default=Path("."))
    asked = parser.parse_args()
    try:
        match asked.command:
            case "post":
                return 0 if post(asked.file) else 1
            case "subscribe":
                subscribe(asked.url)
            case "serve":
                serve(asked.port, asked.folder, setting("HUB_WEBHOOK_SECRET"), references)
    except NotATable as why:
        sys.exit(f"{asked.file}: {why}")
    except ApiException as refused:
        problem = refused.data
        why = problem.detail or problem.title if isinstance(problem, models.Problem) else refused.body
        sys.exit(f"the hub answers {refused.status}: {why}")
    except HTTPError as error:
        sys.exit(f"the hub cannot be reached: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
