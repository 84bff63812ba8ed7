"""Takes the hub's webhooks (Standard Webhooks), each once, and writes what happened to a table.

An event is kept, then answered, then looked at: an answer must not wait for anything else, and what was answered with
204 must not be lost. Behind the internet, put a web server with TLS in front: this one speaks plain HTTP to the same
machine alone.
"""

import csv
import json
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from standardwebhooks import Webhook, WebhookVerificationError

LONGEST = 64 * 1024
HEADER = ("event", "happened at", "what", "attestation", "reference", "stage")


class Events:
    """What came, by its id: the hub delivers each event at least once, so the same one may come again."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.came = threading.Event()
        with closing(self.open()) as database, database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, body TEXT, written INT DEFAULT 0)"
            )

    def open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, timeout=30)

    def keep(self, event: str, body: str) -> None:
        with closing(self.open()) as database, database:
            database.execute("INSERT OR IGNORE INTO events (id, body) VALUES (?, ?)", (event, body))
        self.came.set()

    def waiting(self) -> list[tuple[str, str]]:
        with closing(self.open()) as database:
            return database.execute("SELECT id, body FROM events WHERE NOT written ORDER BY rowid").fetchall()

    def is_written(self, event: str) -> None:
        with closing(self.open()) as database, database:
            database.execute("UPDATE events SET written = 1 WHERE id = ?", (event,))


def handler(events: Events, webhook: Webhook) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 30

        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("content-length") or 0), LONGEST))
            try:
                # Over the bytes as they came: JSON that was read and written again is signed no more.
                webhook.verify(body, dict(self.headers))
            except (WebhookVerificationError, ValueError):
                self.send_error(401)
                return
            events.keep(self.headers["webhook-id"], body.decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing of requests."""

    return Handler


def write_rows(events: Events, table: Path, references: Callable[[], Callable[[str], str]]) -> None:
    """Writes down what waits. Killed between the two last lines, it writes a row again: its event tells."""
    if not (waiting := events.waiting()):
        return
    reference = references()
    for event, body in waiting:
        document = json.loads(body)
        thing = document["data"]
        own = reference(thing["id"]) if thing.get("kind") == "attestation" else ""
        is_new = not table.exists()
        with table.open("a", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            if is_new:
                rows.writerow(HEADER)
            rows.writerow((event, document["timestamp"], document["type"], thing["id"], own, thing.get("stage", "")))
        events.is_written(event)


def serve(port: int, folder: Path, secret: str, references: Callable[[], Callable[[str], str]]) -> None:
    """Until it is stopped."""
    events = Events(folder / "events.sqlite3")
    server = ThreadingHTTPServer(("127.0.0.1", port), handler(events, Webhook(secret)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    while True:
        events.came.clear()
        try:
            write_rows(events, folder / "events.csv", references)
        except Exception as error:  # The hub may be away: what waits is written in a while.
            print(f"not written yet: {error}", file=sys.stderr, flush=True)
        events.came.wait(timeout=30)
