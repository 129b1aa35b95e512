"""Links between parties: what they share, and what one is to the other."""

from dataclasses import dataclass

from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside

# An address, phone or director that more parties share links nobody: formation agents, business centres, nominees.
MAX_SHARING = 50
# Providers where anybody has an address: their domain is no website of the firm. The large ones of the countries traded with.
FREE_MAIL = (
    *(
        "126.com",
        "139.com",
        "163.com",
        "aol.com",
        "bigmir.net",
        "bk.ru",
        "foxmail.com",
        "gmail.com",
        "gmx.de",
        "gmx.net",
    ),
    *(
        "googlemail.com",
        "hotmail.com",
        "i.ua",
        "icloud.com",
        "inbox.ru",
        "internet.ru",
        "list.ru",
        "live.com",
        "mail.com",
    ),
    *("mail.kz", "mail.ru", "me.com", "msn.com", "mynet.com", "outlook.com", "proton.me", "protonmail.com", "qq.com"),
    *("rambler.ru", "sina.com", "sohu.com", "tutanota.com", "ukr.net", "web.de", "ya.ru", "yahoo.co.uk", "yahoo.com"),
    *("yandex.by", "yandex.com", "yandex.kz", "yandex.ru", "yeah.net", "zoho.com"),
)


@dataclass(frozen=True)
class DroppedKey:
    """A thing that too many parties share to link any two of them."""

    link_kind: str
    via: str
    via_name: str
    sharing_count: int


@dataclass(frozen=True)
class LinkSummary:
    """How many links there are, and the keys that were counted but not expanded into pairs, widest shared first."""

    link_count: int
    dropped: tuple[DroppedKey, ...]


def build_links(engine: Engine, max_sharing: int = MAX_SHARING) -> LinkSummary:
    """Materialise `graph__link` from the linked tables.

    Owners and founders count as one kind of sharing (`shared_owner`), directors and managers as another
    (`shared_director`). A shared building is listed where the pair is not already linked by a unit in it.

    Args:
        engine: With the linked__ tables.
        max_sharing: Keys that more parties share are dropped and reported.
    """
    engine.materialise("links__key_address", statement_beside(__file__, "address"))
    engine.materialise("links__key_contact", statement_beside(__file__, "contact"), {"free_mail": list(FREE_MAIL)})
    engine.materialise("links__key_controller", statement_beside(__file__, "controller"))
    engine.materialise("links__key", statement_beside(__file__, "key"))
    cap = {"max_sharing": max_sharing}
    engine.materialise("links__shared", statement_beside(__file__, "shared"), cap)
    engine.materialise("links__directed", statement_beside(__file__, "directed"))
    link_count = engine.materialise("graph__link", statement_beside(__file__))
    mass = rows_of(engine.run(statement_beside(__file__, "mass"), cap))
    return LinkSummary(link_count, tuple(DroppedKey(**row) for row in mass))
