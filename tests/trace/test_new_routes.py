"""New routes, makers that stopped and shares of dispatch: what is new, what cannot be known, and that lines back it."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from traced_rows import START, line, load

from entrepot.store.engine import DuckEngine, Engine
from entrepot.trace.new_routes import new_routes
from entrepot.trace.route_answer import NEW, NOT_KNOWN, Route, Routes
from entrepot.trace.route_lines import RouteQuestion

SINCE = date(2024, 1, 1)  # the invented trade starts a year earlier
AFTER = (SINCE - START).days
QUESTION = RouteQuestion(date(2025, 6, 30), SINCE, "RU")


def goods(number: int, way: str, day: int, dispatch: str | None, brand: str | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (columns)
    """Return a line of 10,000 dollars into Russia with its country fields: a German maker, made in Malaysia."""
    seat = {"producer_hq_iso": "DE", "origin_iso": "MY"} if brand else {}
    fields = {"dispatch_iso": dispatch, "destination_iso": "RU", "brand": brand, "value_usd": 10_000.0, **seat}
    return line(number, way, day, 5, **{**fields, **more})


def year(brand: str | None, dispatch: str | None = "DE", *, first: int = 0, **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (columns)
    """Return a line each month of the year before the day."""
    return [goods(first + n, "A.DE>B.RU", int(30.5 * n) + 5, dispatch, brand, **more) for n in range(12)]


def since(brand: str, dispatch: str = "KZ", *, first: int = 500, months: int = 4, **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (columns)
    """Return a line each month after orders ran out."""
    return [
        goods(first + n, "H.KZ>B.RU", AFTER + 100 + 31 * n, dispatch, brand, **{"origin_iso": "MY", **more})
        for n in range(months)
    ]


def asked(engine: Engine, lines: Iterable[dict[str, Any]], question: RouteQuestion = QUESTION) -> Routes:
    load(engine, lines)
    return new_routes(engine, question)


def only(found: Routes) -> Route:
    [route] = found.routes
    return route


def test_a_brand_from_a_country_that_never_sent_it_is_new_and_leads_to_firms_and_lines(engine: Engine) -> None:
    route = only(asked(engine, [*year("Omegrix"), *since("OMEGRIX Ltd")]))

    assert (route.status, route.what_is_new, route.dispatch_iso, route.hs_group_id) == (NEW, "dispatch", "KZ", "854239")
    assert (route.lines, route.value_usd, route.months, route.is_lasting) == (4, 40_000.0, 4, True)
    assert route.first_on == SINCE + timedelta(days=100)
    assert (route.months_before, route.pair_lines_before) == (12, 12)
    assert [(firm.name, firm.country_iso, firm.lines) for firm in route.senders] == [("Firm H", "KZ", 4)]
    assert [firm.name for firm in route.receivers] == ["Firm B"]
    assert route.evidence is not None
    assert (route.evidence.count, route.evidence.provenance) == (4, "synthetic")
    assert [row["locator"] for row in route.evidence.first] == [f"row {n}" for n in range(502, 506)]


def test_makers_that_stopped_stand_with_their_last_day_and_who_sends_since(engine: Engine) -> None:
    found = asked(engine, [*year("Omegrix"), *since("Omegrix")])

    [maker] = found.makers
    assert (maker.direct_usd_before, maker.direct_usd_later, maker.other_usd_since) == (120_000.0, 0.0, 40_000.0)
    assert maker.last_direct_on == START + timedelta(days=340)
    assert [(one.name, one.dispatch_iso) for one in maker.before] == [("Firm A", "DE")]
    assert [(one.name, one.dispatch_iso, one.is_new, one.is_usual) for one in maker.since] == [
        ("Firm H", "KZ", True, False)
    ]
    assert maker.direct_evidence is not None
    assert maker.direct_evidence.first[0]["declared_on"] == maker.last_direct_on
    assert maker.other_evidence is not None
    assert maker.other_evidence.count == 4


def test_a_maker_whose_own_firm_goes_on_has_not_stopped(engine: Engine) -> None:
    own = [{**row, "exporter_name": "Omegrix GmbH"} for row in since("Omegrix")]
    lines = [*year("Omegrix"), *own]
    load(engine, lines)
    parties = engine.read("linked__party").to_pylist()
    for party in parties:
        party["name"] = "Omegrix GmbH" if party["party_id"] == "H" else party["name"]
    engine.register("linked__party", engine.read("linked__party").from_pylist(parties))

    found = new_routes(engine, QUESTION)

    assert found.makers == ()
    assert only(found).senders[0].is_maker
    assert any("new hub of the maker" in words for words in only(found).innocent)


def test_shares_count_seat_manufacture_and_third_countries_and_infer_none(engine: Engine) -> None:
    lines = [
        *year("Omegrix"),
        *since("Omegrix", months=3),
        goods(600, "H.KZ>B.RU", AFTER + 1, "MY", "Omegrix"),
        goods(601, "H.KZ>B.RU", AFTER + 1, "KZ", "Omegrix", origin_iso=None),
        goods(602, "H.KZ>B.RU", AFTER + 1, "KZ", "Omegrix", producer_hq_iso=None),
        goods(603, "H.KZ>B.RU", AFTER + 1, None, "Omegrix"),
    ]

    total, brand = asked(engine, lines).shares

    assert (total.brand_key, brand.brand) == ("*", "Omegrix")
    assert (brand.before.seat_lines, brand.before.third_share_lines) == (12, 0.0)
    one = brand.since
    assert (one.seat_lines, one.manufacture_lines, one.third_lines) == (0, 1, 3)
    assert (one.no_origin_lines, one.no_seat_lines, one.no_dispatch_lines) == (1, 1, 1)
    assert (one.third_share_usd, one.third_share_lines) == (0.75, 0.75)
    assert one.third_share_lines_low is not None
    assert one.third_share_lines_low < 0.75
    assert one.third_share_usd_low is None  # one consignor says nothing of others
    assert brand.evidence is not None
    assert brand.evidence.count == 3
    assert total.since == one


def test_the_share_by_value_has_an_interval_over_consignors(duck: DuckEngine) -> None:
    lines = [
        goods(n, f"S{n}.KZ>B.RU", AFTER + n, "KZ" if n % 2 else "DE", "Omegrix", value_usd=1000.0 * (n + 1))
        for n in range(10)
    ]

    one = asked(duck, lines).shares[0].since

    assert one.consignors == 10
    assert one.third_share_usd is not None
    assert one.third_share_usd_low is not None
    assert one.third_share_usd_high is not None
    assert 0 <= one.third_share_usd_low < one.third_share_usd < one.third_share_usd_high <= 1


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (year("Omegrix")[6:], "only 6 months"),
        ([*year("Omegrix"), goods(90, "A.DE>B.RU", 40, "KZ", "Omegrixx")], "spelled alike"),
        (year(None), "0% of lines of the goods name a brand before the day and 100% since"),
        ([*year("Omegrix"), *year("Omegrix", None, first=50)], "12 of 24 lines before do not say from where"),
    ],
)
def test_where_too_little_was_seen_before_it_is_not_known(
    duck: DuckEngine, before: list[dict[str, Any]], reason: str
) -> None:
    route = only(asked(duck, [*before, *since("Omegrix")]))

    assert route.status == NOT_KNOWN
    assert any(reason in words for words in route.reasons)


def test_a_code_that_an_edition_broke_cannot_tell(duck: DuckEngine) -> None:
    code: dict[str, Any] = {"hs6": "852589", "hs_code": "852589"}

    route = only(asked(duck, [*year("Omegrix", **code), *since("Omegrix", **code)]))

    assert route.status == NOT_KNOWN
    assert any("edition" in words for words in route.reasons)


@pytest.mark.parametrize("spelled", ["OMEGRIX", "Omegrix GmbH", "Omegrix / Zuvrand"])
def test_another_spelling_of_a_brand_is_no_new_route(duck: DuckEngine, spelled: str) -> None:
    assert asked(duck, [*year(spelled, "KZ"), *since("Omegrix")]).routes == ()


def test_an_export_that_the_destination_declares_too_is_one_trade(duck: DuckEngine) -> None:
    seen = since("Omegrix")
    twice = [
        {**row, "declaration_id": f"x{n}", "direction": "export", "reporting_iso": "KZ"} for n, row in enumerate(seen)
    ]

    assert only(asked(duck, [*year("Omegrix"), *seen, *twice])).lines == 4


def test_brand_goods_country_and_value_narrow_what_is_asked(duck: DuckEngine) -> None:
    lines = [*year("Omegrix"), *year("Zuvrand", first=50), *since("Omegrix"), *since("Zuvrand", "TR", first=700)]
    load(duck, lines)

    def brands(**narrowed: Any) -> list[str]:  # noqa: ANN401 (fields of a question)
        return [route.brand for route in new_routes(duck, replace(QUESTION, **narrowed)).routes]

    assert sorted(brands()) == ["Omegrix", "Zuvrand"]
    assert brands(brand="zuvrand llc") == ["Zuvrand"]
    assert brands(dispatch_iso="KZ") == ["Omegrix"]
    assert brands(hs=("8471",)) == []
    assert brands(value_min=50_000.0) == []
    assert brands(destination_iso="BY") == []
    assert sorted(brands(controls_list="chpl")) == ["Omegrix", "Zuvrand"]


def test_lines_before_the_day_only_take_routes_away(duck: DuckEngine) -> None:
    draw = random.Random(7)  # noqa: S311 (invented goods, no secret)
    brands, places = ("Omegrix", "Zuvrand", "Omegrixx", None), ("DE", "KZ", "TR", None)
    lines = [
        goods(n, "A.DE>B.RU", draw.randrange(AFTER, AFTER + 300), draw.choice(places), draw.choice(brands))
        for n in range(40)
    ]
    keys: set[tuple[str, str, str]] | None = None
    for step in range(12):
        found = asked(duck, lines).routes
        now = {(route.brand_key, route.hs_group_id, route.dispatch_iso) for route in found}
        assert keys is None or now <= keys
        keys = now
        lines += [
            goods(1000 + 10 * step + n, "A.DE>B.RU", draw.randrange(AFTER), draw.choice(places), draw.choice(brands))
            for n in range(1 + step % 3)
        ]
    assert keys is not None
    assert len(keys) < len(asked(duck, lines[:40]).routes)


def exported(lines: Iterable[dict[str, Any]], country: str) -> list[dict[str, Any]]:
    """Return lines as a country's own export ledger has them."""
    return [{**row, "direction": "export", "reporting_iso": country} for row in lines]


