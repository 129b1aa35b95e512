import hashlib
import tomllib
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from entrepot.codes.currencies import currencies
from entrepot.codes.rate_series import RateSeries, ecb, nbp, pegs
from entrepot.codes.rates import Rates
from entrepot.errors import SourceError
from entrepot.settings import resources_dir


@pytest.fixture(scope="module")
def rates() -> Rates:
    return Rates.load()


def test_euro_of_a_day_is_the_published_rate(rates: Rates) -> None:
    found = rates.usd_per_unit("EUR", date(2023, 4, 3))
    assert found is not None
    assert found.usd_per_unit == 1.087
    assert found.source == "ECB reference rates of 2023-04-03: 1 EUR = 1.087 USD"


def test_a_weekend_takes_the_last_published_day(rates: Rates) -> None:
    found = rates.usd_per_unit("TRY", date(2023, 4, 9))  # Easter Sunday
    assert found is not None
    assert found.on == date(2023, 4, 6)


def test_rouble_is_quoted_after_the_central_bank_stopped(rates: Rates) -> None:
    before, after = rates.usd_per_unit("RUB", date(2022, 3, 1)), rates.usd_per_unit("RUB", date(2023, 4, 9))
    assert before is not None
    assert after is not None
    assert before.source.startswith("ECB")
    assert after.source == "NBP average rates of 2023-04-05: 1 RUB = 0.0537 PLN, 1 USD = 4.2739 PLN"
    assert after.usd_per_unit == pytest.approx(0.0537 / 4.2739)


@pytest.mark.parametrize(
    "currency", ["KZT", "UAH", "KGS", "AMD", "GEL", "UZS", "VND", "AED", "BYN", "AZN", "RUB", "CNY", "TRY"]
)
@pytest.mark.parametrize("year", [2019, 2022, 2024, 2026])
def test_currencies_of_the_route_have_a_rate_on_every_day(rates: Rates, currency: str, year: int) -> None:
    days = [date(year, 1, 10) + timedelta(days=count) for count in range(280)]
    assert all(rates.usd_per_unit(currency, day) is not None for day in days)


def test_no_rate_no_number(rates: Rates) -> None:
    assert rates.usd_per_unit("KPW", date(2023, 1, 1)) is None
    assert rates.usd_per_unit("EUR", date(2014, 12, 1)) is None
    assert rates.usd_per_unit("EUR", date(2030, 1, 1)) is None
    assert rates.usd_per_unit("QQQ", date(2023, 1, 1)) is None


def test_fixed_rates_hold_on_every_day_until_they_were_checked(rates: Rates) -> None:
    found = rates.usd_per_unit("AED", date(2023, 4, 9))
    assert found is not None
    assert found.usd_per_unit == pytest.approx(1 / 3.6725)
    assert "Central Bank of the United Arab Emirates" in found.source
    assert rates.usd_per_unit("SAR", date(2027, 6, 1)) is None


def test_a_rate_fixed_to_the_euro_names_both_rates(rates: Rates) -> None:
    found = rates.usd_per_unit("XOF", date(2023, 4, 3))
    assert found is not None
    assert found.usd_per_unit == pytest.approx(1.087 / 655.957)
    assert "1 EUR = 1.087 USD" in found.source


def median_gap(series: RateSeries, other: RateSeries) -> float:
    """Return the median of the relative differences of two series over the days that both have."""
    gaps = [
        abs(float(series.usd_per_unit[place] / other.usd_per_unit[twin]) - 1)
        for place, day in enumerate(series.days.tolist())
        if (twin := other.at(day)) is not None
    ]
    assert len(gaps) > 400
    return float(np.median(gaps))


@pytest.mark.parametrize(
    "currency", ["AED", "SAR", "QAR", "OMR", "BHD", "JOD", "XAF", "XOF", "KMF", "CVE", "BAM", "NAD", "MOP", "TMT"]
)
def test_fixed_rates_agree_with_the_quoted_ones(currency: str) -> None:
    (fixed,) = pegs(currency)
    quoted = nbp(currency)
    assert quoted is not None
    assert median_gap(quoted, fixed) < 0.012  # quotations follow the market, and have few digits


def test_the_two_banks_agree_where_both_quote_the_rouble() -> None:
    first, second = ecb("RUB"), nbp("RUB")
    assert first is not None
    assert second is not None
    assert median_gap(first, second) < 0.003


def test_a_month_takes_the_mean_of_its_published_days(rates: Rates) -> None:
    found = rates.usd_per_unit_of_month("EUR", date(2023, 4, 17))
    series = ecb("EUR")
    assert found is not None
    assert series is not None
    start, end = series.between((date(2023, 4, 1) - date(1970, 1, 1)).days, (date(2023, 4, 30) - date(1970, 1, 1)).days)
    assert found.usd_per_unit == pytest.approx(float(series.usd_per_unit[start:end].mean()))
    assert found.source.startswith("mean of 18 days of 2023-04, ECB reference rates")


