"""Questions to Eurostat: the Comext API by goods code, and the bulk files of whole months."""

from collections.abc import Mapping
from functools import partial

from entrepot.errors import FetchError
from entrepot.sources.fetching.asking import Question, Request, Values, file_question, named
from entrepot.sources.fetching.wanted import Wanted, in_turn
from entrepot.sources.registry import source_named

_API, _BULK = "comext_api", "comext_bulk"
_FLOWS = {"M": "1", "X": "2"}  # Eurostat, codelist FLOW
# Two codes where the geonomenclature changed its own: the United Kingdom without Northern Ireland since 2021.
_CODES = {"RS": ("XS",), "GB": ("GB", "XU"), "EU": ("EU27_2020",), "WORLD": ("WORLD",)}
_MOST_PERIODS = 24
_MOST_GOODS = 50  # a request is an address: some 5 KB of it are taken
_ALL = "*.*.*.*.*.*"  # the six dimensions of DS-045409 before time
_MOST_BULK_BYTES = 1 << 30  # a month has 45 MB packed, a year 95 MB
_WHOLE_YEAR = "52"  # Eurostat user guide: month 52 is the whole year


def comext_questions(wanted: Wanted, _keys: Mapping[str, str]) -> list[Question]:
    """Return the questions to the API; goods must be named.

    Raises:
        FetchError: No goods are named, or a flow that Comext does not have.
    """
    if not wanted.goods:
        next_step = "Add --hs 854231 (several times), or fetch whole months with comext-bulk."
        raise FetchError.cannot_ask("No goods are named", next_step)
    if other := [flow for flow in wanted.flows if flow not in _FLOWS]:
        raise FetchError.cannot_ask(f"Comext has no flow {', '.join(other)}", "Name X or M.")
    fixed = {
        "partner": _codes(wanted.partners),
        "reporter": _codes(wanted.reporters),
        "flow": tuple(_FLOWS[flow] for flow in wanted.flows),
    }
    frequency = "M" if wanted.is_monthly else "A"
    return [
        Question(partial(_request, frequency=frequency), {"TIME_PERIOD": periods, "product": goods, **fixed})
        for periods in in_turn(wanted.periods, _MOST_PERIODS)
        for goods in in_turn(wanted.goods, _MOST_GOODS)
    ]


def _codes(countries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for country in countries for code in _CODES.get(country, (country,)))


def _request(values: Values, *, frequency: str) -> Request:
    listed = [(f"c[{name}]", ",".join(listed)) for name, listed in values.items() if listed]
    asked = Request(
        source_id=_API,
        address=f"{source_named(_API).meta.addresses['api']}/{_ALL}",
        form="csv",
        parameters=(
            ("c[freq]", frequency),
            *listed,
            ("c[indicators]", "VALUE_IN_EUROS,QUANTITY_IN_100KG"),
            *(("compress", "false"), ("format", "csvdata"), ("formatVersion", "2.0")),
        ),
        is_query=True,
    )
    return named(asked, "comext", values["TIME_PERIOD"])


def comext_bulk_questions(wanted: Wanted, _keys: Mapping[str, str]) -> list[Question]:
    """Return one question a month or year: its file holds all reporters, partners, goods and flows.

    Raises:
        FetchError: Reporters, partners or goods are named.
    """
    if wanted.reporters or wanted.partners or wanted.goods:
        raise FetchError.cannot_ask("A bulk file holds all countries and goods", "Leave them out, or fetch comext.")
    year_mark = "" if wanted.is_monthly else _WHOLE_YEAR
    return [file_question(_bulk_request(period.replace("-", "") + year_mark)) for period in wanted.periods]


def _bulk_request(month: str) -> Request:
    name = f"full_v2_{month}.7z"
    return Request(
        source_id=_BULK,
        address=source_named(_BULK).meta.addresses["files"],
        file_name=name,
        form="7z",
        parameters=(("file", f"comext/COMEXT_DATA/PRODUCTS/{name}"),),
        most_bytes=_MOST_BULK_BYTES,
    )
