"""Fits the weights of resources/names/weights.toml on pairs made from real lists (tools/labelled_pairs.py).

    python tools/fit_weights.py ../shared/data

All pairs are of entries of the development half (tools/development.py). Prints precision, recall and F1 on a fifth of them that
the weights were not fitted on.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import tomli_w
from scipy.optimize import minimize

from calibration import fit_calibration
from development import development_parties
from entrepot.codes.resource import toml_document
from entrepot.resolve.evaluation import read_pairs
from entrepot.resolve.features import PairFeatures, measure_pair
from entrepot.resolve.name_comparison import NAME_FEATURES, is_held, measure_names, name_calibration, name_weights
from entrepot.resolve.name_parts import analyse_name
from labelled_pairs import name_pairs, party_pairs
from list_parties import ListParty, profile_of
from pair_names import NamePair

PAIRS = Path(__file__).parents[1] / "tests" / "resolve" / "pairs" / "match_pairs.csv"
TARGET = Path(__file__).parents[1] / "resources" / "names" / "weights.toml"
HEADER = """# Weights of the comparison of names (entrepot.resolve.name_comparison) and of parties (entrepot.resolve.features).
# Written by tools/fit_weights.py from pairs made of sanctions lists; do not edit by hand: change what is declared there.
# A calibration maps raw log odds of names to ones that hold on labelled pairs at even odds (tools/calibration.py).

"""
# A pair of the frozen ones, or of real names that differ in one word, counts as so many others: the log loss on such pairs,
# by five-fold cross-validation on the development half, falls up to here and for people hardly further.
_REAL_COUNT = 8.0
_REAL = frozenset({"frozen", "one word differs"})
_SHRINK = 2.0  # ridge, so that a weight that few pairs speak of stays small
# What speaks for and against is declared, not fitted: only how much is.
_FOR = {"support", "country_same", "unit_same", "building_same", "incorporated_same", "contact_same"}
_SIGN: dict[str, tuple[float | None, float | None]] = {
    "typing": (None, -0.5),
    "extra_kind": (None, -0.3),
    "short_typing": (None, -0.3),
}  # no slip is for nothing
# A body that may not be run for profit is no company: Civil Code of the Russian Federation, article 50.
_SIGN |= {"other_nature": (None, -3.0)}
# Two places or two numbers are two firms (Stek of Moscow and Stek of Minsk; plants 21 and 22), whatever the lists teach.
_SIGN |= {"other_place": (None, -3.5), "other_number": (None, -4.5), "nothing_agrees": (None, -5.0)}
_FREE = {"bias", "typing_squared", "initials", "given_names", "joined"}
# Weights of pairs that no list can teach, because lists are joined by them or seldom have them: set by hand. That of the
# name is 1 and the bias 0, so that a pair of names alone scores as the names do.
DECLARED_PAIR = {
    "bias": 0.0,
    "name": 1.0,
    "number_same": 6.0,
    "number_other": -4.0,
    "number_near": 2.0,
    "country_same": 0.3,
    "country_other": -1.0,
    "unit_same": 2.0,
    "building_same": 0.5,
    "born_same": 3.5,
    "born_near": 0.7,
    "born_other": -4.0,
    "incorporated_same": 2.5,
    "incorporated_other": -1.0,
    "contact_same": 1.5,
    "kind_other": -6.0,
    "roles_swapped": -4.0,
}
FITTED_PAIR = {
    "country_same", "country_other", "unit_same", "incorporated_same", "incorporated_other"
}  # fmt: skip
# Fixed in tenths on the development half of the frozen pairs: possible where the precision for firms is about .95 (for people it
# is .975 there), same where it is about .99. Before the calibration it was .7, which for names of firms is .64 now.
DECISION = {"possible_from": 0.6, "same_from": 0.9}


def held_out(pair: NamePair) -> bool:
    """Return whether a pair is kept for measuring."""
    return int(hashlib.sha256(f"{pair.a}|{pair.b}".encode()).hexdigest()[:8], 16) % 5 == 0


def fit(
    values: np.ndarray,
    labels: np.ndarray,
    names: tuple[str, ...],
    balance: np.ndarray,
    offset: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Return the weights of a logistic regression with the signs declared above."""
    bounds = [
        _SIGN.get(name, (0.0, None) if name in _FOR else (None, None) if name in _FREE else (None, 0.0))
        for name in names
    ]
    signs = 2.0 * labels - 1.0

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (values @ weights + offset)
        each = np.logaddexp(0.0, -margin)
        slope = -signs * balance / (1.0 + np.exp(margin))
        ridge = np.where(np.array(names) == "bias", 0.0, weights)
        return float(each @ balance + 0.5 * _SHRINK * ridge @ ridge), values.T @ slope + _SHRINK * ridge

    start = np.zeros(len(names))
    return np.asarray(minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x)


