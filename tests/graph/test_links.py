"""Links between parties: what is shared, how rarely, and which way relations run."""

from datetime import date
from typing import Any

from core_rows import CoreRows
from entrepot.graph.links import DroppedKey, LinkSummary, build_links
from entrepot.records.linked import LINK
from entrepot.resolve.linking import link_parties
from entrepot.store.engine import DuckEngine, Engine, Row, rows_of


def drawn(engine: Engine, rows: CoreRows, max_sharing: int = 50) -> tuple[LinkSummary, list[Row]]:
    """Link the rows and return the links."""
    rows.load(engine)
    link_parties(engine)
    return build_links(engine, max_sharing), rows_of(engine.read("graph__link"))


def firms(*names: str) -> CoreRows:
    rows = CoreRows()
    for name in names:
        rows.party(name, f"Firm {name}")
    return rows


def address(rows: CoreRows, record: str, unit: str | None, building: str | None, **values: Any) -> None:  # noqa: ANN401
    rows.add(
        "core__address", source_party_id=record, address=f"at {unit}", address_key=unit, building_key=building, **values
    )


def contact(rows: CoreRows, record: str, kind: str, key: str) -> None:
    rows.add("core__contact", source_party_id=record, contact_kind=kind, contact=key.upper(), contact_key=key)


def kinds(links: list[Row]) -> list[tuple[str, str, str, str]]:
    return [(link["party_a_id"], link["party_b_id"], link["link_kind"], link["via"]) for link in links]


def test_a_shared_unit_links_once_and_a_shared_building_otherwise(engine: Engine) -> None:
    rows = firms("a", "b", "c", "d")
    address(rows, "a", "5 lenina | u 1", "5 lenina")
    address(rows, "b", "5 lenina | u 1", "5 lenina")
    address(rows, "c", "5 lenina | u 2", "5 lenina")
    address(rows, "d", None, None)

    _, links = drawn(engine, rows)

    assert kinds(links) == [
        ("a", "b", "shared_address", "5 lenina | u 1"),
        ("a", "c", "shared_building", "5 lenina"),
        ("b", "c", "shared_building", "5 lenina"),
    ]
    first = links[0]
    assert (first["sharing_count"], first["rarity_bits"], first["via_name"]) == (2, 1.0, "at 5 lenina | u 1")
    assert (first["locator"], first["b_locator"]) == ("row 2", "row 3")
    assert tuple(first) == LINK.column_names


def test_rarity_is_the_bits_of_surprise_among_all_parties(duck: DuckEngine) -> None:
    rows = firms("a", "b", *(f"other {number}" for number in range(14)))
    contact(rows, "a", "phone", "74951234567")
    contact(rows, "b", "phone", "74951234567")

    _, (link,) = drawn(duck, rows)

    assert (link["link_kind"], link["rarity_bits"]) == ("shared_phone", 3.0)


def test_an_own_mail_domain_counts_as_website_and_a_free_mail_domain_does_not(engine: Engine) -> None:
    rows = firms("a", "b", "c", "d")
    contact(rows, "a", "email", "office@alpha.example")
    contact(rows, "b", "website", "alpha.example")
    contact(rows, "c", "email", "c@mail.ru")
    contact(rows, "d", "email", "d@mail.ru")

    _, links = drawn(engine, rows)

    assert kinds(links) == [("a", "b", "shared_website", "alpha.example")]


def test_a_person_who_directs_or_owns_both_links_them_over_managers_and_founders(engine: Engine) -> None:
    rows = firms("a", "b", "c")
    rows.party("p", "Petrova, Olga", kind="person")
    rows.role("p", "a", "director", from_on=date(2020, 1, 1), to_on=date(2022, 6, 30))
    rows.role("p", "b", "manager", from_on=date(2021, 1, 1))
    rows.role("p", "c", "founder")
    rows.owns("p", "a", 100.0)

    _, links = drawn(engine, rows)

    shared = [link for link in links if link["link_kind"].startswith("shared")]
    assert kinds(shared) == [("a", "b", "shared_director", "p"), ("a", "c", "shared_owner", "p")]
    assert (shared[0]["from_on"], shared[0]["to_on"]) == (date(2021, 1, 1), date(2022, 6, 30))
    assert shared[0]["via_name"] == "Petrova, Olga"


def test_posts_that_never_overlapped_link_without_dates(duck: DuckEngine) -> None:
    rows = firms("a", "b", "p")
    rows.role("p", "a", "director", to_on=date(2020, 12, 31))
    rows.role("p", "b", "director", from_on=date(2022, 3, 1))

    _, links = drawn(duck, rows)

    (link,) = [link for link in links if link["link_kind"] == "shared_director"]
    assert (link["from_on"], link["to_on"]) == (None, None)


def test_relations_keep_their_direction(engine: Engine) -> None:
    rows = firms("a", "b", "p", "q")
    rows.owns("b", "a", 60.0)
    rows.owns("q", "a", 100.0, kind="board")
    rows.owns("q", "b", 0.0)
    rows.role("p", "a", "manager")
    rows.role("p", "q", "family")
    rows.role("a", "b", "supplies")
    rows.role("p", "b", "former_owner")

    _, links = drawn(engine, rows)

    assert [(*kind[:3], link["holder_party_id"]) for kind, link in zip(kinds(links), links, strict=True)] == [
        ("a", "b", "owns", "b"),
        ("a", "b", "supplies", "a"),
        ("a", "p", "director_of", "p"),
        ("b", "p", "former_owner_of", "p"),
        ("p", "q", "family", "p"),
    ]


def test_records_of_one_party_are_not_linked_to_themselves(duck: DuckEngine) -> None:
    rows = CoreRows()
    for record in ("a", "b"):
        rows.party(record, f"Firm {record}", inn="7701")
        contact(rows, record, "phone", "74951234567")
    rows.role("a", "b", "linked_to")

    _, links = drawn(duck, rows)

    assert links == []


def test_what_too_many_share_is_counted_and_not_expanded(engine: Engine) -> None:
    rows = firms("a", "b", "c", "d")
    for record in ("a", "b", "c"):
        contact(rows, record, "phone", "100000")
    for record in ("c", "d"):
        contact(rows, record, "phone", "200000")

    summary, links = drawn(engine, rows, max_sharing=2)

    assert kinds(links) == [("c", "d", "shared_phone", "200000")]
    assert summary == LinkSummary(1, (DroppedKey("shared_phone", "100000", "100000", 3),))


def test_the_weaker_side_gives_the_provenance(duck: DuckEngine) -> None:
    rows = firms("a", "b")
    for record, provenance, publication in (("a", "reported", "Paper, 1 May 2023"), ("b", "reconstructed", None)):
        address(rows, record, "k", "k", provenance=provenance, publication=publication)

    _, links = drawn(duck, rows)

    assert {(link["provenance"], link["publication"]) for link in links} == {("reconstructed", "Paper, 1 May 2023")}


def test_the_order_of_the_rows_changes_no_link(duck: DuckEngine) -> None:
    rows = firms("a", "b", "c")
    for record in ("a", "b", "c", "a"):
        address(rows, record, "k | u 1", "k")
        contact(rows, record, "email", "x@alpha.example")
    rows.role("a", "b", "supplies", from_on=date(2022, 1, 1))
    rows.role("a", "b", "supplies", from_on=date(2021, 1, 1))
    _, expected = drawn(duck, rows)

    rows.load(duck, shuffle=3)
    link_parties(duck)
    build_links(duck)

    assert len(expected) == 10
    assert rows_of(duck.read("graph__link")) == expected
