"""Joins source records into parties: by strong numbers, then by names, never through a contradiction.

Rules, in order:

0. What people decided (entrepot.resolve.judged) comes first: records judged the same are one party, records judged not the same
   never are, not even by way of a third; a record that speaks of two firms is split before anything is joined.
1. Records of one `source_party_id` (states of a list, mentions) are one party.
2. Records with an equal strong number (entrepot.resolve.strength) are one party.
3. Firms with an equal name key and country are one party, where their legal forms do not differ; people need an equal whole
   birth date as well. Weak aliases do not count; former names count after the others.
4. The parties so made are scored against each other (entrepot.resolve.fuzzy): those of similar names that are the `same`
   (entrepot.resolve.joining) are one party.
5. None of 2 to 4 joins what contradicts (entrepot.resolve.contradictions), nor two entries of one state of one list that carry
   one number and share no name (entrepot.resolve.contested); what was left apart although something agrees is a possible
   match, with the reason in words.

A party's id is the lowest `source_party_id` of its records: it changes only where a lower record joins.
Working tables are called `resolve__*`; nothing later reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from entrepot.records.catalogue import CORE_TABLES
from entrepot.records.declaration import DECLARATION
from entrepot.records.quarantine import QUARANTINE
from entrepot.resolve.components import label_components
from entrepot.resolve.contested import divide_contested
from entrepot.resolve.fuzzy import FuzzySummary, to_scored_pairs
from entrepot.resolve.judged import split_records, take_judgements
from entrepot.resolve.merges import LargeParty, note_merges
from entrepot.resolve.near import note_near_identifiers
from entrepot.resolve.possible import note_possible_matches
from entrepot.resolve.similar import join_similar, name_forms
from entrepot.resolve.strength import CHECKED, EDGE_WEIGHTS, FORM_ONLY
from entrepot.resolve.twins import linked_name, twin_statement
from entrepot.store.engine import Engine, Value, rows_of
from entrepot.store.sql import statement_beside

# A name, address or phone that more parties share tells nothing of any two of them (design 4.5: cap what a key may produce).
MAX_SHARING = 50
# A number beside more different names than this is a placeholder: a firm's own number is met under its spellings only [P].
MAX_NAMES_OF_A_NUMBER = 200


# Similar names that a reader is shown of one party, likeliest first: on 100,000 invented parties a third are dropped by it, and
# 2% of those that are one party.
MOST_SIMILAR = 3
Score = Callable[[Engine], FuzzySummary | None]


@dataclass(frozen=True)
class LinkingSummary:
    """What linking did: counts, what was too common to join by, and the largest parties with what holds them.

    `mass_names` are (name key, country, records), `mass_numbers` (scheme, number, names); `similar` is what scoring did, None
    where nothing was scored; `similar_dropped_count` are possible matches by similar names of parties that have likelier ones.
    """

    record_count: int
    party_count: int
    contested_count: int
    possible_match_count: int
    similar_dropped_count: int
    mass_names: tuple[tuple[str, str, int], ...]
    mass_numbers: tuple[tuple[str, str, int], ...]
    largest: tuple[LargeParty, ...]
    similar: FuzzySummary | None


def link_parties(engine: Engine, *, score: Score | None = None, lines_to: Path | None = None) -> LinkingSummary:
    """Materialise linked__party, linked__party_record, linked__merge, linked__possible_match and the twins of core tables.

    Reads the core__ tables, which must all be registered, empty where a case has no source of them, and where they are
    registered `resolve__judgement` and `resolve__split`. Running it again changes nothing.

    Args:
        engine: Where the tables are.
        score: Called once the exact rules made parties, to register `resolve__scored_pair` (entrepot.resolve.joining);
            None joins by the exact rules alone.
        lines_to: Where the goods lines are written, for memory should not hold ten million of them. Where None their twin is
            only defined, and each reading links them.
    """
    take_judgements(engine, is_again=True)
    split_records(engine)
    record_count = engine.materialise("resolve__record", statement_beside(__file__, "record"))
    _gather_names_and_numbers(engine)
    mass_names = _mass_names(engine)
    by_strength: dict[str, Value] = {"max_sharing": MAX_SHARING, "checked": list(CHECKED), **EDGE_WEIGHTS}
    engine.materialise("resolve__carrier", statement_beside(__file__, "carrier"), by_strength)
    label_components(engine)
    contested_count = divide_contested(engine)
    engine.materialise("resolve__party_of", statement_beside(__file__, "party_of"))
    engine.register("resolve__scored_pair", to_scored_pairs())
    similar = None if score is None else score(engine)
    join_similar(engine)
    party_count = engine.materialise("linked__party", statement_beside(__file__, "party"))
    note_near_identifiers(engine)
    possible = note_possible_matches(engine, MAX_SHARING, MOST_SIMILAR)
    _write_twins(engine, lines_to)
    return LinkingSummary(
        record_count,
        party_count,
        contested_count,
        possible.match_count,
        possible.similar_dropped_count,
        mass_names,
        _mass_numbers(engine),
        note_merges(engine),
        similar,
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
    engine.register("resolve__name_form", name_forms(engine, statement_beside(__file__, "firm_name")))


def _write_twins(engine: Engine, lines_to: Path | None) -> None:
    """Materialise the linked form of every core table; tables without parties are copied, so that rules read one layer."""
    for core in CORE_TABLES:
        if core.name == DECLARATION.name and lines_to is not None:
            engine.keep(linked_name(core), twin_statement(core), lines_to)
        elif core.name == DECLARATION.name:
            engine.define(linked_name(core), twin_statement(core))
        elif core.name != QUARANTINE.name:
            engine.materialise(linked_name(core), twin_statement(core))
