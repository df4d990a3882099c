"""Which registrar this console uses: the one that REGISTRAR names."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from products.registrar.embedded import EmbeddedRegistry
from products.registrar.epp import EppRegistrar
from products.registrar.epp_wire import EppAccess
from products.registrar.port import Registrar


def registrar() -> Registrar:
    """The registrar of this process; one EPP session at a time."""
    return _epp() if settings.REGISTRAR == "epp" else EmbeddedRegistry()


@cache
def _epp() -> EppRegistrar:
    return EppRegistrar(EppAccess(**settings.EPP))
