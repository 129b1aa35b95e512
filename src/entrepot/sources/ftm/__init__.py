"""FollowTheMoney entities as JSON lines: parties, ownership, roles, sanctions, without the followthemoney library."""
