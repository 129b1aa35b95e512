"""Joins source records into parties: by strong numbers, then by names, never through a contradiction.

Rules, in order:

0. What people decided (entrepot.resolve.judged) comes first: records judged the same are one party, records judged not the same
   never are, not even by way of a third; a record that speaks of two firms is split before anything is joined.
1. Records of one `source_party_id` (states of a list, mentions) are one party.
2. Records with an equal strong number (entrepot.resolve.strength) are one party.
3. Firms with an equal name key and country are one party, where their legal forms do not differ; people need an equal whole
   birth date as well. Weak aliases do not count; former names count after the others.
4. Pairs that were scored `same` (`resolve__scored_pair`, where it is registered) are one party.
5. None of 2 to 4 joins what contradicts (entrepot.resolve.contradictions), nor two entries of one state of one list that carry
   one number and share no name (entrepot.resolve.contested); what was left apart although something agrees is a possible
   match, with the reason in words.

A party's id is the lowest `source_party_id` of its records: it changes only where a lower record joins.
Working tables are called `resolve__*`; nothing later reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from entrepot.normalise.names import split_legal_form
from entrepot.records.catalogue import CORE_TABLES
from entrepot.records.quarantine import QUARANTINE
from entrepot.resolve.components import label_components
from entrepot.resolve.contested import divide_contested
from entrepot.resolve.judged import expect_pairs, split_records, take_judgements
from entrepot.resolve.merges import LargeParty, note_merges
from entrepot.resolve.near import note_near_identifiers
from entrepot.resolve.possible import note_possible_matches
from entrepot.resolve.strength import CHECKED, EDGE_WEIGHTS, FORM_ONLY
from entrepot.resolve.twins import linked_name, twin_statement
from entrepot.store.engine import Engine, Value, rows_of
from entrepot.store.sql import statement_beside

# A name, address or phone that more parties share tells nothing of any two of them (design 4.5: cap what a key may produce).
MAX_SHARING = 50
# A number beside more different names than this is a placeholder: a firm's own number is met under its spellings only [P].
MAX_NAMES_OF_A_NUMBER = 200
_NAME_FORM = pa.schema([("name", pa.string()), ("form_class", pa.string())])


@dataclass(frozen=True)
class LinkingSummary:
    """What linking did: counts, what was too common to join by, and the largest parties with what holds them.

    `mass_names` are (name key, country, records), `mass_numbers` (scheme, number, names).
    """

    record_count: int
    party_count: int
    contested_count: int
    possible_match_count: int
    mass_names: tuple[tuple[str, str, int], ...]
    mass_numbers: tuple[tuple[str, str, int], ...]
    largest: tuple[LargeParty, ...]


def link_parties(engine: Engine, *, score: Callable[[Engine], object] | None = None) -> LinkingSummary:
    """Materialise linked__party, linked__party_record, linked__merge, linked__possible_match and the twins of core tables.

    Reads the core__ tables, which must all be registered, empty where a case has no source of them, and where they are
    registered `resolve__judgement`, `resolve__split` and `resolve__scored_pair`. Running it again changes nothing.

    Args:
        engine: Where the tables are.
        score: Called once split records stand, to register `resolve__scored_pair` (entrepot.resolve.judged.SCORED_PAIR).
    """
    take_judgements(engine, is_again=True)
    split_records(engine)
    if score is not None:
        score(engine)
    expect_pairs(engine)
    record_count = engine.materialise("resolve__record", statement_beside(__file__, "record"))
    _gather_names_and_numbers(engine)
    mass_names = _mass_names(engine)
    by_strength: dict[str, Value] = {"max_sharing": MAX_SHARING, "checked": list(CHECKED), **EDGE_WEIGHTS}
    engine.materialise("resolve__carrier", statement_beside(__file__, "carrier"), by_strength)
    label_components(engine)
    contested_count = divide_contested(engine)
    engine.materialise("resolve__party_of", statement_beside(__file__, "party_of"))
    party_count = engine.materialise("linked__party", statement_beside(__file__, "party"))
    note_near_identifiers(engine)
    possible_match_count = note_possible_matches(engine, MAX_SHARING)
    _write_twins(engine)
    return LinkingSummary(
        record_count,
        party_count,
        contested_count,
        possible_match_count,
        mass_names,
        _mass_numbers(engine),
        note_merges(engine),
    )


def _mass_names(engine: Engine) -> tuple[tuple[str, str, int], ...]:
    rows = rows_of(engine.run(statement_beside(__file__, "mass_name"), {"max_sharing": MAX_SHARING}))
    return tuple((row["name_key"], row["country_iso"], row["record_count"]) for row in rows)


def _mass_numbers(engine: Engine) -> tuple[tuple[str, str, int], ...]:
    rows = rows_of(engine.read("resolve__mass_number"))
    return tuple((row["scheme"], row["identifier"], row["name_count"]) for row in rows)


def _gather_names_and_numbers(engine: Engine) -> None:
    """Materialise the strong numbers, the shared names and the legal forms that shared names show."""
    schemes = {"checked": list(CHECKED), "form_only": list(FORM_ONLY)}
    engine.materialise("resolve__strong", statement_beside(__file__, "strong"), schemes)
    cap = {"max_names": MAX_NAMES_OF_A_NUMBER}
    engine.materialise("resolve__mass_number", statement_beside(__file__, "mass_number"), cap)
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
