"""Closing rows about trade, goods and components: S3, S4, S5, S9, S10, S11, S12."""

from datetime import date

from entrepot.case.claims import ClaimConflict
from entrepot.case.closing.asked import NOT_FOUND, Asked, ClosingRow
from entrepot.codes.controls import ControlEntry, entries_for
from entrepot.flows.panels import DOUBLED, PartnerLevel, partner_levels
from entrepot.sources.base import worst

_FOUR_VIEWS = """
    SELECT sum(value_usd) FILTER (WHERE list_contains($coalition, producer_hq_iso)) / sum(value_usd) AS producer,
           sum(value_usd) FILTER (WHERE list_contains($coalition, origin_iso)) / sum(value_usd) AS origin,
           sum(value_usd) FILTER (WHERE list_contains($coalition, dispatch_iso)) / sum(value_usd) AS dispatch,
           sum(value_usd) FILTER (WHERE list_contains($coalition, seller_iso)) / sum(value_usd) AS seller,
           count(*) AS line_count, list(DISTINCT provenance) AS provenances
    FROM linked__declaration d JOIN linked__controlled_line c ON c.declaration_id = d.declaration_id
    WHERE d.destination_iso = $destination AND d.declared_on >= CAST($cutoff_on AS DATE) AND d.value_usd IS NOT NULL
      AND producer_hq_iso IS NOT NULL AND origin_iso IS NOT NULL AND dispatch_iso IS NOT NULL AND seller_iso IS NOT NULL
"""


def _levels(asked: Asked) -> dict[str, PartnerLevel]:
    return {row.partner_iso: row for row in partner_levels(asked.results.engine, asked.results.config.study)}


def s3(asked: Asked) -> ClosingRow:
    """Return the fall of direct exports and the rises of third countries."""
    study = asked.results.config.study
    levels = _levels(asked)
    direct = levels.pop(study.destination_iso, None)
    risen = sorted(
        (p for p in levels.values() if p.ratio is not None and p.ratio >= DOUBLED), key=lambda p: -(p.ratio or 0)
    )
    words = ", ".join(f"{p.partner_name} x{p.ratio:.1f}{_since(p.since_month)}" for p in risen)
    goods = asked.ask(
        "s3",
        "SELECT count(DISTINCT group_id) AS n, list(DISTINCT provenance) AS provenances "
        "FROM flows__coalition_export WHERE is_listed",
    )[0]
    fall = NOT_FOUND if direct is None or direct.ratio is None else f"{100 * (direct.ratio - 1):+.0f}%"
    return ClosingRow(
        "S3",
        "New York Times: Armenia, Kazakhstan, Central Asia",
        f"EU exports of priority goods: {words or NOT_FOUND}",
        "chips reach Russia through Armenia, Kazakhstan and other Central Asian countries",
        f"direct exports {fall} against the baseline, over {goods['n']} goods groups of the list",
        goods["provenance"] or "observed",
    )


def s4(asked: Asked) -> ClosingRow:
    """Return the two claims of one figure for different periods."""
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


