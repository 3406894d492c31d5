"""Users, persons, groups, employments, roles and invitations."""
