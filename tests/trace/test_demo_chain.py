"""The bundled case: the reported chips, their chance, and the look-alikes beside them; and the command itself."""

from command_line import DemoRun
from entrepot.case.results import open_results
from entrepot.trace.scope import Question
from entrepot.trace.tracing import trace


def test_the_reported_chips_are_raised_among_look_alikes_that_are_not(demo_run: DemoRun) -> None:
    with open_results(demo_run.case) as results:
        answer = trace(results.engine, Question(as_of_on=results.as_of_on, to_iso="RU", hs=("854239",)))

    first, *others = answer.chains
    assert [party.name for party in first.parties] == ["Elix-St", "Da Group 22", "Stek"]
    assert (first.bounds.at_least, first.bounds.at_most, first.is_raised) == (2598.0, 2598.0, True)
    assert first.p_value is not None
    assert 0.0001 < first.p_value < 0.005
    assert first.provenance == "reconstructed"
    assert any("filled in" in caveat for caveat in first.caveats)
    assert {link["link_kind"] for link in first.links} >= {"shared_owner"}
    alike = [chain for chain in others if 2000 <= chain.bounds.at_most <= 4000]
    assert len(alike) >= 3
    assert not any(chain.is_raised for chain in others)
    assert answer.candidates > 100
