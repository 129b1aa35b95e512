"""Drafts with a background, and all instances of one kind planted in them, for the tests of schemes."""

import pickle
from dataclasses import dataclass
from functools import cache

from entrepot.world import firms, histories, registers
from entrepot.world.draft import Draft
from entrepot.world.entities import Firm, PlannedLine, Scheme
from entrepot.world.schemes import LOOK_ALIKES, SCHEMES
from entrepot.world.schemes.stage import Stage
from entrepot.world.settings import WorldSettings

KINDS = {kind.name: kind for kind in (*SCHEMES, *LOOK_ALIKES)}


def background(settings: WorldSettings) -> Draft:
    """Return a draft of its own with background firms and registers, as schemes find it."""
    draft: Draft = pickle.loads(_made(settings))  # noqa: S301 (bytes made a line below; quicker than making it again)
    return draft


@cache
def _made(settings: WorldSettings) -> bytes:
    draft = Draft(settings)
    firms.populate(draft)
    registers.staff(draft)
    listed = registers.list_firms(draft)
    registers.defence_customers(draft)
    histories.tell_histories(draft, listed)
    draft.seal_background()
    return pickle.dumps(draft)


@dataclass(frozen=True)
class Planted:
    """One scheme in its draft."""

    draft: Draft
    scheme: Scheme

    @property
    def lines(self) -> list[PlannedLine]:
        """Its lines by day."""
        mine = [line for line in self.draft.records.lines if line.scheme_id == self.scheme.scheme_id]
        return sorted(mine, key=lambda line: line.day)

    def firms(self, scheme_role: str | None = None, *, subjects: bool = False) -> list[Firm]:
        """Its firms in a role, or its subjects."""
        return [
            self.draft.firm(row.firm_id)
            for row in self.draft.records.scheme_firms
            if row.scheme_id == self.scheme.scheme_id
            and scheme_role in (None, row.scheme_role)
            and (row.is_subject or not subjects)
        ]

    def links(self) -> set[str]:
        """The kinds of its true links."""
        return {row.link_kind for row in self.draft.records.scheme_links if row.scheme_id == self.scheme.scheme_id}

    def bought(self, firm: Firm, *, scheme_only: bool = True) -> list[PlannedLine]:
        """Planned lines that a firm imports."""
        rows = self.lines if scheme_only else self.draft.records.lines
        return [line for line in rows if line.importer is firm]

    def sold(self, firm: Firm, *, scheme_only: bool = True) -> list[PlannedLine]:
        """Planned lines that a firm exports."""
        rows = self.lines if scheme_only else self.draft.records.lines
        return [line for line in rows if line.exporter is firm]

    def directors(self, firm: Firm) -> set[str]:
        """Ids of those who ever directed or founded a firm."""
        kinds = ("director", "founder")
        return {r.holder_id for r in self.draft.records.roles if r.subject_id == firm.firm_id and r.role_kind in kinds}

    def shares(self, firm: Firm) -> dict[str, float]:
        """Shares in a firm by owner's id, at whatever time."""
        return {i.owner_id: i.share_pct for i in self.draft.records.interests if i.subject_id == firm.firm_id}


@cache
def planted(kind: str, count: int = 8, setting: str = "base", world: str = "planted", seed: int = 5) -> list[Planted]:
    """Return several instances of a kind, in a draft that holds nothing else planted."""
    settings = WorldSettings(rows=20_000, seed=seed, setting=setting, kind=world)  # type: ignore[arg-type]
    draft, spec = background(settings), KINDS[kind]
    for number in range(count):
        stage = Stage(draft, kind, number, look_alike_of=spec.look_alike_of)
        spec.plant(stage)
        stage.close()
    return [Planted(draft, scheme) for scheme in draft.records.schemes]


def value_usd(lines: list[PlannedLine]) -> float:
    """Return what lines are worth at the prices of January 2021, or as stated."""
    return sum(line.quantity * (line.unit_price_usd or line.part.price_usd) for line in lines)
