"""`{% url %}` as Django has it, without working out again what the process knows."""

from __future__ import annotations

from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from console.shell.addresses import address


class AddressNode(URLNode):
    """An address that needs nothing, or an Organization's name, comes from memory."""

    def render(self, context: Context) -> str:
        """The same as Django's, which also answers for all others and for what is wrong."""
        if self.args or self.kwargs.keys() - {"organization"}:
            return super().render(context)
        slug = self.kwargs["organization"].resolve(context) if self.kwargs else ""
        if self.kwargs and not (isinstance(slug, str) and slug):
            return super().render(context)
        try:
            found = address(self.view_name.resolve(context), slug)
        except NoReverseMatch:
            return super().render(context)
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


def url(parser: Parser, token: Token) -> AddressNode:
    """`{% url "home" organization=organization.slug %}`."""
    node = parse(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
