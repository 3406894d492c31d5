"""All tasks of `staff`, where Celery looks for them."""

from __future__ import annotations

from staff.mail import deliver
from staff.notices.tasks import deliver_notices, tend_notices
from staff.people.invitations.tasks import mail_invitation
from staff.sign_in.tasks import clear_expired, mail_password_reset

__all__ = [
    "clear_expired",
    "deliver",
    "deliver_notices",
    "mail_invitation",
    "mail_password_reset",
    "tend_notices",
]
