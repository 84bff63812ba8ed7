"""Reads attestations from a table as spreadsheets save it (CSV), and says in which line and column what is wrong."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cqc_hub.models import AttestationBody
from pydantic import ValidationError

# Each column of the table, and where the hub wants what stands in it (RFC 6901). Rename the columns as you like.
COLUMNS = {
    "reference": "/external_reference",
    "training": "/type",
    "sector": "/sector",
    "hours": "/hours",
    "started on": "/started_on",
    "ended on": "/ended_on",
    "delivered on": "/delivered_on",
    "previous expiry": "/previous_expires_on",
    "place": "/place",
    "surname": "/driver/surname",
    "first names": "/driver/first_names",
    "birth date": "/driver/birth_date",
    "licence country": "/driver/licence/country",
    "licence number": "/driver/licence/number",
    "NEPH": "/driver/licence/neph",
}
OPTIONAL = {"hours", "previous expiry", "first names", "licence number", "NEPH"}
DAYS = {"started on", "ended on", "delivered on", "previous expiry", "birth date"}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, column “{self.column}”: {self.message}"


class NotATable(Exception):
    """Nothing of the file can be read."""


def read(file: Path) -> Iterator[tuple[int, AttestationBody | list[Fault]]]:
    """Each line that is not empty: its number, and its attestation or what is wrong with it."""
    text = decode(file.read_bytes())
    header = text.partition("\n")[0]
    separator = max(",;", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    names = [name.strip() for name in rows.fieldnames or []]
    if missing := COLUMNS.keys() - OPTIONAL - set(names):
        raise NotATable(f"the first line names no column {', '.join(sorted(missing))}")
    if unknown := set(names) - COLUMNS.keys():
        raise NotATable(f"nobody knows the columns {', '.join(sorted(unknown))}")
    rows.fieldnames = names
    try:
        for row in rows:
            if None in row or None in row.values():
                fault = Fault(rows.line_num, names[-1], f"there are not {len(names)} columns, as in line 1")
                yield rows.line_num, [fault]
            elif any(cell.strip() for cell in row.values()):
                yield rows.line_num, attestation(rows.line_num, row)
    except csv.Error as error:
        raise NotATable(f"line {rows.line_num}: {error}") from error


def decode(content: bytes) -> str:
    """UTF-8, with its mark or without; what is not UTF-8 is taken for Windows-1252, in which spreadsheets save too."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A letter of UTF-8 elsewhere: the file was put together from two. Names must not come out garbled.
        if re.search(rb"\xc3[\x80-\xbf]", content):
            line = content[: error.start].count(b"\n") + 1
            raise NotATable(f"line {line} is not UTF-8, and others are: save it anew as “CSV UTF-8”") from error
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise NotATable("neither UTF-8 nor Windows-1252: save it as “CSV UTF-8”") from error


def attestation(line: int, row: dict[str, str]) -> AttestationBody | list[Fault]:
    document: dict = {"driver": {"licence": {}}}
    faults = []
    for column, cell in row.items():
        cell = cell.strip()
        if not cell and column in OPTIONAL:
            continue
        *path, name = COLUMNS[column].strip("/").split("/")
        place = document
        for step in path:
            place = place[step]
        try:
            place[name] = value(column, cell)
        except ValueError as error:
            faults.append(Fault(line, column, str(error)))
    if faults:
        return faults
    try:
        return AttestationBody.model_validate(document)
    except ValidationError as error:
        pointers = [("/" + "/".join(map(str, each["loc"])), each["msg"]) for each in error.errors()]
        return [Fault(line, column_of(pointer), message) for pointer, message in pointers]


def value(column: str, cell: str) -> str | int | date:
    """A cell as the hub wants it. Nothing is guessed: 03/04/2026 may be a day in March or in April."""
    if not cell:
        raise ValueError("nothing is there")
    if column == "hours":
        if not re.fullmatch(r"[0-9]{1,5}", cell):
            raise ValueError(f"“{cell}” is no whole number")
        return int(cell)
    if column in DAYS:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
            raise ValueError(f"“{cell}” is not written as 2026-11-20: year, month, day")
        # Of a date of birth, papers may not know the day or the month: 1975-00-00. The hub takes it as it is.
        return cell if column == "birth date" else day(cell)
    return cell


def day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"“{cell}” is no day of the calendar") from None


def column_of(pointer: str) -> str:
    """The column at which a pointer points; the columns, where it is more than one."""
    found = [column for column, place in COLUMNS.items() if f"{place}/".startswith(f"{pointer}/")]
    return ", ".join(found) or pointer