def s5(asked: Asked) -> ClosingRow:
    """Return one ledger in the four views of country."""
    study = asked.results.config.study
    members = asked.ask(
        "s5_members", "SELECT country_iso FROM codes__country_set WHERE set_id = $set_id", set_id=study.coalition_set
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


def s9(asked: Asked) -> ClosingRow:
    """Return the level against the baseline and the mirror gaps."""
    levels = _levels(asked)
    study = asked.results.config.study
    direct = levels.pop(study.destination_iso, None)
    changes = {p.partner_name: p.period_monthly - p.baseline_monthly for p in levels.values()}
    gained = [change for change in changes.values() if change > 0]
    fallen = ", ".join(f"{name} {change / 1e6:+,.1f}M" for name, change in sorted(changes.items()) if change < 0)
    lost = 0.0 if direct is None else direct.baseline_monthly - direct.period_monthly
    currency = "" if direct is None else direct.currency_code
    mirrors = [c for c in asked.conflicts if c.kind == "mirror_gap"]
    both = "; ".join(f"{_route(c)} {c.computed:.0%} missing" for c in mirrors if c.computed is not None)
    return ClosingRow(
        "S9",
        "Bloomberg: back to the 2020 level through third countries",
        f"mirror view where both sides are published: {both or NOT_FOUND}",
        "Russian imports largely back at the level of 2020",
        f"EU priority goods, {currency} a month: {lost / 1e6:,.1f}M less directly, "
        f"{sum(gained) / 1e6:,.1f}M more to {len(gained)} neighbours ({fallen or 'none fell'})",
        "reported",
    )


def s10(asked: Asked) -> ClosingRow:
    """Return components joined to goods codes and ledger lines."""
    kinds = asked.ask(
        "s10",
        """
        SELECT maker_country_iso AS iso, sum(component_count) AS n, count(DISTINCT equipment) AS equipment,
               list(DISTINCT provenance) AS provenances
        FROM linked__component WHERE part_number_key IS NOT NULL GROUP BY maker_country_iso ORDER BY n DESC, iso
        """,
    )
    joined = asked.ask(
        "s10_lines",
        """
        SELECT count(DISTINCT k.part_number_key) AS parts, count(DISTINCT d.declaration_id) AS line_count,
               count(DISTINCT d.hs6) AS codes, list(DISTINCT d.provenance) AS provenances
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


def s11(asked: Asked) -> ClosingRow:
    """Return the monthly average and the shares by dispatch and by origin."""
    study = asked.results.config.study
    row = asked.ask(
        "s11",
        """
        WITH line AS (
            SELECT d.*, declared_on < CAST($stock_on AS DATE) AS is_before, declared_on >= CAST($cutoff_on AS DATE) AS is_after,
                   declared_on BETWEEN CAST('2022-10-01' AS DATE) AND CAST('2022-12-31' AS DATE) AS is_late
            FROM linked__declaration d
            WHERE d.destination_iso = $destination AND d.hs6 LIKE '854%' AND d.provenance = 'synthetic'
              AND d.declaration_id IN (SELECT declaration_id FROM linked__controlled_line)
        )
        SELECT sum(value_usd) FILTER (WHERE is_before) / count(DISTINCT date_trunc('month', declared_on)) FILTER (WHERE is_before)
                   AS before,
               sum(value_usd) FILTER (WHERE is_late) / 3 AS after,
               sum(value_usd) FILTER (WHERE is_after AND dispatch_iso IN ('CN', 'HK'))
                   / sum(value_usd) FILTER (WHERE is_after AND dispatch_iso IS NOT NULL) AS dispatch,
               sum(value_usd) FILTER (WHERE is_after AND origin_iso IN ('CN', 'HK'))
                   / sum(value_usd) FILTER (WHERE is_after AND origin_iso IS NOT NULL) AS origin,
               list(DISTINCT provenance) AS provenances
        FROM line
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
        "computed on the synthetic background alone (single firms' reconstructed lines have no month before the war); "
        "shares by dispatch and by origin differ, so both are shown",
        "near the pre-war monthly average by the end of 2022; more than half from China",
        f"on invented trade, which confirms nothing: {ratio}; China and Hong Kong {row['dispatch'] or 0:.0%} by dispatch, "
        f"{row['origin'] or 0:.0%} by origin",
        row["provenance"] or "reported",
    )


def s12(asked: Asked) -> ClosingRow:
    """Return which lists control a code on the case's day."""
    day = asked.results.as_of_on
    entries = entries_for("854231", day)
    words = "; ".join(f"{e.list_id} since {e.valid_from_on}{_tier(e.tier)}{_verified(e)}" for e in entries)
    return ClosingRow(
        "S12",
        "The control regimes",
        f"HS 854231 on {day}: {words or NOT_FOUND}",
        "which lists control a code, since when, in which tier",
        f"{len(entries)} lists",
        "reported",  # the lists were transcribed from publications, not read in the publishers' own files
    )


def _verified(entry: ControlEntry) -> str:
    return "" if entry.is_date_verified else " (date not verified)"


def _tier(tier: str | None) -> str:
    return "" if tier is None else f", tier {tier}"


def _since(month: str | None) -> str:
    return "" if month is None else f" since {month}"


def _route(conflict: ClaimConflict) -> str:
    exporter = next(c for c in conflict.claims if c["metric"] == "export_value")
    months = f"{exporter['period_from_on']:%Y-%m} to {exporter['period_to_on']:%Y-%m}"
    return f"{exporter['subject']} to {exporter['partner']} ({months})"
