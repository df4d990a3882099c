"""Password hashing for the tests."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2 with the least costs the library takes; only the settings of the tests name it."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
