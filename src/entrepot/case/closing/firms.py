"""Closing rows about firms: S1, S2, S6, S7, S8."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from entrepot.case.closing.asked import NOT_FOUND, Asked, ClosingRow
from entrepot.sources.base import worst

_FIRM_IMPORTS = """
    SELECT sum(d.value_usd) AS value_usd, count(*) AS line_count, list(DISTINCT d.provenance) AS provenances
    FROM linked__declaration d
    WHERE d.declared_on BETWEEN CAST($from_on AS DATE) AND CAST($to_on AS DATE)
      AND d.importer_party_id IN (SELECT party_id FROM linked__party_name WHERE name = $firm)
"""


def s1(asked: Asked) -> ClosingRow:
    """Return the successor after a listed firm."""
    robin = asked.ask("s1", _FIRM_IMPORTS, firm="Robin Trade", from_on=date(2021, 1, 1), to_on=date(2022, 3, 31))[0]
    heir = asked.ask("s1", _FIRM_IMPORTS, firm="Treydtuls", from_on=date(2022, 2, 1), to_on=date(2023, 4, 30))[0]
    finding = asked.raised("N2", "Treydtuls")
    fall = None if finding is None else finding["details"].get("decline_pct")
    found = (
        NOT_FOUND
        if finding is None
        else f"successor raised, {' to '.join(finding['details']['chain'])}: {finding['reason']}"
    )
    computed = f"{_usd(robin['value_usd'])} to March 2022 and {_usd(heir['value_usd'])} to April 2023 in the ledger"
    return ClosingRow(
        "S1",
        "Financial Times: Treydtuls after Robin Trade",
        found,
        "$12.2M by April 2022, then -90%; $0.9M since February 2022",
        computed if fall is None else f"{computed}; -{fall:.0f}% after the listing",
        worst(r["provenance"] for r in (robin, heir) if r["provenance"]),
    )


def s2(asked: Asked) -> ClosingRow:
    """Return the network with its end users and listings."""
    network = asked.ask(
        "s2",
        """
        WITH RECURSIVE near(party_id) AS (
            SELECT party_id FROM linked__party_name WHERE name = 'Serniya'
            UNION
            SELECT CASE WHEN r.holder_party_id = n.party_id THEN r.subject_party_id ELSE r.holder_party_id END
            FROM linked__role r JOIN near n ON n.party_id IN (r.holder_party_id, r.subject_party_id)
            WHERE r.role_kind IN ('part_of', 'linked_to')
        )
        SELECT count(DISTINCT n.party_id) AS members, count(DISTINCT d.party_id) AS listed,
               count(DISTINCT d.regime) AS regimes, min(d.listed_on) AS first_on, list(DISTINCT d.provenance) AS provenances
        FROM near n LEFT JOIN linked__designation d ON d.party_id = n.party_id AND d.regime <> 'none'
        """,
    )[0]
    users = asked.ask(
        "s2_users",
        """
        SELECT DISTINCT p.name FROM linked__role r JOIN linked__party p ON p.party_id = r.subject_party_id
        WHERE r.role_kind = 'procures_for'
          AND r.holder_party_id IN (SELECT party_id FROM linked__party_name WHERE name = 'Serniya')
        ORDER BY p.name
        """,
    )
    return ClosingRow(
        "S2",
        "US Department of Justice: the Serniya network",
        f"{network['members']} firms and persons linked; end users: {', '.join(u['name'] for u in users)}",
        "network procuring for FSB, SVR, Rostec, the Ministry of Defence, Rosatom",
        f"{network['listed']} listed under {network['regimes']} regimes, first on {network['first_on']}",
        network["provenance"] or "reported",
    )


def s6(asked: Asked) -> ClosingRow:
    """Return the firm founded after the cut-off by its customer's owner."""
    founded = asked.raised("F2", "Aspan Arba")
    common = asked.raised("N4", "Aspan Arba") or asked.raised("N4", "Nebesnaya Mekhanika")
    customers = asked.ask(
        "s6",
        """
        SELECT DISTINCT p.name, r.provenance FROM linked__role r JOIN linked__party p ON p.party_id = r.subject_party_id
        WHERE r.role_kind = 'supplies'
          AND r.holder_party_id IN (SELECT party_id FROM linked__party_name WHERE name = 'Sky Mechanics')
        ORDER BY p.name
        """,
    )
    days = NOT_FOUND if founded is None else _first_goods(founded["details"])
    people = NOT_FOUND if common is None else ", ".join(p["name"] for p in common["details"]["people"])
    return ClosingRow(
        "S6",
        "iStories, OCCRP, Der Spiegel: Aspan Arba and Sky Mechanics",
        f"founded after the cut-off: {days}; common controllers across the border: {people}",
        "founded in April 2022 by the owner of the Russian buyer; more than 500 drones",
        f"{len(customers)} customers onward: {', '.join(c['name'] for c in customers)}",
        worst(f["provenance"] for f in (founded, common) if f),
    )


def _first_goods(details: Mapping[str, Any]) -> str:
    days = details["days_to_first"]
    if days == details["days_to_first_min"]:
        return f"first controlled goods {days} days after registration"
    return f"first controlled goods at most {days} days after registration (day of registration not reported)"


def s7(asked: Asked) -> ClosingRow:
    """Return the exact pass-through, the family tie and the listings."""
    passed, family = asked.raised("F5", "Da Group 22"), asked.raised("N5", "Elix")
    listed = asked.ask(
        "s7",
        """
        SELECT DISTINCT p.name, c.after_on, c.by_on
        FROM linked__list_change c JOIN linked__party p ON p.party_id = c.party_id
        WHERE c.list_id = 'us_ofac_sdn' AND c.change_kind = 'added' AND p.party_kind = 'company'
        ORDER BY p.name
        """,
    )
    quantities = (
        NOT_FOUND
        if passed is None
        else f"{passed['details']['quantity_in']:,.0f} in, {passed['details']['quantity_out']:,.0f} out"
    )
    states = "" if not listed else f"on the OFAC list of {listed[0]['by_on']} and not of {listed[0]['after_on']}: "
    return ClosingRow(
        "S7",
        "Same: Elix-St, Da Group 22, Stek",
        f"exact pass-through: {quantities}; family tie {'raised, low weight' if family else NOT_FOUND}",
        "2,598 chips in, 2,598 chips out, January 2023; owned by one family",
        f"{states}{', '.join(row['name'] for row in listed) or NOT_FOUND}",
        worst(f["provenance"] for f in (passed, family) if f),
    )


def s8(asked: Asked) -> ClosingRow:
    """Return what a private watchlist matches."""
    hits = [
        f
        for f in asked.results.findings
        if f["indicator"] == "N12"
        and f["outcome"] == "raised"
        and "myrotvorets" in str([f["reason"], f["evidence"]]).lower()
    ]
    return ClosingRow(
        "S8",
        "Myrotvorets",
        "; ".join(f["reason"] for f in hits) or NOT_FOUND,
        "the founder of a customer is in the database",
        f"{len(hits)} raised, weight low, publisher named",
        worst(f["provenance"] for f in hits),
    )


def _usd(value: float | None) -> str:
    return NOT_FOUND if value is None else f"${value / 1e6:,.1f}M"