def test_a_month_in_which_one_bank_stopped_takes_the_other(rates: Rates) -> None:
    found = rates.usd_per_unit_of_month("RUB", date(2022, 3, 1))
    assert found is not None
    assert "NBP" in found.source


def test_columns_are_converted_row_by_row(rates: Rates) -> None:
    values = pa.array([100.0, 100.0, 100.0, None, 100.0, 100.0, 100.0])
    codes = pa.array(["USD", "EUR", "KPW", "EUR", None, "EUR", "AED"])
    days = pa.array([date(2023, 4, 3)] * 5 + [None, date(2023, 4, 3)], pa.date32())
    usd, basis = rates.usd_values(values, codes, days, pa.array([False, True, False, False, False, False, None]))
    mean = rates.usd_per_unit_of_month("EUR", date(2023, 4, 3))
    assert mean is not None
    assert usd.to_pylist() == [
        100.0,
        pytest.approx(100 * mean.usd_per_unit),
        None,
        None,
        None,
        None,
        pytest.approx(100 / 3.6725),
    ]
    assert basis.to_pylist()[:4] == ["US dollars: no rate needed", mean.source, None, None]
    assert pa.types.is_dictionary(basis.type)


def test_columns_of_dictionaries_and_of_no_rows_are_converted(rates: Rates) -> None:
    codes = pa.array(["EUR", "EUR"]).dictionary_encode()
    days = pa.array([date(2023, 4, 3)] * 2, pa.date32())
    assert rates.usd_values(pa.array([1.0, 2.0]), codes, days)[0].to_pylist() == [1.087, 2.174]
    empty = rates.usd_values(pa.array([], pa.float64()), pa.array([], pa.string()), pa.array([], pa.date32()))
    assert [len(column) for column in empty] == [0, 0]


def test_days_outside_any_calendar_have_no_rate(rates: Rates) -> None:
    days = pa.array([2_000_000_000, -2_000_000_000], pa.int32()).cast(pa.date32())
    assert rates.usd_values(pa.array([1.0, 1.0]), pa.array(["EUR", "USD"]), days)[0].to_pylist() == [None, None]


def test_a_vendors_rate_twelve_times_off_shows(rates: Rates) -> None:
    days = pa.array([date(2023, 4, 3)] * 4, pa.date32())
    usd = pa.array([108.7, 1304.4, None, 5.0])
    ratio = rates.implied_rate_check(pa.array([100.0, 100.0, 100.0, 0.0]), pa.array(["EUR"] * 4), days, usd)
    assert ratio.to_pylist() == [pytest.approx(1.0), pytest.approx(12.0), None, None]


def test_the_users_own_rates_come_first(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        "date,currency,usd_per_unit,units_per_usd,units_per_eur,source\n"
        "2023-04-03,KPW,,900,,Invented table\n2023-04-03,EUR,1.5,,,Invented table\n2023-04-03,QQQ,,,2,Invented table\n",
        encoding="utf-8",
    )
    rates = Rates.load([table])
    found = {code: rates.usd_per_unit(code, date(2023, 4, 5)) for code in ("KPW", "EUR", "QQQ")}
    assert {code: rate and rate.usd_per_unit for code, rate in found.items()} == {
        "KPW": pytest.approx(1 / 900),
        "EUR": 1.5,
        "QQQ": pytest.approx(1.087 / 2),
    }
    assert found["KPW"] is not None
    assert found["KPW"].source == "Invented table of 2023-04-03: 900 units_per_usd"


@pytest.mark.parametrize(
    "text",
    [
        "date,currency,source\n2023-04-03,KPW,x\n",
        "date,currency,usd_per_unit,source\n03.04.2023,KPW,1,x\n",
        "date,currency,usd_per_unit,source\n2023-04-03,KPW,-1,x\n",
        "date,currency,usd_per_unit,source\n2023-04-03,KPW,,x\n",
        "date,currency,usd_per_unit,source\n2023-04-03\n",
    ],
)
def test_a_faulty_table_of_the_users_is_refused(tmp_path: Path, text: str) -> None:
    table = tmp_path / "own.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError):
        Rates.load([table])


def test_every_table_has_a_source_record_whose_hash_holds() -> None:
    tables = sorted((resources_dir() / "rates").glob("*.csv.gz"))
    assert len(tables) == 2
    for path in tables:
        record = tomllib.loads(path.with_name(f"{path.name}.source.toml").read_text(encoding="utf-8"))
        assert {"producer", "title", "url", "accessed", "licence", "via"} <= set(record)
        assert record["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert path.stat().st_size < 1_500_000


def test_every_quoted_currency_is_known() -> None:
    document = tomllib.loads((resources_dir() / "rates" / "pegs.toml").read_text(encoding="utf-8"))
    assert {entry["currency"] for entry in document["peg"]} <= set(currencies())
