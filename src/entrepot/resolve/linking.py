"""Joins source records into parties: by strong numbers, then by exact name and country, never through a contradiction.

Rules, in order:

1. Records of one `source_party_id` (states of a list, mentions) are one party.
2. Records with an equal strong number (entrepot.resolve.strength) are one party.
3. Firms with an equal name key and country are one party, where their legal forms do not differ; people need an equal whole
   birth date as well. Weak aliases do not count.
4. Neither joins what two different exclusive numbers keep apart, nor two entries of one state of one list that carry one
   number and share no name (entrepot.resolve.contested); what was left apart although
   something agrees is a possible match, with the reason in words.

A party's id is the lowest `source_party_id` of its records: it changes only where a lower record joins.
Human judgements (decisions.jsonl) will enter between rules 3 and 4, as keys tried first and pairs never joined; fuzzy
names will add rows to `resolve__carrier` and `resolve__pair`. Neither exists yet.
Working tables are called `resolve__*`; nothing later reads them.
"""

from dataclasses import dataclass

import pyarrow as pa

from entrepot.normalise.names import split_legal_form
from entrepot.records.catalogue import CORE_TABLES
from entrepot.records.quarantine import QUARANTINE
from entrepot.resolve.components import label_components
from entrepot.resolve.contested import divide_contested
from entrepot.resolve.near import note_near_identifiers
from entrepot.resolve.possible import note_possible_matches
from entrepot.resolve.strength import CHECKED, FORM_ONLY
from entrepot.resolve.twins import linked_name, twin_statement
from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside

# A name, address or phone that more parties share tells nothing of any two of them (design 4.5: cap what a key may produce).
MAX_SHARING = 50
_NAME_FORM = pa.schema([("name", pa.string()), ("form_class", pa.string())])


@dataclass(frozen=True)
class LinkingSummary:
    """What linking did: counts, and the names too common to join by, as (name key, country, records)."""

    record_count: int
    party_count: int
    contested_count: int
    possible_match_count: int
    mass_names: tuple[tuple[str, str, int], ...]


def link_parties(engine: Engine) -> LinkingSummary:
    """Materialise linked__party, linked__party_record, linked__possible_match and the linked twin of every core table.

    Reads the core__ tables, which must all be registered, empty where a case has no source of them. Running it again
    changes nothing.
    """
    record_count = engine.materialise("resolve__record", statement_beside(__file__, "record"))
    _gather_names_and_numbers(engine)
    cap = {"max_sharing": MAX_SHARING}
    mass = rows_of(engine.run(statement_beside(__file__, "mass_name"), cap))
    engine.materialise("resolve__carrier", statement_beside(__file__, "carrier"), cap)
    label_components(engine)
    contested_count = divide_contested(engine)
    engine.materialise("resolve__party_of", statement_beside(__file__, "party_of"))
    party_count = engine.materialise("linked__party", statement_beside(__file__, "party"))
    note_near_identifiers(engine)
    possible_match_count = note_possible_matches(engine, MAX_SHARING)
    _write_twins(engine)
    mass_names = tuple((row["name_key"], row["country_iso"], row["record_count"]) for row in mass)
    return LinkingSummary(record_count, party_count, contested_count, possible_match_count, mass_names)


def _gather_names_and_numbers(engine: Engine) -> None:
    """Materialise the strong numbers, the shared names and the legal forms that shared names show."""
    schemes = {"checked": list(CHECKED), "form_only": list(FORM_ONLY)}
    engine.materialise("resolve__strong", statement_beside(__file__, "strong"), schemes)
    engine.materialise("resolve__together", statement_beside(__file__, "together"))
    engine.materialise("resolve__name", statement_beside(__file__, "name"))
    names = [row["name"] for row in rows_of(engine.run(statement_beside(__file__, "firm_name")))]
    forms = [{"name": name, "form_class": split_legal_form(name).form_class} for name in names]
    engine.register("resolve__name_form", pa.Table.from_pylist(forms, schema=_NAME_FORM))


def _write_twins(engine: Engine) -> None:
    """Materialise the linked form of every core table; tables without parties are copied, so that rules read one layer."""
    for core in CORE_TABLES:
        if core.name != QUARANTINE.name:
            engine.materialise(linked_name(core), twin_statement(core))
