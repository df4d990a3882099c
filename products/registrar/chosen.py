"""Which registrar this console uses: the one that REGISTRAR names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from products.registrar.embedded import EmbeddedRegistry
from products.registrar.port import Registrar

if TYPE_CHECKING:
    from products.registrar.epp import EppRegistrar


def registrar() -> Registrar:
    """The registrar of this process; one EPP session at a time."""
    return _epp() if settings.REGISTRAR == "epp" else EmbeddedRegistry()


@cache
def _epp() -> EppRegistrar:
    # Where no registry is spoken to, the client of one is not loaded.
    from products.registrar.epp import EppRegistrar
    from products.registrar.epp_wire import EppAccess

    return EppRegistrar(EppAccess(**settings.EPP))
