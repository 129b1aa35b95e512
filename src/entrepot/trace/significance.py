"""Which chains chance would give as well: p of every passing, and q after all candidates that were looked at."""

from collections.abc import Sequence

from entrepot.store.engine import Engine
from entrepot.trace.chance import Chance, PairOfSides, adjusted, chances
from entrepot.trace.details import Tested
from entrepot.trace.ledger import Floats, Ledger
from entrepot.trace.paths import Path

FAMILY = 50  # chains that are tested however few are shown: q must not depend on how many somebody asks to see


def significance_of(
    engine: Engine,
    ledger: Ledger,
    strength: Floats,
    paths: Sequence[Path],
    *,
    looked_at: int,
    window_days: int,
    seed: int,
    deep_deals: int,
) -> list[Tested]:
    """Return the chance of every passing of each path, of the weakest, and that after correction for all candidates.

    A passing whose goods agree in nothing has p = 1, and so has one whose goods have another code on the way out.

    Args:
        engine: With trace__consignment.
        ledger: The consignments.
        strength: Bits of each lot, of quantity and goods together.
        paths: What is tested, most telling first.
        looked_at: Candidates, tested or not.
        window_days: Days from arrival to leaving, at most.
        seed: Of the deals.
        deep_deals: Deals made where the first leave p small.
    """
    named = [_passings(ledger, strength, path) for path in paths]
    tests = {test for passings in named for test in passings if test is not None}
    given = chances(engine, tests, window_days, seed=seed, deep_deals=deep_deals)
    nothing = Chance(1.0, 0, 0, 0)
    found = [tuple(nothing if test is None else given[test] for test in passings) for passings in named]
    p_values = [max(chance.p_value for chance in passings) for passings in found]
    q_values = adjusted(p_values, looked_at)
    return [Tested(passings, p, q) for passings, p, q in zip(found, p_values, q_values, strict=True)]


def _passings(ledger: Ledger, strength: Floats, path: Path) -> list[PairOfSides | None]:
    """Return what is tested of each passing: supplier, receiver, sender, customer and code; None where nothing agrees."""
    tests: list[PairOfSides | None] = []
    for k, lots in enumerate(path.passings):
        one, other = path.hops[k][0], path.hops[k + 1][0]
        code = ledger.word("hs6", other) or ""
        if strength[list(lots)].max() <= 0 or ledger.word("hs6", one) != code:
            tests.append(None)
            continue
        a, b, c, d = (ledger.word(side, place) or "" for place in (one, other) for side in ("exporter", "importer"))
        tests.append((a, b, c, d, code))
    return tests
