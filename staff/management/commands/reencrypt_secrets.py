"""Store all secrets of the second step anew with the first key of MFA_ENCRYPTION_KEYS; then the old key may go."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from staff.sign_in.stored_secrets import UnreadableSecretError, decrypted, encrypted, is_current


class Command(BaseCommand):
    help = "Encrypt the keys of authenticator apps and recovery codes with the first of MFA_ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """All rows or none; running twice changes nothing more."""
        with transaction.atomic():
            # A recovery code that is used up meanwhile waits, so that its mark is not overwritten.
            rows = Authenticator.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
            changed = sum(self._renew(row) for row in rows)
        self.stdout.write(f"{changed} stored anew with the first key.")

    def _renew(self, row: Authenticator) -> bool:
        try:
            data = renewed(row.data)
        except UnreadableSecretError as error:
            problem = f"{row.get_type_display()} of user {row.user_id}: {error} Nothing was changed."
            raise CommandError(problem) from error
        if data == row.data:
            return False
        row.data = data
        row.save(update_fields=["data"])
        return True


def renewed(data: dict[str, Any]) -> dict[str, Any]:
    """An authenticator's data with its secrets encrypted by the first key; passkeys hold none."""
    found = dict(data)
    for name in ("secret", "seed"):
        if name in found:
            found[name] = _renewed(found[name])
    if "migrated_codes" in found:
        found["migrated_codes"] = [_renewed(code) for code in found["migrated_codes"]]
    return found


def _renewed(stored: str) -> str:
    return stored if is_current(stored) else encrypted(decrypted(stored))
