"""The command that makes a case of a synthetic world: world."""

from pathlib import Path

import click

from entrepot.case.made_world import make_world
from entrepot.cli.output import progress, say
from entrepot.world.settings import DATA_KINDS, FEWEST_ROWS, MOST_ROWS, WorldKind, WorldSettings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--rows", type=click.IntRange(FEWEST_ROWS, MOST_ROWS), default=200_000, show_default=True, help="Goods lines."
)
@click.option("--seed", type=click.IntRange(0), default=7, show_default=True, help="Another seed, another world.")
@click.option(
    "--scheme-rate",
    type=click.FloatRange(0.0, 0.2),
    default=0.01,
    show_default=True,
    help="Share of firms in planted schemes.",
)
@click.option(
    "--setting",
    type=click.Choice(["base", "other"]),
    default="base",
    show_default=True,
    help="Prices, hubs, coverage, messiness.",
)
@click.option("--null", "is_null", is_flag=True, help="Plant nothing: look-alikes alone.")
@click.option("--drift", "is_drift", is_flag=True, help="Change prices, coverage and tactics from September 2023.")
@click.option("--without", "without", multiple=True, type=click.Choice(DATA_KINDS), help="Leave a kind of data out.")
def world(
    folder: Path,
    rows: int,
    seed: int,
    scheme_rate: float,
    setting: str,
    is_null: bool,
    is_drift: bool,
    without: tuple[str, ...],
) -> None:
    """Make a case in FOLDER of a synthetic world: invented trade with known truth, to measure indicators against."""
    if is_null and is_drift:
        raise click.BadParameter("a world is either --null or --drift", param_hint="--null")
    kind: WorldKind = "null" if is_null else "drift" if is_drift else "planted"
    settings = WorldSettings(
        rows=rows,
        seed=seed,
        scheme_rate=scheme_rate,
        setting="other" if setting == "other" else "base",
        kind=kind,
        without=frozenset(each for each in DATA_KINDS if each in without),
    )
    with progress() as show:
        made = make_world(folder, settings, on_progress=show)
    say(
        f"{made.line_count:,} lines of {made.firm_count:,} invented firms; {made.scheme_count:,} schemes planted, "
        f"{made.look_alike_count:,} look-alikes. Truth: {made.truth}"
    )
    say(f"Run it: entrepot run {folder}")


COMMANDS = (world,)
