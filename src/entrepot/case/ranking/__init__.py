"""One ranked list of parties from all findings, with every contribution visible; the list itself is ranked.py.

It lies in `case` and not among the indicators because it reads what a case holds besides findings: the verdicts of people on
them, the parties' names and kinds, and the controlled trade at stake.
"""
