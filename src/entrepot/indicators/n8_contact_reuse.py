"""N8: an unlisted trader uses the telephone, mailbox or domain of a listed party."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from pydantic import Field
from scipy.stats import hypergeom

from entrepot.codes.resource import csv_rows
from entrepot.indicators.base import (
    Context,
    Evaluation,
    Finding,
    Meta,
    Outcome,
    Params,
    evidence_of,
    not_applicable,
)
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N8",
    slug="contact_reuse",
    version=1,
    status="experimental",
    title="Contact of a listed party",
    question="Does an unlisted trader use the telephone, e-mail address or domain of a listed party?",
    description=(
        "Raised for an unlisted firm that trades controlled goods and shares a telephone, an e-mail address or an internet "
        "domain with a listed party, where at most ten parties share it. Domains of free mail providers, hosting firms, "
        "directories and social networks are left out."
    ),
    why=(
        "Names and addresses of a new firm are easily invented; the telephone on the desk and the mailbox of the customers "
        "stay. FinCEN names contact details shared with a listed party as a sign of a front."
    ),
    unit="bits of rarity",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line", "linked__contact", "linked__designation"),
    innocent_explanations=(
        "The contact belongs to an agent, an accountant or a registrar who serves both.",
        "The two rent desks in one office, with one switchboard.",
        "A web firm put its own address or a sample number on both sites.",
        "The number or domain was given up by the one and later assigned to the other.",
    ),
    references=(
        "FinCEN, FIN-2023-NTC2, 6 November 2023 (names, addresses and contacts similar to a sanctioned party)",
        "FinCEN and BIS, Alert FIN-2022-Alert003, 28 June 2022 (co-location with a listed party)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations, so no firm is known to trade.",
        "linked__controlled_line": "No declaration line is of goods on the list, so no trader in them is known.",
        "linked__contact": "No source in the case gives a telephone, an e-mail address or a website.",
        "linked__designation": "There is no sanctions list in the case, so no contact is that of a listed party.",
        "no_listed_contact": "No contact of a listed party is known.",
        "no_trader_contact": "No contact of a trader in controlled goods is known.",
    },
    related=("N2", "N3"),
)


class Settings(Params):
    """Settings of N8."""

    sharing_max: int = Field(  # [P] as N3's tenants: above it the contact belongs to an agent
        10, ge=2, description="Parties that share the contact, at most"
    )


PARAMS = Settings
_SHARED = statement_beside(__file__)
_TRADERS = statement_beside(__file__, "trader")
_KNOWN = statement_beside(__file__, "known")
_DOMAINS = "contacts/shared_domains.csv"
_CLOSE = 3  # clear findings are written up to three times the threshold; a crowd beyond it is only counted
_WORDS = {"shared_phone": "telephone", "shared_email": "e-mail address", "shared_website": "domain"}


def shared_domains() -> list[str]:
    """Return the domains where anybody may have an address or a page, sorted (resources/contacts/shared_domains.csv)."""
    return sorted(row["domain"] for row in csv_rows(_DOMAINS))


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each trader that shares a contact with a listed party; clear where many share it."""
    settings: dict[str, Value] = {"as_of_on": context.as_of_on, "shared_domains": shared_domains()}
    known = context.rows(_KNOWN, settings)[0]
    if known["listed"] == 0:
        return Evaluation((not_applicable(META, "no_listed_contact", context.study),), 0)
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    tested = context.engine.materialise("n8__trader", _TRADERS, settings)
    if tested == 0:
        return Evaluation((not_applicable(META, "no_trader_contact", context.study),), 0)
    found = []
    for _, group in groupby(context.rows(_SHARED, settings), key=lambda row: str(row["party_id"])):
        rows = list(_without_mail_domains(list(group)))
        best = [row for row in rows if row["sharing_count"] <= params.sharing_max]
        if best or min(row["sharing_count"] for row in rows) <= _CLOSE * params.sharing_max:
            found.append(_finding(rows, best, known, params))
    return Evaluation(tuple(found), tested)


