"""Encrypts what was stored in plain: keys of authenticator apps and seeds of recovery codes. Data only.

Going back decrypts them again, as the release before reads them.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import migrations

MARK = "fernet:"


def keys():
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
            for key in settings.MFA_ENCRYPTION_KEYS
        ]
    )


def seal(text):
    return text if text.startswith(MARK) else MARK + keys().encrypt(text.encode()).decode()


def unseal(text):
    return keys().decrypt(text.removeprefix(MARK).encode()).decode() if text.startswith(MARK) else text


def rewrite(apps, change):
    Authenticator = apps.get_model("mfa", "Authenticator")
    for row in Authenticator.objects.exclude(type="webauthn").iterator():
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = change(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [change(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


def encrypt(apps, schema_editor):
    rewrite(apps, seal)


def decrypt(apps, schema_editor):
    rewrite(apps, unseal)


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
