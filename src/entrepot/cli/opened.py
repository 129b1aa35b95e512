"""Opening a case for a question, and saying what the asker must know of the answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from entrepot.case.dossier import the_party
from entrepot.case.results import Results, open_results
from entrepot.cli.output import say

_OTHERS_NAMED = 5


@contextmanager
def opened(case: Path) -> Iterator[Results]:
    """Open what the last run left, and say which files were added since."""
    with open_results(case) as results:
        if results.files_since:
            say(
                f"Not in these results, added since the last run: {', '.join(results.files_since)}. entrepot run {case}"
            )
        yield results


def party_meant(results: Results, query: str) -> str:
    """Return the id of the nearest party, and say who else may be meant."""
    party_id, others = the_party(results, query)
    if others:
        names = ", ".join(f"{other['name']} ({other['party_id']})" for other in others[:_OTHERS_NAMED])
        more = f" and {len(others) - _OTHERS_NAMED} more" if len(others) > _OTHERS_NAMED else ""
        say(f"The query may also mean: {names}{more}")
    return party_id
