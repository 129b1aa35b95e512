"""Questions to UN Comtrade: with a key to the data service, without one to its preview of 500 rows a call."""

from collections.abc import Mapping
from functools import partial

from entrepot.errors import FetchError
from entrepot.sources.comtrade.areas import code_of
from entrepot.sources.fetching.asking import Key, Question, Request, Values, named
from entrepot.sources.fetching.wanted import Wanted, in_turn
from entrepot.sources.registry import source_named

KEY_VARIABLE = "COMTRADE_API_KEY"
_SOURCE = "comtrade"
_MOST_ROWS = 100_000  # UN Comtrade, subscriptions: records a call of a free key; more with a paid one
_MOST_PREVIEWED = 500  # UN Comtrade, public preview: records a call without a key
_MOST_PERIODS = 12  # UN Comtrade, API limits: periods a call
_HS6 = "AG6"  # every code of six digits
_MOST_GOODS = 50  # codes a call: longer lists make addresses that the service refuses


def comtrade_questions(wanted: Wanted, keys: Mapping[str, str]) -> list[Question]:
    """Return the questions for what is wanted, at most twelve periods each.

    Args:
        wanted: Reporters or partners must be named: all of both is more than the service gives.
        keys: The environment; the key is read from COMTRADE_API_KEY.

    Raises:
        FetchError: Neither reporters nor partners are named, or a country has no area code.
    """
    if not wanted.reporters and not wanted.partners:
        raise FetchError.cannot_ask("Neither reporters nor partners are named", "Add --reporter TR or --partner RU.")
    key = keys.get(KEY_VARIABLE, "").strip()
    make = partial(_request, is_monthly=wanted.is_monthly, key=key)
    fixed = {
        "partnerCode": _areas(wanted.partners),
        "reporterCode": _areas(wanted.reporters),
        "flowCode": tuple(wanted.flows),
    }
    return [
        Question(make, {"period": periods, "cmdCode": goods, **fixed})
        for periods in in_turn(tuple(period.replace("-", "") for period in wanted.periods), _MOST_PERIODS)
        for goods in in_turn(wanted.goods or (_HS6,), _MOST_GOODS)
    ]


def _areas(countries: tuple[str, ...]) -> tuple[str, ...]:
    codes = {country: country if country.isdecimal() else code_of(country) for country in countries}
    if unknown := [country for country, code in codes.items() if code is None]:
        raise FetchError.cannot_ask(f"UN Comtrade has no area {', '.join(unknown)}", "Write ISO codes such as TR.")
    return tuple(code for code in codes.values() if code is not None)


def _request(values: Values, *, is_monthly: bool, key: str) -> Request:
    most = _MOST_ROWS if key else _MOST_PREVIEWED
    listed = [(name, ",".join(listed)) for name, listed in values.items() if listed]
    # The totals over second partners, procedures and modes of transport: see sources/comtrade/columns.py.
    totals = [("partner2Code", "0"), ("customsCode", "C00"), ("motCode", "0"), ("breakdownMode", "classic")]
    parameters = (*listed, *totals, ("maxRecords", str(most)), ("includeDesc", "false"), ("format", "JSON"))
    base = source_named(_SOURCE).meta.addresses["api" if key else "preview"]
    asked = Request(
        source_id=_SOURCE,
        address=f"{base}/C/{'M' if is_monthly else 'A'}/HS",
        form="json",
        parameters=parameters,
        key=Key(KEY_VARIABLE, key, "header", "Ocp-Apim-Subscription-Key") if key else None,
        key_variable=KEY_VARIABLE,
        most_rows=most,
        is_query=True,
    )
    return named(asked, "comtrade", values["period"])
