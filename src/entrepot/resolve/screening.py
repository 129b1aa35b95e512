"""Screens a name against lists: which listed parties it may be, how likely, and why.

Listed names that share words with the name, in any script and with typing errors, are compared as parties are
(entrepot.resolve.scoring), with what else is given: country, address, number. Of whom nothing says whether it is a person or a
firm is screened as both, unless it shows a legal form. What is found depends on the query and the lists alone, not on what else
is screened.

Possible at most are: what the score says so of; a ship or aircraft found by name alone; an entry found by a weak alias; and an
entry of a state later than the day asked, where the list does not say since when it holds.
"""

from typing import Any, Literal, cast

from entrepot.normalise.identifiers import SCHEMES, check
from entrepot.normalise.names import split_legal_form
from entrepot.resolve.explanation import explain
from entrepot.resolve.name_comparison import name_logit
from entrepot.resolve.name_parts import analyse_name
from entrepot.resolve.profiles import PartyProfile, party_profile
from entrepot.resolve.scoring import score_pair
from entrepot.resolve.screening_index import NameIndex
from entrepot.resolve.screening_lists import Grouped, ListedParties, Listing
from entrepot.resolve.screening_query import Match, Number, Query, QueryKind, asked_profile, is_bare
from entrepot.resolve.screening_words import NameReader
from entrepot.resolve.strength import STRONG

__all__ = ["Match", "Query", "QueryKind", "Screener"]
MOST_NAMES = 6  # listed names that are compared for one name; the others agree less
MOST_MATCHES = 20  # parties reported for one query
_SURE, _HINTED = 0.99, 0.7  # of a strong number that agrees where no name is given; of any other number
# What is possible at most scores below 0.9, from which a pair is the same (resources/names/weights.toml), in its own order.
_MOST_POSSIBLE, _STEP = 0.89, 0.1
_STRONG = frozenset(STRONG)
_NAMED_BY_CHANCE = frozenset({"vessel", "aircraft"})


