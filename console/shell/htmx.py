"""htmx as pages load it: the package's own file, told at its end to do as little as it can.

In one file neither comes without the other, and nothing that gets into a page changes it. A page
that is not whole before its script is read waits with htmx until then (`defer`).
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

SCRIPT = "htmx.js"

CONFIGURATION: dict[str, Any] = {
    "allowEval": False,
    "allowScriptTags": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "historyRestoreAsHxRequest": False,
    "refreshOnHistoryMiss": True,
    "includeIndicatorStyles": False,
    "allowNestedOobSwaps": False,
    "scrollBehavior": "auto",
    "globalViewTransitions": False,
    "defaultSettleDelay": 0,
    "timeout": 30_000,
    # A refusal is an answer to show; what broke is told by a toast.
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "400|403|404|409|422|429", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}


def htmx_script() -> str:
    """The text of that file."""
    package = files("django_htmx").joinpath("static/django_htmx/htmx-2.min.js")
    configuration = json.dumps(CONFIGURATION, separators=(",", ":"))
    return f"{package.read_text(encoding='utf-8')}\nObject.assign(htmx.config,{configuration});\n"
