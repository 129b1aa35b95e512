"""Counts in how many entries of the sanctions lists a word of a name stands: what is common tells little.

    python tools/count_name_words.py ../shared/data

Only entries of the development half are counted (tools/development.py): the held-out pairs are weighed unseen.

Writes resources/names/word_counts.csv: fold, firms, people; words of fewer than FEWEST entries are left out.
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from development import development_parties
from entrepot.normalise.transliteration import word_fold

TARGET = Path(__file__).parents[1] / "resources" / "names" / "word_counts.csv"
FEWEST = 2  # a word left out counts as one of a single entry (entrepot.resolve.word_weights)
_WORD = re.compile(r"[^\W_]+")


def main(data: Path) -> None:
    """Count and write."""
    counts: dict[str, Counter[str]] = {"firms": Counter(), "people": Counter()}
    for party in development_parties(data):
        folds = {word_fold(word) for name, _ in party.names for word in _WORD.findall(re.sub("['’]", "", name))}
        counts["people" if party.kind == "person" else "firms"].update(folds - {""})
    words = sorted(
        word
        for word in counts["firms"].keys() | counts["people"].keys()
        if len(word) > 1 and not word.isdigit() and max(counts["firms"][word], counts["people"][word]) >= FEWEST
    )
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["fold", "firms", "people"])
        writer.writerows([word, counts["firms"][word], counts["people"][word]] for word in words)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