class Screener:
    """Screens queries against one state of lists. Not for use by several threads at once."""

    def __init__(self, listed: ListedParties) -> None:
        """Make the lists ready."""
        self._entries = listed.entry.to_pylist()
        entry_ids = [row["entry_id"] for row in self._entries]
        place_of = {entry_id: place for place, entry_id in enumerate(entry_ids)}
        self._names: list[str] = listed.name["name"].to_pylist()
        self._name_kinds: list[str] = listed.name["name_kind"].to_pylist()
        self._owners = [place_of[entry_id] for entry_id in listed.name["entry_id"].to_pylist()]
        self._facts = Grouped(listed.fact, entry_ids)
        self._listings = Grouped(listed.listing, entry_ids)
        self._first_person = listed.firm_name_count
        people = len(self._names) - listed.firm_name_count
        reader = NameReader()
        self._firms = NameIndex(listed.firms, listed.firm_name_count, reader, is_person=False)
        self._people = NameIndex(listed.people, people, reader, is_person=True)
        self._profiles: dict[tuple[int, ...], PartyProfile] = {}
        self._by_number: dict[str, list[tuple[int, str]]] = {}
        facts = zip(*(listed.fact[name].to_pylist() for name in ("entry_id", "fact", "value")), strict=True)
        for entry_id, fact, value in facts:
            if fact == "number":
                scheme, _, number = value.split("|", 2)
                self._by_number.setdefault(number.partition(":")[2] or number, []).append((place_of[entry_id], scheme))

    def screen(self, query: Query, threshold: float) -> list[Match]:
        """Return the listed parties a query may be, likeliest first.

        Args:
            query: Who is screened.
            threshold: The probability from which a party is reported.
        """
        numbered = self._numbered(query)
        found: list[Match] = []
        for is_person in (False, True):
            if query.kind == "any" or (query.kind == "person") is is_person:
                found += self._of_kind(query, numbered, threshold, is_person=is_person)
        return sorted(found, key=lambda match: (-match.probability, match.entry_id))[:MOST_MATCHES]

    def _numbered(self, query: Query) -> dict[int, Number]:
        """Return the entries that carry the query's number, with scheme and number."""
        if query.identifier is None:
            return {}
        number = check("tax_number", query.identifier).value
        return {place: (scheme, number) for place, scheme in self._by_number.get(number, ())}

    def _of_kind(self, query: Query, numbered: dict[int, Number], threshold: float, *, is_person: bool) -> list[Match]:
        """Return the matches among people, or among all others."""
        index, offset = (self._people, self._first_person) if is_person else (self._firms, 0)
        names_of: dict[int, list[int]] = {}
        is_doubtful = is_person and query.kind == "any"
        for name in query.names:
            if is_doubtful and split_legal_form(name).form_class is not None:
                continue  # people have no legal form
            is_sole = is_doubtful and " " not in name.strip()
            for found, _ in index.find(name, MOST_NAMES):
                # One word may be a firm; it is a person's name only where the list writes one word as well.
                if not (is_sole and " " in self._names[found + offset]):
                    names_of.setdefault(self._owners[found + offset], []).append(found + offset)
        for place in numbered:
            if (self._entries[place]["kind"] == "person") is is_person:
                names_of.setdefault(place, [])
        if not names_of:
            return []
        asked = asked_profile(query, set(numbered.values()), is_person=is_person)
        made = (self._match(asked, place, names, numbered.get(place), threshold) for place, names in names_of.items())
        return [match for match in made if match is not None]

    def _match(
        self, asked: PartyProfile, place: int, names: list[int], number: Number | None, threshold: float
    ) -> Match | None:
        """Return the match with one entry; None where it is less likely than the threshold."""
        if not asked.names:
            return None if number is None else self._by_number_alone(place, number, threshold)
        profile = self._named(place, names) if names and is_bare(asked) else self._profile(place, names)
        score = score_pair(asked, profile)
        probability = score.probability if number is None else max(score.probability, _HINTED)
        if probability < threshold:
            return None
        is_sole = len(names) == 1
        best = names[0] if is_sole else max(names, key=lambda at: self._logit(asked, at), default=None)
        reasons = list(explain(asked, profile))
        if number is not None and number[0] not in _STRONG:
            reasons.append(f"The entry carries the {SCHEMES[number[0]].title} {number[1]} as well.")
        is_certain = score.features.number_same > 0
        caveats = self._caveats(place, best, is_certain=is_certain)
        decision: Literal["same", "possible"] = "same" if score.decision == "same" and not caveats else "possible"
        made = self._made(place, best, decision, probability, (*reasons, *caveats))
        return made if made.probability >= threshold else None

    def _by_number_alone(self, place: int, number: Number, threshold: float) -> Match | None:
        scheme, value = number
        probability = _SURE if scheme in _STRONG else _HINTED
        caveats = self._caveats(place, None, is_certain=True)
        is_same = scheme in _STRONG and not caveats
        reason = f"The entry carries the {SCHEMES[scheme].title} {value}; no name was given to compare."
        made = self._made(place, None, "same" if is_same else "possible", probability, (reason, *caveats))
        return made if made.probability >= threshold else None

    def _made(
        self,
        place: int,
        best: int | None,
        decision: Literal["same", "possible"],
        probability: float,
        reasons: tuple[str, ...],
    ) -> Match:
        if decision == "possible":
            probability = min(probability, _MOST_POSSIBLE + (probability - 1) * _STEP)
        entry = self._entries[place]
        name = None if best is None else self._names[best]
        listings = tuple(Listing(*cast("tuple[Any, ...]", row)) for row in self._listings.of(place))
        return Match(
            entry["entry_id"],
            entry["party_id"],
            entry["name"],
            name,
            decision,
            round(probability, 4),
            reasons,
            listings,
        )

    def _logit(self, asked: PartyProfile, at: int) -> float:
        listed = analyse_name(self._names[at], is_person=asked.is_person)
        return max(name_logit(name, listed) for name in asked.names)

    def _named(self, place: int, names: list[int]) -> PartyProfile:
        """Return an entry by its names alone: all that a query of nothing but names is compared with."""
        kind = self._entries[place]["kind"]
        return PartyProfile(kind, tuple(analyse_name(self._names[at], is_person=kind == "person") for at in names))

    def _profile(self, place: int, names: list[int]) -> PartyProfile:
        """Return an entry as it is compared: with the names that agree most, all that is known of it besides."""
        key = (place, *names)
        found = self._profiles.get(key)
        if found is None:
            facts: dict[str, list[str]] = {}
            for fact, value in self._facts.of(place):
                facts.setdefault(str(fact), []).append(str(value))
            numbers = (number.split("|", 2) for number in facts.get("number", ()))
            entry = self._entries[place]
            found = self._profiles[key] = party_profile(
                entry["kind"],
                [self._names[at] for at in names] or [entry["name"]],
                countries=facts.get("country", ()),
                identifiers=[(scheme, number, validity) for scheme, validity, number in numbers],
                units=facts.get("unit", ()),
                buildings=facts.get("building", ()),
                born=facts.get("born", ()),
                incorporated=facts.get("incorporated", ()),
                contacts=facts.get("contact", ()),
            )
        return found

    def _caveats(self, place: int, best: int | None, *, is_certain: bool) -> list[str]:
        """Return why an entry is possible at most."""
        found = []
        kind = self._entries[place]["kind"]
        if kind in _NAMED_BY_CHANCE and not is_certain:
            found.append(f"The entry is a {kind}: a name alone does not tell which.")
        if best is not None and self._name_kinds[best] == "weak_alias" and not is_certain:
            found.append(f"The list calls “{self._names[best]}” a weak alias.")
        listings = [Listing(*cast("tuple[Any, ...]", row)) for row in self._listings.of(place)]
        if listings and all(listing.is_later_state for listing in listings):
            seen = min(str(listing.seen_on) for listing in listings)
            found.append(
                f"The list does not say since when it holds the entry; its state of {seen} is later than the day asked."
            )
        return found
