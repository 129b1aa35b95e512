"""A small case of invented firms, written as the files a user would add: tables as text, by file name."""

from pathlib import Path

from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import Added, add_file

# Numbers with valid check digits in ranges that no office gives out (region 99).
ALFA_INN, BETA_INN, WRONG_INN = "9900000017", "9900000024", "9900000018"

PARTIES = f"""\
id,kind,name,aliases,country,incorporated_on,identifiers,addresses,tags,provenance
alfa,company,Firma Alfa OOO,Alfa Firm LLC,RU,2015-03-01,inn={ALFA_INN},"Primersk, ul. Primernaya 1, of. 5",,synthetic
beta,company,Firma Beta OOO,,RU,2022-05-04,inn={BETA_INN},"Primersk, ul. Primernaya 1, of. 5",,synthetic
gamma,company,Gamma Trading Ltd,,HK,2019-01-01,,"1 Example Road, Kowloon",,synthetic
holding,company,Omega Holding OOO,,RU,2010-01-01,,,,synthetic
owner,person,Ivan Primerov,,RU,,,,,synthetic
"""
INTERESTS = """\
owner_id,subject_id,interest_kind,share_min_pct,share_max_pct,from_on,to_on,provenance
owner,holding,shares,60,60,2015-01-01,,synthetic
holding,alfa,shares,50,50,2015-03-01,,synthetic
owner,beta,shares,100,100,2022-05-04,,synthetic
"""
ROLES = """\
holder_id,subject_id,role_kind,from_on,to_on,note,provenance
owner,beta,director,2022-05-04,,General director,synthetic
"""
DESIGNATIONS = """\
party_id,native_id,list_id,regime,programme,measure,listed_on,delisted_on,reason,provenance,publication
alfa,1001,us_ofac_sdn,OFAC,PROGRAMME-1,Asset freeze,2022-03-31,,Invented,reported,"Invented Gazette, 1 April 2022"
owner,1002,us_ofac_sdn,OFAC,PROGRAMME-1,Asset freeze,2022-03-31,,Invented,reported,"Invented Gazette, 1 April 2022"
"""
CLAIMS = """\
claim_id,publisher,published_on,topic,metric,subject_kind,subject,country_basis,goods,period_from_on,period_to_on,value,unit,\
comparator
nine-months,Invented Gazette,2023-05-03,chips,import_value,country,RU,unstated,chips,2022-01-01,2022-09-30,1000,USD,eq
full-year,Second Gazette,2023-06-03,chips,import_value,country,RU,unstated,chips,2022-01-01,2022-12-31,1000,USD,eq
alfa-2021,Invented Gazette,2023-05-03,alfa,import_value,company,Firma Alfa OOO,unstated,chips,2021-01-01,2021-12-31,24000,USD,eq
"""
# A line of decisions.jsonl that changes nothing.
DECISION = (
    '{"kind": "dismiss", "who": "Invented Reader", "when": "2026-11-22T09:00:00Z", "why": "Looked into", '
    '"indicator": "N2", "subject_id": "none", "subject_name": "None"}\n'
)
_DECLARATION_COLUMNS = (
    "declaration_number,line_number,declared_on,direction,reporting_iso,importer_name,importer_identifier,"
    "importer_country_iso,exporter_name,exporter_country_iso,hs_code,goods_description,part_number,producer_hq_iso,"
    "origin_iso,dispatch_iso,seller_iso,destination_iso,quantity,quantity_unit,value,currency_code,value_usd,provenance"
)


def declaration(number: str, day: str, importer: str, inn: str, usd: object, *, hs_code: str = "8542319000") -> str:
    """Return one line: `importer` buys chips from Gamma Trading."""
    sides = f"import,RU,{importer},{inn},RU,Gamma Trading Ltd,HK"
    goods = f"{hs_code},Integrated circuits,GX-100,US,MY,HK,HK,RU,10,pcs"
    return f"{number},1,{day},{sides},{goods},{usd},USD,{usd},synthetic"


def declarations(*more: str) -> str:
    """Return the table: Alfa buys every month of 2021, Beta from June 2022 on; then `more` lines."""
    lines = [declaration(f"A-{m:02}", f"2021-{m:02}-10", "Firma Alfa OOO", ALFA_INN, 2000) for m in range(1, 13)]
    lines += [declaration(f"B-{m:02}", f"2022-{m:02}-10", "Firma Beta OOO", BETA_INN, 1500) for m in range(6, 13)]
    return "\n".join((_DECLARATION_COLUMNS, *lines, *more)) + "\n"


FLOWS = "reporter,partner,flow,goods_code,goods_level,hs_edition,period,value_eur,provenance\n" + "".join(
    f"EU,{partner},X,854231,HS6,HS2017,{year}-{month:02},{value},synthetic\n"
    for year in (2021, 2022)
    for month in range(1, 13)
    for partner, value in (("RU", 1000 if year == 2021 else 100), ("KZ", 10 if year == 2021 else 90))
)

FILES = {
    "parties.csv": PARTIES,
    "designations.csv": DESIGNATIONS,
    "interests.csv": INTERESTS,
    "roles.csv": ROLES,
    "declarations.csv": declarations(),
    "flows.csv": FLOWS,
    "claims.csv": CLAIMS,
}


def write_files(folder: Path, files: dict[str, str] | None = None) -> list[Path]:
    """Write tables into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in (FILES if files is None else files).items():
        path = folder / name
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


def make_case(folder: Path, files: dict[str, str] | None = None, *, title: str = "Invented") -> list[Added]:
    """Make a case of these tables, added in the order given, and return what was added."""
    write_config(folder, CaseConfig(title=title))
    received = folder.with_name(f"{folder.name} as received")
    return [add_file(folder, path) for path in write_files(received, files)]