def test_the_export_ledger_of_one_country_says_nothing_of_what_another_sent(engine: Engine) -> None:
    route = only(asked(engine, [*exported(year("Omegrix"), "DE"), *since("Omegrix")]))

    assert (route.status, route.months_before) == (NOT_KNOWN, 0)
    assert any("12 months more have lines of other countries' exports only" in words for words in route.reasons)


def test_the_own_export_ledger_of_a_country_of_dispatch_shows_what_it_did_not_send(duck: DuckEngine) -> None:
    others = [{**row, "destination_iso": "CN", "importer_country_iso": "CN"} for row in year("Zuvrand", "KZ", first=50)]

    route = only(asked(duck, [*exported(year("Omegrix"), "DE"), *exported(others, "KZ"), *since("Omegrix")]))

    assert (route.status, route.months_before) == (NEW, 12)


def test_an_import_of_another_country_on_the_way_is_not_counted_beside_the_own_one(duck: DuckEngine) -> None:
    seen = since("Omegrix")
    transit = [{**row, "declaration_id": f"t{n}", "reporting_iso": "KZ"} for n, row in enumerate(seen)]
    unnamed = [{**row, "reporting_iso": None} for row in seen]

    assert only(asked(duck, [*year("Omegrix"), *seen, *transit])).lines == 4
    assert only(asked(duck, [*year("Omegrix"), *unnamed, *transit])).lines == 4


