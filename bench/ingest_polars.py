"""The cleaning of `entrepot add` as a Polars script: the same cleaners on distinct texts, joined back, written by month.

It knows the file (its columns, decimal comma, day-first dates), keeps no evidence, quarantines nothing by reason and cannot go on
after a kill: what a good script of one afternoon does.
"""

import sys
from datetime import date
from pathlib import Path

import polars as pl

from entrepot.codes.currencies import currency_of
from entrepot.codes.hs import edition_on
from entrepot.codes.rates import Rates
from entrepot.codes.territories import iso2
from entrepot.codes.units import unit_of
from entrepot.normalise.goods_text import GoodsReader
from entrepot.normalise.hs_columns import HsReading, clean_hs
from entrepot.normalise.not_stated import is_not_stated
from entrepot.normalise.party_cells import split_party
from entrepot.sources.base import mention_id

_COUNTRIES = ("СТРАНА ОТПРАВЛЕНИЯ", "КОД СТРАНЫ ПРОИСХОЖДЕНИЯ", "ТОРГУЮЩАЯ СТРАНА")
_NUMBERS = ("ВЕС НЕТТО, КГ", "ВЕС БРУТТО, КГ", "КОЛИЧЕСТВО", "СТОИМОСТЬ ТОВАРА")
_PARTIES = (("НАИМЕНОВАНИЕ ПОЛУЧАТЕЛЯ", "ИНН ПОЛУЧАТЕЛЯ"), ("НАИМЕНОВАНИЕ ОТПРАВИТЕЛЯ", None))


def main(source: Path, target: Path) -> None:
    """Clean a dump of bench/ingest_data.py into Parquet by month."""
    lines = pl.scan_csv(source, separator=";", infer_schema=False)
    for number, column in enumerate(_COUNTRIES):
        lines = lines.join(_mapped(lines, column, _country, f"country_{number}"), on=column, how="left")
    lines = lines.join(
        _mapped(lines, "ВАЛЮТА", lambda text: currency_of(text).value, "currency"), on="ВАЛЮТА", how="left"
    )
    lines = lines.join(_mapped(lines, "КОД ТНВЭД", _code, "hs_code"), on="КОД ТНВЭД", how="left")
    lines = _with_units(lines)
    for number, (name, identifier) in enumerate(_PARTIES):
        lines = _with_party(lines, name, identifier, number)
    lines = lines.with_columns(
        pl.col("ДАТА ДЕКЛАРАЦИИ").str.to_date("%d.%m.%Y", strict=False).alias("declared_on"),
        *(
            pl.col(name).str.replace(",", ".").cast(pl.Float64, strict=False).alias(f"{name} число")
            for name in _NUMBERS
        ),
        pl.col("hs_code").str.slice(0, 6).alias("hs6"),
    )
    lines = lines.with_columns(
        (pl.col("КОЛИЧЕСТВО число") * pl.col("factor")).alias("quantity"),
        pl.col("declared_on").dt.strftime("%Y-%m").alias("month"),
        pl.col("declared_on")
        .map_batches(lambda days: days.replace_strict(_editions()), return_dtype=pl.String, is_elementwise=True)
        .alias("edition"),
    )
    lines = lines.join(_rates(), on=["currency", "declared_on"], how="left")
    lines = lines.with_columns((pl.col("СТОИМОСТЬ ТОВАРА число") * pl.col("rate")).alias("value_usd"))
    lines = lines.with_columns(
        pl.col("ОПИСАНИЕ ТОВАРА").map_batches(_parts, return_dtype=pl.String, is_elementwise=True).alias("part_number")
    )
    kept = lines.filter(pl.col("СТОИМОСТЬ ТОВАРА число").is_not_null() & pl.col("declared_on").is_not_null())
    kept.sink_parquet(pl.PartitionBy(target, key="month"), compression="zstd", compression_level=1, mkdir=True)


def _mapped(lines: pl.LazyFrame, column: str, clean: object, name: str) -> pl.LazyFrame:
    texts = lines.select(pl.col(column).unique()).collect(engine="streaming")[column].drop_nulls().to_list()
    return pl.LazyFrame({column: texts, name: [clean(text) for text in texts]})  # type: ignore[operator]


def _country(text: str) -> str | None:
    return None if is_not_stated(text) else iso2(text).value


def _code(text: str) -> str | None:
    found = clean_hs(text, HsReading(10, "RU")).value
    return None if found is None else found.code


def _with_units(lines: pl.LazyFrame) -> pl.LazyFrame:
    column = "ЕДИНИЦА ИЗМЕРЕНИЯ"
    texts = lines.select(pl.col(column).unique()).collect(engine="streaming")[column].drop_nulls().to_list()
    units = [unit_of(text).value for text in texts]
    found = {
        column: texts,
        "unit": [unit.code if unit else None for unit in units],
        "factor": [unit.factor if unit else 1.0 for unit in units],
    }
    return lines.join(pl.LazyFrame(found), on=column, how="left")


def _with_party(lines: pl.LazyFrame, name: str, identifier: str | None, number: int) -> pl.LazyFrame:
    columns = [name, *([identifier] if identifier else [])]
    firms = lines.select(columns).unique().collect(engine="streaming")
    made = []
    for row in firms.iter_rows():
        cell = split_party(row[0])
        digits = row[1] if identifier else None
        made.append((cell.name, mention_id(cell.name or "", cell.country_iso, digits)))
    firms = firms.with_columns(
        pl.Series(f"name_{number}", [name for name, _ in made]),
        pl.Series(f"party_{number}", [party for _, party in made]),
    )
    return lines.join(firms.lazy(), on=columns, how="left")


def _editions() -> dict[date, str | None]:
    return {day: edition_on(day) for day in _days()}


def _days() -> list[date]:
    days: list[date] = pl.date_range(date(2019, 12, 25), date(2024, 1, 31), eager=True).to_list()
    return days


def _rates() -> pl.LazyFrame:
    rates = Rates.load()
    rows = [
        (code, day, found.usd_per_unit)
        for code in ("USD", "EUR", "CNY", "TRY")
        for day in _days()
        if (found := rates.usd_per_unit(code, day)) is not None
    ]
    return pl.LazyFrame(rows, schema={"currency": pl.String, "declared_on": pl.Date, "rate": pl.Float64}, orient="row")


def _parts(texts: pl.Series) -> pl.Series:
    found = GoodsReader().read_column(texts.to_arrow(compat_level=pl.CompatLevel.oldest()).cast("string"))
    return pl.Series(found.part_number.to_pylist(), dtype=pl.String)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
