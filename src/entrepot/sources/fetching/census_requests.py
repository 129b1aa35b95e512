"""Questions to the US Census Bureau: one flow and one month each."""

from collections.abc import Mapping
from functools import partial

from entrepot.errors import FetchError
from entrepot.sources.census.countries import NUMBERS
from entrepot.sources.fetching.asking import Key, Question, Request, Values, named
from entrepot.sources.fetching.wanted import Wanted
from entrepot.sources.registry import source_named

KEY_VARIABLE = "CENSUS_API_KEY"
_SOURCE = "us_census"
_SERVICES = {"X": ("exports", "E_COMMODITY", "ALL_VAL_MO"), "M": ("imports", "I_COMMODITY", "GEN_VAL_MO")}
_LEVELS = {2: "HS2", 4: "HS4", 6: "HS6"}


def census_questions(wanted: Wanted, keys: Mapping[str, str]) -> list[Question]:
    """Return the questions for months, goods of one level and partners; all partners where none are named.

    Raises:
        FetchError: There is no key, another reporter than US, years, no goods or of several levels, or an unknown partner.
    """
    key = keys.get(KEY_VARIABLE, "").strip()
    if not key:
        raise FetchError.needs_key(source_named(_SOURCE).meta.addresses["exports"], KEY_VARIABLE)
    if set(wanted.reporters) - {"US"} or not wanted.is_monthly:
        raise FetchError.cannot_ask("The Census Bureau reports for US by month", "Leave --reporter out; name months.")
    if other := [flow for flow in wanted.flows if flow not in _SERVICES]:
        raise FetchError.cannot_ask(f"The Census Bureau has no flow {', '.join(other)} here", "Name X or M.")
    levels = {_LEVELS.get(len(code)) for code in wanted.goods}
    if len(levels) != 1 or None in levels:
        raise FetchError.cannot_ask("Goods of one level must be named", "Add --hs with codes of 2, 4 or 6 digits.")
    level = levels.pop() or ""
    partners = _partners(wanted.partners)
    return [
        Question(
            partial(_request, flow=flow, level=level, key=key),
            {"time": (period,), "goods": wanted.goods, "partners": partners},
        )
        for flow in wanted.flows
        for period in wanted.periods
    ]


def _partners(countries: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := [one for one in countries if not one.isdecimal() and one not in NUMBERS]:
        raise FetchError.cannot_ask(
            f"The Schedule C number of {', '.join(unknown)} is not known here",
            "Write the number of four digits (census.gov/foreign-trade/schedules/c).",
        )
    return tuple(NUMBERS.get(one, one) for one in countries)


def _request(values: Values, *, flow: str, level: str, key: str) -> Request:
    service, code, value = _SERVICES[flow]
    asked = Request(
        source_id=_SOURCE,
        address=source_named(_SOURCE).meta.addresses[service],
        form="json",
        parameters=(
            ("get", f"CTY_CODE,CTY_NAME,SUMMARY_LVL,{value}"),
            ("time", values["time"][0]),
            ("COMM_LVL", level),
            *((code, goods) for goods in values["goods"]),
            *(("CTY_CODE", partner) for partner in values["partners"]),
        ),
        key=Key(KEY_VARIABLE, key, "parameter", "key"),
        key_variable=KEY_VARIABLE,
        is_query=True,
    )
    return named(asked, f"census_{service}", values["time"])