def test_direct_exports_outside_the_import_ledger_make_no_stop_of_steady_trade(duck: DuckEngine) -> None:
    def month(number: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (columns)
        return goods(100 + number, "A.DE>B.RU", 30 * number - 900, "DE", "Omegrix", **more)

    before = exported((month(n) for n in range(36)), "DE")
    ledger = [month(n) for n in range(36, 60)]  # from half a year before the day on, as much a month as ever

    assert asked(duck, [*before, *ledger]).makers == ()
    [stopped] = asked(duck, [*before, *(row for row in ledger if row["declared_on"] < SINCE), *since("Omegrix")]).makers
    assert (stopped.direct_lines_before, stopped.direct_usd_before) == (7, 70_000.0)


def test_a_stop_is_not_told_where_it_was_watched_too_short(duck: DuckEngine) -> None:
    sent_on = [goods(100 + n, "A.DE>B.RU", AFTER + day, "DE", "Omegrix") for n, day in enumerate((5, 35, 65, 85))]

    found = asked(duck, [*year("Omegrix"), *sent_on, goods(200, "Z.DE>Y.RU", AFTER + 92, "DE", "Other")])

    assert found.makers == ()
    assert found.makers_why_not is not None
    assert "90 are needed" in found.makers_why_not


def test_months_without_a_ledger_are_no_watched_days(duck: DuckEngine) -> None:
    found = asked(duck, [*year("Omegrix"), goods(200, "Z.DE>Y.RU", AFTER + 400, "DE", "Other")])

    assert found.makers_why_not is not None


@pytest.mark.parametrize(("days", "unclear"), [((40,), 0), ((5, 40, 330), 1), ((250, 290, 330), 0)])
def test_few_parcels_far_apart_do_not_stop(duck: DuckEngine, days: tuple[int, ...], unclear: int) -> None:
    parcels = [goods(n, "A.DE>B.RU", day, "DE", "Omegrix") for n, day in enumerate(days)]
    others = [*year("Other", first=20), *since("Other", "DE", first=600)]

    found = asked(duck, [*parcels, *others])

    assert [maker.brand for maker in found.makers] == (["Omegrix"] if days == (250, 290, 330) else [])
    assert found.makers_unclear_count == unclear


def test_lines_that_state_no_value_are_no_stop(duck: DuckEngine) -> None:
    later = [{**row, "value_usd": None} for row in since("Omegrix", "DE")]

    found = asked(duck, [*year("Omegrix"), *later])

    assert (found.makers, found.makers_unclear_count) == ((), 1)
    assert found.shares[1].since.unvalued_lines == 4


def test_values_that_none_could_have_are_left_out_and_counted(engine: Engine) -> None:
    lines = since("Omegrix", months=7)
    for row, value in zip(lines, (None, 2e16, 1e300, float("nan"), float("inf")), strict=False):
        row["value_usd"] = value

    found = asked(engine, [*year("Omegrix"), *lines])

    route = only(found)
    assert (route.lines, route.value_usd, route.unvalued_lines, found.unvalued_lines) == (7, 20_000.0, 5, 5)
    assert (route.senders[0].value_usd, route.senders[0].unvalued_lines) == (20_000.0, 5)
    assert (found.makers[0].other_usd_since, found.makers[0].other_unvalued_since) == (20_000.0, 5)


def test_what_is_not_shown_is_counted_in_the_summary(duck: DuckEngine) -> None:
    brands = ("Omegrix", "Zuvrand", "Kelmora")
    load(
        duck,
        [
            row
            for n, brand in enumerate(brands)
            for row in (*year(brand, first=20 * n), *since(brand, first=500 + 20 * n))
        ],
    )

    found = new_routes(duck, QUESTION, shown=1)

    assert found.hidden() == {"routes": 2, "makers": 2, "shares": 2}
    summary = found.to_json()[0]
    assert (summary["kind"], summary["hidden"], summary["maker_count"]) == ("summary", found.hidden(), 3)
    assert {row["kind"] for row in found.to_json()[1:]} == {"new_route", "stopped_maker", "dispatch_share"}


def test_a_brand_asked_about_that_names_nobody_is_none(duck: DuckEngine) -> None:
    found = asked(duck, [*year("Omegrix"), *since("Omegrix")], replace(QUESTION, brand="N/A"))

    assert (found.routes, found.makers, found.shares) == ((), (), ())
