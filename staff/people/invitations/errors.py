"""Why an invitation can't be sent or accepted, as data; the pages put it into words."""

from __future__ import annotations

from enum import StrEnum

from staff.people.models import Invitation, Person, User


class Closed(StrEnum):
    """Why a link no longer works; `unknown` is one that never did."""

    UNKNOWN = "unknown"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class InvitationClosedError(Exception):
    """The link leads to no open invitation."""

    def __init__(self, state: Closed, invitation: Invitation | None = None) -> None:
        super().__init__(f"The invitation is {state.value}.")
        self.state = state
        self.invitation = invitation


class HasRoleError(Exception):
    """Who is invited has a role at this center already."""

    def __init__(self, user: User) -> None:
        super().__init__("This user has a role at the center.")
        self.user = user


class AccountClosedError(Exception):
    """The account of this address may not sign in; until it is opened again no invitation helps."""

    def __init__(self, user: User) -> None:
        super().__init__("The account is closed.")
        self.user = user


class PersonUnavailableError(Exception):
    """The person has an account, belongs to another center, or is missing where the role needs one; or the account
    has a roster already, which can be one only.
    """

    def __init__(self, person: Person | None) -> None:
        super().__init__("There is no person for this account.")
        self.person = person


class SignInFirstError(Exception):
    """The address has an account: whoever accepts must be signed in with it (`signed_in` tells another is)."""

    def __init__(self, invitation: Invitation, *, signed_in: bool) -> None:
        super().__init__("The invited account must accept the invitation itself.")
        self.invitation = invitation
        self.signed_in = signed_in
