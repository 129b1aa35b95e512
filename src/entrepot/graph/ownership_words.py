"""An interest in words: what a row of a register or report says that somebody holds."""

from entrepot.store.engine import Row

_OF = {
    "shares": " of shares",
    "votes": " of votes",
    "board": " of the board, to appoint",
    "indirect": ", through others",
}
_WITHOUT_SHARE = {
    "board": "a right over the board, how many seats is not stated",
    "indirect": "a share held through others, not stated how large",
    "consolidation": "the accounts consolidated (parent), share not stated",
    "ultimate_consolidation": "the accounts consolidated (ultimate parent), share not stated",
}


def interest_words(row: Row) -> str:
    """Return an interest in words: `30 % of shares`, `more than 25 to 50 % of votes`, `a share not stated`."""
    low, high, kind = row["share_min_pct"], row["share_max_pct"], row["interest_kind"]
    above = "more than " if row["is_share_min_exclusive"] else ""
    below = "less than " if row["is_share_max_exclusive"] else ""
    ends = [f"{above}{low:g}"] if low is not None else []
    if high is not None and (high != low or below):
        ends.append(f"{below}{high:g}")
    return f"{' to '.join(ends)} %{_OF.get(kind, '')}" if ends else _WITHOUT_SHARE.get(kind, "a share not stated")
