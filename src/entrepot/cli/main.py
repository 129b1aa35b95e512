"""The `entrepot` command: exit status 0 done, 1 failed, 2 wrong usage, 3 finished but rows were quarantined."""

import io
import sys

import click

from entrepot import __version__
from entrepot.cli import (
    ask,
    ask_party,
    build,
    fetch,
    flows,
    intake,
    judge,
    lists,
    mapping,
    rank,
    routes,
    score,
    screen,
    trace,
    trust,
    world,
    write,
)
from entrepot.cli.output import say
from entrepot.errors import EntrepotError

FAILED = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__)
def commands() -> None:
    """Follow goods under export control through third countries, with the evidence line by line.

    A flag is raised; it proves nothing. Start with: entrepot demo
    """


for module in (
    build,
    fetch,
    intake,
    mapping,
    ask,
    ask_party,
    rank,
    routes,
    flows,
    trace,
    screen,
    lists,
    write,
    judge,
    world,
    score,
    trust,
):
    for command in module.COMMANDS:
        commands.add_command(command)


def main() -> None:
    """Run the command line and turn faults into one sentence and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names in any script must come out, whatever the terminal's language
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = commands.main(standalone_mode=False)
    except click.exceptions.Abort:
        say("Stopped. The case is as it was before this command.")
        status = 130
    except click.ClickException as fault:
        fault.show()
        status = fault.exit_code
    except EntrepotError as fault:
        say(str(fault), lead="Failed: ", style="red")
        status = FAILED
    except OSError as fault:
        where = f" ({fault.filename})" if fault.filename else ""
        say(
            f"{fault.strerror or fault}{where}. Check the place, its rights and the free space.",
            lead="Failed: ",
            style="red",
        )
        status = FAILED
    sys.exit(status if isinstance(status, int) else 0)
