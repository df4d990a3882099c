"""What every list page shares: search, filters, sort, pages by key, totals, CSV, ticks.

A list is declared once, beside its view, and read in one line. People, for example:

    # orgs/lists.py
    from console.shell.lists import NEVER, Column, Filter, Listing, ListPage, Option, Row, Search

    def member_rows(found: list[dict[str, Any]], members: Listing[Membership]) -> list[Row]:
        # Ready strings, made here once: no {% url %}, |date or {% include %} in a row. `found` is
        # the whole page, so teams come with one query for all of it.
        teams = teams_of([each["pk"] for each in found])
        roles = dict(Role.choices)
        return [
            {
                "pk": each["pk"],
                "href": f"{members.base_url}{each['pk']}/",
                "name": each["user__full_name"] or each["user__email"],
                "email": each["user__email"],
                "role": roles[each["role"]],
                "teams": teams.get(each["pk"], ""),
                "seen": seen_words(each["last_seen_at"]),
                "suspended": each["suspended_at"] is not None,
            }
            for each in found
        ]

    MEMBER_LIST = ListPage[Membership](
        name="member-table",                  # DOM id and partial name of what is replaced
        fields=("user__full_name", "user__email", "role", "last_seen_at", "suspended_at"),
        columns=(
            Column("tick", _("Select"), css="c-tick", quiet=True),
            Column("name", _("Person"), sort="sort_name", csv="user__full_name"),
            Column("email", _("E-mail"), csv="user__email", only_in_csv=True),
            Column("role", _("Role"), sort=("role", "sort_name"), csv=role_label),
            Column("teams", _("Teams")),
            Column("seen", _("Last seen"), sort="last_seen_at", empty_as=NEVER,
                   descends_first=True, csv="last_seen_at"),
            Column("menu", _("Actions"), quiet=True),
        ),
        sort="name",                          # "-seen" would sort downwards
        search=Search("search_text", _("Name or e-mail contains"), fold=fold_for_search),
        filters=(
            Filter.on("role", _("Role"), _("Any role"), Role.choices),
            Filter("state", _("State"), _("Any state"), (
                Option("active", _("Active"), Q(suspended_at=None)),
                Option("suspended", _("Suspended"), Q(suspended_at__isnull=False)),
            )),
        ),
        rows=member_rows,
        pattern=RowPattern("orgs/member_list.html#member-row"),
    )

    # orgs/views/members.py
    @requires("orgs.member.view")
    @require_GET
    def member_list(request):
        members = MEMBER_LIST.read(
            request, Membership.objects.visible_to(request.actor), base_url=url_for(...)
        )
        return members.at_address(
            page(request, "orgs/member_list.html", {"listing": members}, fragments=["member-table"])
        )

    @requires("orgs.member.view")
    @require_GET
    def member_export(request):
        members = MEMBER_LIST.read(request, ..., base_url=...)
        return csv_response(members, name=f"{request.organization.slug}-users")

    {# templates/orgs/member_list.html #}
    {% block content %}
    {% partialdef member-row %}<tr>…{{ row.name }}…</tr>{% endpartialdef %}
    {% include "shell/list/toolbar.html" %}
    {% partialdef member-table inline %}
    <div id="member-table" class="stack">
      {% include "shell/list/narrowings.html" %}
      {% if listing.rows %}
      <form method="post" action="…" class="stack">{% csrf_token %}
      <table class="table folds">
        <caption class="hide">…</caption>
        {% include "shell/list/head.html" %}
        <tbody hx-disable>{{ listing.body }}</tbody>
      </table>
      {% include "shell/list/pager.html" %}
      <div class="bulkbar" role="group" aria-label="…">…buttons…</div>
      </form>
      {% elif listing.is_narrowed %}
      {% include "shell/list/no_result.html" %}
      {% else %}
      {% include "shell/list/empty.html" with icon="users" title=… text=… %}
      {% endif %}
    </div>
    {% endpartialdef %}
    {% endblock %}

A template reads: `rows`, `total` ("1,000+" past 1,000), `heads`, `filters`, `narrowings`, `query`,
`hint`, `position`, `next_url`, `previous_url`, `first_url`, `last_url`,
`clear_url`, `querystring` (for the link to the CSV), `is_narrowed`, `name`.

A row of many has no id: `row_at` names it by its tick box, for an answer that replaces it. Nor do
its `.tick`, `.tags` and `.dots` repeat its name: they say what they are, in the row that the name
heads, and the script makes of that "Actions for …" in the words of the table's `data-tick`,
`data-tags`, `data-tagged` (%t: the tags) and `data-dots` (%n: the name).

The address says everything: `?q=` search, one parameter per filter, `?sort=name` or `-name`,
`?after=` / `?before=` a place (or `before=end`, the last page). What it says wrongly is ignored,
and the list shows what is in force instead.

Each sort needs its index `(organization, <sort columns>, id)`; a nullable column, which names
what stands for NULL (`empty_as`), needs it on `Coalesce(column, Value(empty_as))`. The search
column holds all that should be found; its index is `gin (UPPER(column) gin_trgm_ops)` where
pg_trgm exists.
"""

from console.shell.lists.above import drawn_heads
from console.shell.lists.declaration import Column, Filter, ListPage, Option, Row
from console.shell.lists.export import csv_response
from console.shell.lists.keyset import NEVER, Values
from console.shell.lists.listing import Listing
from console.shell.lists.pattern import RowPattern
from console.shell.lists.search import Search
from console.shell.lists.selection import ids_in, row_at, selected_ids
from console.shell.lists.total import (
    Part,
    Total,
    Whole,
    count_each_up_to_cap,
    count_up_to_cap,
    first_and_count,
)

__all__ = [
    "NEVER",
    "Column",
    "Filter",
    "ListPage",
    "Listing",
    "Option",
    "Part",
    "Row",
    "RowPattern",
    "Search",
    "Total",
    "Values",
    "Whole",
    "count_each_up_to_cap",
    "count_up_to_cap",
    "csv_response",
    "drawn_heads",
    "first_and_count",
    "ids_in",
    "row_at",
    "selected_ids",
]
