"""The second factor 两步登录: its secrets are stored so that whoever reads the database cannot make codes of them."""

import base64
from functools import cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# Told apart from secrets that were stored before they were encrypted.
MARK = "enc1:"


class FactorAdapter(DefaultMFAAdapter):
    """Encrypts with a key made of the product's own: without the key the factors must be set up anew."""

    def encrypt(self, text: str) -> str:
        return MARK + _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        sealed = encrypted_text.removeprefix(MARK).encode()
        return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(sealed).decode()


@cache
def _box(*keys: str) -> MultiFernet:
    """AES with an HMAC, by the first key; what older keys closed still opens."""
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"shouwen second factor").derive(key.encode())
    return base64.urlsafe_b64encode(made)
