"""`{% once %}…{% endonce %}`: what a page says to everybody is rendered once per language.

Most of a page's frame is the same for everybody: labels, drawings, addresses without a name in
them. The content sees no variable at all, so that nothing of one person can be kept for the next.
"""

from __future__ import annotations

from django.conf import settings
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class OnceNode(Node):
    """Keeps what its content gave, for each language."""

    def __init__(self, content: NodeList) -> None:
        self.content = content
        self.kept: dict[tuple[str | None, str], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Rendered at the first time in a language, with an empty context."""
        key = (get_language(), settings.ROOT_URLCONF)  # tests have other addresses
        if key not in self.kept and context.template is not None:
            empty = Context()
            with empty.bind_template(context.template):
                self.kept[key] = self.content.render(empty)
        return self.kept[key]


def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once %}<a href="{% url 'start' %}">{% translate "Home" %}</a>{% endonce %}`."""
    content = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(content)
