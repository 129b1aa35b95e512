"""The bundled case's closing table: twelve published investigations, what the program found, reported against computed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from entrepot.case.claims import ClaimConflict, compare_claims
from entrepot.case.results import Results
from entrepot.codes.controls import entries_for
from entrepot.flows.panels import first_risen_month, partner_levels
from entrepot.sources.base import worst
from entrepot.store.engine import Row
from entrepot.store.sql import Statement

NOT_FOUND = "not found in this case"


@dataclass(frozen=True)
class ClosingRow:
    """One row of the table; `computed` is the program's own figure, `provenance` the weakest of what it rests on."""

    row: str
    investigation: str
    found: str
    reported: str
    computed: str
    provenance: str


@dataclass(frozen=True)
class _Asked:
    """What the rows are computed from."""

    results: Results
    conflicts: list[ClaimConflict]

    def raised(self, indicator: str, subject: str) -> dict[str, Any] | None:
        """Return the first raised finding of an indicator whose subject's name holds `subject`."""
        found = (
            f
            for f in self.results.findings
            if f["indicator"] == indicator and f["outcome"] == "raised" and subject.lower() in f["subject_name"].lower()
        )
        return next(found, None)

    def conflict(self, start: str) -> ClaimConflict | None:
        """Return the first conflict whose id begins with `start`."""
        return next((c for c in self.conflicts if c.conflict_id.startswith(start)), None)

    def ask(self, name: str, text: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 (statement parameters)
        """Return rows of a reading statement."""
        return self.results.rows(Statement(f"case/closing/{name}", text), parameters)


_FIRM_IMPORTS = """
    SELECT sum(d.value_usd) AS value_usd, count(*) AS line_count, max(d.provenance) AS provenance
    FROM linked__declaration d
    WHERE d.declared_on BETWEEN CAST($from_on AS DATE) AND CAST($to_on AS DATE)
      AND d.importer_party_id IN (SELECT party_id FROM linked__party_name WHERE name = $name)
"""


def closing_rows(results: Results) -> list[ClosingRow]:
    """Return the twelve rows, computed from the case's findings and tables."""
    asked = _Asked(results, compare_claims(results))
    return [row(asked) for row in _ROWS]


def _s1(asked: _Asked) -> ClosingRow:
    robin = asked.ask("s1", _FIRM_IMPORTS, name="Robin Trade", from_on=date(2021, 1, 1), to_on=date(2022, 3, 31))[0]
    heir = asked.ask("s1", _FIRM_IMPORTS, name="Treydtuls", from_on=date(2022, 2, 1), to_on=date(2023, 4, 30))[0]
    finding = asked.raised("N2", "Treydtuls")
    fall = None if finding is None else finding["details"].get("decline_pct")
    found = NOT_FOUND if finding is None else f"successor raised: {finding['reason']}"
    computed = f"{_usd(robin['value_usd'])} and {_usd(heir['value_usd'])} in the ledger"
    return ClosingRow(
        "S1",
        "Financial Times: Treydtuls after Robin Trade",
        found,
        "$12.2M by April 2022, then -90%; $0.9M since February 2022",
        computed if fall is None else f"{computed}; {fall:+.0f}%",
        worst(r["provenance"] for r in (robin, heir) if r["provenance"]),
    )


def _s2(asked: _Asked) -> ClosingRow:
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
               count(DISTINCT d.regime) AS regimes, min(d.listed_on) AS first_on, max(d.provenance) AS provenance
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


def _levels(asked: _Asked) -> dict[str, Row]:
    return {row["partner_iso"]: row for row in partner_levels(asked.results.engine, asked.results.config.study)}


def _s3(asked: _Asked) -> ClosingRow:
    study = asked.results.config.study
    levels = _levels(asked)
    direct = levels.pop(study.destination_iso, None)
    risen = sorted((r for r in levels.values() if (r["ratio"] or 0) >= 2), key=lambda r: -r["ratio"])
    since = first_risen_month(asked.results.engine, study)
    words = ", ".join(f"{r['partner_name']} x{r['ratio']:.1f}{_since(since.get(r['partner_iso']))}" for r in risen)
    goods = asked.ask(
        "s3",
        "SELECT count(DISTINCT group_id) AS n, max(provenance) AS provenance FROM flows__coalition_export WHERE is_listed",
    )[0]
    fall = NOT_FOUND if direct is None or direct["ratio"] is None else f"{100 * (direct['ratio'] - 1):+.0f}%"
    return ClosingRow(
        "S3",
        "New York Times: Armenia, Kazakhstan, Central Asia",
        f"EU exports of priority goods: {words or NOT_FOUND}",
        "chips reach Russia through Armenia, Kazakhstan and other Central Asian countries",
        f"direct exports {fall} against the baseline, over {goods['n']} goods groups of the list",
        goods["provenance"] or "observed",
    )


def _s4(asked: _Asked) -> ClosingRow:
    conflict = asked.conflict("ru_chip_imports/same_figure")
    claims = {} if conflict is None else {c["claim_id"]: c["value"] for c in conflict.claims}
    before, after = claims.get("a-chips-2021-9m"), claims.get("a-chips-2022-9m")
    growth = NOT_FOUND if before is None or after is None else f"{100 * (after / before - 1):+.1f}%"
    return ClosingRow(
        "S4",
        "Institute of International Finance: nine months of 2021 and 2022",
        NOT_FOUND if conflict is None else f"{conflict.words} ({len(conflict.claims)} claims side by side)",
        "$1.8bn to $2.45bn (January to September); another report: $1.8bn to $2.5bn (full years)",
        growth,
        "reported",
    )


_FOUR_VIEWS = """
    SELECT sum(value_usd) FILTER (WHERE list_contains($coalition, producer_hq_iso)) / sum(value_usd) AS producer,
           sum(value_usd) FILTER (WHERE list_contains($coalition, origin_iso)) / sum(value_usd) AS origin,
           sum(value_usd) FILTER (WHERE list_contains($coalition, dispatch_iso)) / sum(value_usd) AS dispatch,
           sum(value_usd) FILTER (WHERE list_contains($coalition, seller_iso)) / sum(value_usd) AS seller,
           count(*) AS line_count, max(provenance) AS provenance
    FROM linked__declaration d JOIN linked__controlled_line c ON c.declaration_id = d.declaration_id
    WHERE d.destination_iso = $destination AND d.declared_on >= CAST($cutoff_on AS DATE) AND d.value_usd IS NOT NULL
      AND producer_hq_iso IS NOT NULL AND origin_iso IS NOT NULL AND dispatch_iso IS NOT NULL AND seller_iso IS NOT NULL
"""


def _s5(asked: _Asked) -> ClosingRow:
    study = asked.results.config.study
    members = asked.ask(
        "s5_members", "SELECT country_iso FROM codes__country_set WHERE set_id = $name", name=study.coalition_set
    )
    views = asked.ask(
        "s5",
        _FOUR_VIEWS,
        coalition=sorted({m["country_iso"] for m in members}),
        destination=study.destination_iso,
        cutoff_on=study.cutoff_on,
    )[0]
    conflict = asked.conflict("ru_western_made_components/producer")
    shares = ", ".join(
        f"{name} {views[name] or 0:.0%}" for name in ("producer", "origin", "dispatch", "seller") if views["line_count"]
    )
    return ClosingRow(
        "S5",
        "Reuters and RUSI: chips by origin",
        NOT_FOUND if conflict is None else f"{conflict.words} Made by firms of these countries is not supplied by them",
        "$777M of $2.6bn made by Western firms; retold as supplied by their countries",
        f"coalition's share by {shares} ({views['line_count']:,} controlled lines)",
        views["provenance"] or "reported",
    )


def _s6(asked: _Asked) -> ClosingRow:
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
    parts = [f["reason"] if f else NOT_FOUND for f in (founded, common)]
    return ClosingRow(
        "S6",
        "iStories, OCCRP, Der Spiegel: Aspan Arba and Sky Mechanics",
        f"founded after the cut-off: {parts[0]}; common controller: {parts[1]}",
        "founded in April 2022 by the owner of the Russian buyer; more than 500 drones",
        f"{len(customers)} customers onward: {', '.join(c['name'] for c in customers)}",
        worst(f["provenance"] for f in (founded, common) if f),
    )


def _s7(asked: _Asked) -> ClosingRow:
    passed, family = asked.raised("F5", "Da Group 22"), asked.raised("N5", "Da Group 22")
    listed = asked.ask(
        "s7",
        """
        SELECT DISTINCT p.name, d.listed_on FROM linked__designation d JOIN linked__party p ON p.party_id = d.party_id
        WHERE d.list_id = 'us_ofac_sdn' AND d.listed_on = CAST('2024-02-23' AS DATE) AND p.party_kind = 'company'
        ORDER BY p.name
        """,
    )
    quantities = (
        NOT_FOUND
        if passed is None
        else f"{passed['details']['quantity_in']:,.0f} in, {passed['details']['quantity_out']:,.0f} out"
    )
    return ClosingRow(
        "S7",
        "Same: Elix-St, Da Group 22, Stek",
        f"exact pass-through: {quantities}; family tie {'raised, low weight' if family else NOT_FOUND}",
        "2,598 chips in, 2,598 chips out, January 2023; owned by one family",
        f"on the OFAC list of 2024-02-23 and not of 2024-02-20: {', '.join(row['name'] for row in listed) or NOT_FOUND}",
        worst(f["provenance"] for f in (passed, family) if f),
    )


def _s8(asked: _Asked) -> ClosingRow:
    hits = [
        f
        for f in asked.results.findings
        if f["indicator"] == "N12" and f["outcome"] == "raised" and "Myrotvorets" in str([f["reason"], f["evidence"]])
    ]
    return ClosingRow(
        "S8",
        "Myrotvorets",
        "; ".join(f"{f['subject_name']}: {f['reason']}" for f in hits) or NOT_FOUND,
        "the founder of a customer is in the database",
        f"{len(hits)} raised, weight low, publisher named",
        worst(f["provenance"] for f in hits),
    )


def _s9(asked: _Asked) -> ClosingRow:
    levels = _levels(asked)
    study = asked.results.config.study
    direct = levels.pop(study.destination_iso, None)
    currency = "EUR"
    gain = sum(max(0.0, r["recent_monthly"] - r["baseline_monthly"]) for r in levels.values())
    lost = 0.0 if direct is None else direct["baseline_monthly"] - direct["recent_monthly"]
    mirrors = [c for c in asked.conflicts if c.kind == "mirror_gap"]
    both = "; ".join(f"{_route(c)} {c.computed:.0%} missing" for c in mirrors if c.computed is not None)
    return ClosingRow(
        "S9",
        "Bloomberg: back to the 2020 level through third countries",
        f"mirror view where both sides are published: {both or NOT_FOUND}",
        "Russian imports largely back at the level of 2020",
        f"EU priority goods: {lost / 1e6:,.1f}M {currency} a month lost directly, {gain / 1e6:,.1f}M gained by {len(levels)} neighbours",
        worst(r["provenance"] for r in levels.values()),
    )


def _s10(asked: _Asked) -> ClosingRow:
    kinds = asked.ask(
        "s10",
        """
        SELECT maker_country_iso AS iso, sum(component_count) AS n, count(DISTINCT equipment) AS equipment, max(provenance) AS provenance
        FROM linked__component WHERE part_number_key IS NOT NULL GROUP BY maker_country_iso ORDER BY n DESC, iso
        """,
    )
    joined = asked.ask(
        "s10_lines",
        """
        SELECT count(DISTINCT k.part_number_key) AS parts, count(DISTINCT d.declaration_id) AS line_count,
               count(DISTINCT d.hs6) AS codes, max(d.provenance) AS provenance
        FROM linked__component k JOIN linked__declaration d ON d.part_number_key = k.part_number_key
        """,
    )[0]
    total = sum(k["n"] for k in kinds)
    shares = ", ".join(f"{k['iso']} {k['n'] / total:.0%}" for k in kinds[:3]) if total else NOT_FOUND
    return ClosingRow(
        "S10",
        "CNBC and KSE Institute: 58 weapons, over 1,000 parts",
        f"{joined['parts']} part numbers joined to {joined['codes']} goods codes and {joined['line_count']:,} ledger lines",
        "58 pieces of equipment, more than 1,000 parts (1,057), over 70% of US makers",
        f"share by maker's country: {shares} of {total:,.0f}",
        worst([*(k["provenance"] for k in kinds), joined["provenance"] or "observed"]),
    )


def _s11(asked: _Asked) -> ClosingRow:
    study = asked.results.config.study
    row = asked.ask(
        "s11",
        """
        SELECT sum(value_usd) FILTER (WHERE declared_on < CAST($stock_on AS DATE))
                   / count(DISTINCT date_trunc('month', declared_on)) FILTER (WHERE declared_on < CAST($stock_on AS DATE)) AS before,
               sum(value_usd) FILTER (WHERE declared_on >= CAST('2022-10-01' AS DATE) AND declared_on < CAST('2023-01-01' AS DATE)) / 3
                   AS after,
               sum(value_usd) FILTER (WHERE dispatch_iso IN ('CN', 'HK') AND declared_on >= CAST($cutoff_on AS DATE))
                   / sum(value_usd) FILTER (WHERE dispatch_iso IS NOT NULL AND declared_on >= CAST($cutoff_on AS DATE)) AS dispatch,
               sum(value_usd) FILTER (WHERE origin_iso IN ('CN', 'HK') AND declared_on >= CAST($cutoff_on AS DATE))
                   / sum(value_usd) FILTER (WHERE origin_iso IS NOT NULL AND declared_on >= CAST($cutoff_on AS DATE)) AS origin,
               max(provenance) AS provenance
        FROM linked__declaration d
        WHERE d.destination_iso = $destination AND d.hs6 LIKE '854%'
          AND d.declaration_id IN (SELECT declaration_id FROM linked__controlled_line)
        """,
        stock_on=date(2021, 10, 1),
        cutoff_on=study.cutoff_on,
        destination=study.destination_iso,
    )[0]
    ratio = (
        NOT_FOUND
        if not row["before"] or not row["after"]
        else f"{row['after'] / row['before']:.0%} of the pre-war month"
    )
    return ClosingRow(
        "S11",
        "Wall Street Journal: monthly average, more than half from China",
        "the same ledger gives different shares by dispatch and by origin, so both are shown",
        "near the pre-war monthly average by the end of 2022; more than half from China",
        f"{ratio}; China and Hong Kong {row['dispatch'] or 0:.0%} by dispatch, {row['origin'] or 0:.0%} by origin",
        row["provenance"] or "reported",
    )


def _s12(asked: _Asked) -> ClosingRow:
    day = asked.results.as_of_on
    entries = entries_for("854231", day)
    words = "; ".join(f"{e.list_id} since {e.valid_from_on}{_tier(e.tier)}" for e in entries)
    return ClosingRow(
        "S12",
        "The control regimes",
        f"HS 854231 on {day}: {words or NOT_FOUND}",
        "which lists control a code, since when, in which tier",
        f"{len(entries)} lists",
        "observed",
    )


def _tier(tier: str | None) -> str:
    return "" if tier is None else f", tier {tier}"


def _since(day: date | None) -> str:
    return "" if day is None else f" since {day:%Y-%m}"


def _route(conflict: ClaimConflict) -> str:
    exporter = next(c for c in conflict.claims if c["metric"] == "export_value")
    return f"{exporter['subject']} to {exporter['partner']} ({exporter['period_from_on']:%Y-%m} to {exporter['period_to_on']:%Y-%m})"


def _usd(value: float | None) -> str:
    return NOT_FOUND if value is None else f"${value / 1e6:,.1f}M"


_ROWS: Iterable[Callable[[_Asked], ClosingRow]] = (_s1, _s2, _s3, _s4, _s5, _s6, _s7, _s8, _s9, _s10, _s11, _s12)
