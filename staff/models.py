"""All tables of `staff`, re-exported for Django; each lives in the folder of its capability."""

from __future__ import annotations

from staff.centers.models import Center, CenterClock, CenterSettings, Event
from staff.notices.models import ChannelChoice, Delivery, Notice
from staff.people.models import (
    BargainingUnit,
    Department,
    Employment,
    Group,
    GroupMembership,
    Invitation,
    Person,
    RoleAssignment,
    User,
)
from staff.preferences.models import OffLimitGroup, OffLimitMembership, StandingPreference, Wish
from staff.skills.models import Certification, Skill, TrainerPair

__all__ = [
    "BargainingUnit",
    "Center",
    "CenterClock",
    "CenterSettings",
    "Certification",
    "ChannelChoice",
    "Delivery",
    "Department",
    "Employment",
    "Event",
    "Group",
    "GroupMembership",
    "Invitation",
    "Notice",
    "OffLimitGroup",
    "OffLimitMembership",
    "Person",
    "RoleAssignment",
    "Skill",
    "StandingPreference",
    "TrainerPair",
    "User",
    "Wish",
]
