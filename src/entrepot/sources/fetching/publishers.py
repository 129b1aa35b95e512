"""What can be fetched, by the name on the command line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from entrepot.errors import FetchError
from entrepot.sources.fetching.asking import Form, Question, Request, file_question
from entrepot.sources.fetching.census_requests import census_questions
from entrepot.sources.fetching.comext_requests import comext_bulk_questions, comext_questions
from entrepot.sources.fetching.comtrade_requests import comtrade_questions
from entrepot.sources.fetching.wanted import Wanted
from entrepot.sources.registry import source_named

_MOST_LIST_BYTES = 1 << 28  # the longest list has some 30 MB
_MOST_GLEIF_BYTES = 1 << 32  # the golden copy of level 1 has some 500 MB packed


@dataclass(frozen=True)
class Publisher:
    """Something to fetch: what it is, the questions for what is wanted, what to do with the files afterwards."""

    summary: str
    questions: Callable[[Wanted, Mapping[str, str]], list[Question]]
    afterwards: str = ""


def _files(*source_ids: str, form: Form, most_bytes: int) -> Callable[[Wanted, Mapping[str, str]], list[Question]]:
    """Return what asks for the whole files that the sources name in their `addresses`."""

    def questions(wanted: Wanted, _keys: Mapping[str, str]) -> list[Question]:
        if wanted != Wanted():
            raise FetchError.cannot_ask("This is one whole file", "Leave periods, countries and goods out.")
        made: list[Question] = []
        for source_id in source_ids:
            for name, address in source_named(source_id).meta.addresses.items():
                parts = urlsplit(address)
                bare = parts._replace(query="").geturl()
                parameters = tuple(parse_qsl(parts.query))
                request = Request(source_id, bare, form, name, parameters, most_bytes=most_bytes, is_dated=True)
                made.append(file_question(request))
        return made

    return questions


_UNPACK_7Z = (
    "The files are packed as 7z. `entrepot add` reads them through 7-Zip (7zz, 7z, 7za) or bsdtar where one is installed; "
    "elsewhere unpack them (7z x FILE) and add the .dat file inside."
)
_UNPACK_ZIP = "Unpack the file, then add the XML inside."
_NOT_READ = (
    "This is the Commission's list of asset freezes as CSV. The reader eu_consolidated takes the annexes transcribed to "
    "rows, not this file: it is kept for comparison."
)
PUBLISHERS: dict[str, Publisher] = {
    "comtrade": Publisher("UN Comtrade, monthly or yearly trade of any reporter", comtrade_questions),
    "comext": Publisher("Eurostat Comext by its API, trade of EU members by goods code", comext_questions),
    "comext-bulk": Publisher("Eurostat Comext, whole months", comext_bulk_questions, _UNPACK_7Z),
    "census": Publisher("US Census Bureau, trade of the United States", census_questions),
    "ofac_sdn": Publisher(
        "OFAC list with aliases and addresses",
        _files("us_ofac_sdn", "us_ofac_alt", "us_ofac_add", form="csv", most_bytes=_MOST_LIST_BYTES),
    ),
    "eu_consolidated": Publisher(
        "EU list of asset freezes", _files("eu_consolidated", form="csv", most_bytes=_MOST_LIST_BYTES), _NOT_READ
    ),
    "un_consolidated": Publisher(
        "UN Security Council list", _files("un_consolidated", form="xml", most_bytes=_MOST_LIST_BYTES)
    ),
    "gleif": Publisher(
        "Legal Entity Identifiers, levels 1 and 2",
        _files("gleif_level1", "gleif_level2", "gleif_level2_exceptions", form="zip", most_bytes=_MOST_GLEIF_BYTES),
        _UNPACK_ZIP,
    ),
}


def questions_for(name: str, wanted: Wanted, keys: Mapping[str, str]) -> list[Question]:
    """Return the questions to a publisher.

    Raises:
        FetchError: There is no such publisher, or it cannot be asked that.
    """
    if name not in PUBLISHERS:
        raise FetchError.cannot_ask(f"Nothing called {name!r} can be fetched", f"Known: {', '.join(PUBLISHERS)}.")
    return PUBLISHERS[name].questions(wanted, keys)