def _without_mail_domains(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows without the domain of a mailbox that the same two share: it says nothing more."""
    mailboxes = {
        (row["listed_id"], row["via"].rpartition("@")[2]) for row in rows if row["link_kind"] == "shared_email"
    }
    for row in rows:
        if row["link_kind"] != "shared_website" or (row["listed_id"], row["via"]) not in mailboxes:
            yield row


def chance(sharing: int, listed_sharing: int, *, parties: int, listed: int) -> float:
    """Return the chance that so many of a contact's other users are listed, were its users drawn at random.

    Args:
        sharing: Parties that share the contact, the trader counted.
        listed_sharing: How many of them are listed.
        parties: Parties with any contact.
        listed: How many of those are listed.
    Source: the hypergeometric tail, Fisher's exact test of one group against all parties.
    """
    others = max(parties, sharing) - 1
    return float(hypergeom.sf(listed_sharing - 1, others, min(listed, others), min(sharing - 1, others)))


def _finding(rows: Sequence[Row], best: Sequence[Row], known: Row, params: Settings) -> Finding:
    shown = sorted(best or rows, key=lambda row: (row["sharing_count"], row["link_kind"], row["via"], row["listed_id"]))
    head = shown[0]
    odds = [
        chance(row["sharing_count"], row["listed_count"], parties=known["parties"], listed=known["listed"])
        for row in shown
    ]
    smallest = min(
        1.0, min(odds) * len({(row["link_kind"], row["via"]) for row in rows})
    )  # Bonferroni over the contacts
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if best else Outcome.CLEAR,
        subject_id=head["party_id"],
        subject_name=head["name"],
        subject_kind=META.subject_kind,
        reason=_reason(shown, is_raised=bool(best)),
        value=round(float(head["rarity_bits"]), 6),
        unit=META.unit,
        evidence=tuple(evidence_of(_evidence_rows(shown))),
        caveats=("Contacts carry no dates: the two may have used it one after the other.",),
        details={
            "country_iso": head["country_iso"],
            "contacts": [_detail(row) for row in shown],
            "sharing_max": params.sharing_max,
            "parties_with_contacts": known["parties"],
            "chance": smallest,
            "controlled_lines": head["line_count"],
            "value_usd": head["value_usd"],
            "score": round(1 - smallest, 6),
        },
        related_ids=tuple(dict.fromkeys(row["listed_id"] for row in shown)),
    )


def _detail(row: Row) -> dict[str, Any]:
    return {
        "kind": _WORDS[row["link_kind"]],
        "contact": row["via_name"],
        "listed_party": row["listed_name"],
        "list_id": row["list_id"],
        "listed_on": None if row["listed_on"] is None else row["listed_on"].isoformat(),
        "sharing_count": row["sharing_count"],
        "rarity_bits": row["rarity_bits"],
    }


def _reason(shown: Sequence[Row], *, is_raised: bool) -> str:
    words = "; ".join(
        f"the {_WORDS[row['link_kind']]} {row['via_name']} of {row['listed_name']} ({row['list_id']}), "
        f"used by {row['sharing_count']} parties"
        for row in shown
    )
    if is_raised:
        return f"{shown[0]['name']}, itself not listed, uses {words}."
    return f"{shown[0]['name']} uses {words}: too many to say anything of two of them."


def _evidence_rows(shown: Sequence[Row]) -> Iterator[Row]:
    for row in shown:
        kind = _WORDS[row["link_kind"]]
        yield {**row, "summary": f"{row['name']}: {kind} {row['via_name']}"}
        other = {"snapshot_id": row["b_snapshot_id"], "locator": row["b_locator"]}
        yield {**row, **other, "summary": f"{row['listed_name']}: {kind} {row['via_name']}"}
        names = ("snapshot_id", "locator", "provenance", "publication")
        words = f"{row['listed_name']}: listed {row['listed_on'] or 'on a day not stated'}, {row['list_id']}"
        yield {**{name: row[f"listing_{name}"] for name in names}, "summary": words}