def figures(predicted: np.ndarray, labels: np.ndarray) -> str:
    """Return precision, recall and F1 as text."""
    hits = float((predicted & labels).sum())
    precision, recall = hits / max(predicted.sum(), 1), hits / max(labels.sum(), 1)
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(precision + recall, 1e-9):.3f}"


def frozen_pairs(*, is_person: bool) -> list[NamePair]:
    """Return the development half of the frozen pairs; pairs of one party that share no word teach nothing about names."""
    return [
        NamePair(pair.name_a, pair.name_b, is_person, pair.is_match, "frozen")
        for pair in read_pairs(PAIRS)
        if pair.split == "development"
        and (pair.entity_kind == "person") == is_person
        and pair.difference != "other name"
    ]


def fit_names(pairs: list[NamePair], *, is_person: bool) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Return the weights of names of people or of firms with their calibration, and print how they do on pairs kept aside."""
    kept = [pair for pair in pairs if pair.is_person == is_person]
    kept += frozen_pairs(is_person=is_person)
    sides = [tuple(analyse_name(name, is_person=is_person) for name in (pair.a, pair.b)) for pair in kept]
    fitted = [(pair, a, b) for pair, (a, b) in zip(kept, sides, strict=True) if not is_held(a, b)]
    kept = [pair for pair, _, _ in fitted]
    measured = np.array([measure_names(a, b) for _, a, b in fitted])
    labels = np.array([pair.is_same for pair in kept])
    aside = np.array([held_out(pair) for pair in kept])
    each = np.array([_REAL_COUNT if pair.how in _REAL else 1.0 for pair in kept])
    share = (labels * each).sum() / each.sum()
    balance = each * np.where(labels, 0.5 / share, 0.5 / (1 - share))
    weights = fit(measured[~aside], labels[~aside], NAME_FEATURES, balance[~aside])
    logits = measured @ weights
    print("people" if is_person else "firms", Counter((pair.how, pair.is_same) for pair in kept))
    for threshold in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        predicted = logits > np.log(threshold / (1 - threshold))
        print(f"  {threshold:.2f}", figures(predicted[aside], labels[aside]))
    for way in sorted({pair.how for pair in kept}):
        chosen = np.array([pair.how == way for pair in kept]) & aside
        print(f"  {way:15} right {((logits > 0) == labels)[chosen].mean():.3f} of {chosen.sum()}")
    ways = np.array([pair.how for pair in kept])
    real = np.isin(ways, sorted(_REAL))
    calibration = fit_calibration(logits[real], labels[real], ways[real])
    return {name: round(float(weight), 3) for name, weight in zip(NAME_FEATURES, weights, strict=True)}, calibration


def fit_pairs(parties: list[ListParty], drawn: list[tuple[ListParty, ListParty, bool]]) -> dict[str, float]:
    """Return the weights of pairs of firms: declared ones for numbers and names, fitted ones for all other evidence."""
    profiles = {party.party_id: profile_of(party, has_numbers=False) for party in parties}
    measured = np.array([measure_pair(profiles[a.party_id], profiles[b.party_id]) for a, b, _ in drawn])
    labels = np.array([label for _, _, label in drawn])
    balance = np.where(labels, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    names = PairFeatures._fields
    held = np.array([DECLARED_PAIR[name] for name in names])
    free = np.array([name in FITTED_PAIR for name in names])
    fitted = fit(
        measured[:, free], labels, tuple(np.array(names)[free]), balance, offset=measured[:, ~free] @ held[~free]
    )
    held[free] = fitted
    logits = measured @ held
    print("pairs of firms", Counter(labels.tolist()), figures(logits > 0.405, labels))
    return {name: round(float(weight), 3) for name, weight in zip(names, held, strict=True)}


def write(weights: Mapping[str, Mapping[str, float | list[float]]]) -> None:
    """Write the weights, with where they come from."""
    TARGET.write_text(HEADER + tomli_w.dumps(weights), "utf-8")


def main(data: Path) -> None:
    """Fit and write."""
    parties = development_parties(data)
    pairs = name_pairs(parties)
    weights: dict[str, Mapping[str, float | list[float]]] = {}
    for kind in ("firm", "person"):
        weights[f"{kind}_name"], weights[f"{kind}_calibration"] = fit_names(pairs, is_person=kind == "person")
    write(weights)
    toml_document.cache_clear()
    name_weights.cache_clear()
    name_calibration.cache_clear()
    weights["firm_pair"] = fit_pairs(parties, party_pairs(parties))
    weights["person_pair"] = DECLARED_PAIR
    weights["decision"] = DECISION
    write(weights)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
