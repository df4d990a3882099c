"""The rules of the house that neither the linter nor the import contracts can express."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

from console.shell.events import all_names
from console.shell.letters import _writers
from orgs.adapter import LETTERS
from orgs.policy import TABLE

ROOT = Path(__file__).resolve().parent.parent
APPS = ("auth2fa", "orgs", "products", "mail", "billing")
# Pages for whoever is not signed in; everybody else is met by a gate.
PUBLIC = {
    "health",
    "account_login",
    "account_logout",
    "account_signup",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "invitation-open",
    "invitation-answer",
}
# allauth's flows need the request: what they change goes through actions all the same.
KNOWS_ALLAUTH = {"auth2fa/bridge.py", "orgs/adapter.py", "console/settings.py"}
SENDS = {"console/shell/postman.py", "console/shell/delivery.py", "console/shell/letterbox.py"}
# Join what templates have escaped; `tests/security/test_user_text.py` throws markup at it.
MAKES_MARKUP = {
    "console/shell/controls.py",
    "console/shell/lists/pattern.py",
    "console/shell/templatetags/shell.py",
}
# Built by `striptags` from text that is escaped already.
WRITES_MARKUP = {
    "templates/shell/base.html",
    "templates/shell/alone.html",
    "templates/shell/fragment.html",
}
# Longer than 250 lines, and looked at twice.
LONG = {
    "console/settings.py",  # every setting in one place
    "console/supervisor.py",  # one process that starts, watches and stops the others
    "console/shell/lists/listing.py",  # what one request sees of one list
    "orgs/adapter.py",  # all that allauth asks
}
ACTIONS = sorted(path for app in APPS for path in (ROOT / app).glob("actions/*.py"))
VIEWS = sorted(
    [
        *(path for app in APPS for path in (ROOT / app).glob("views/*.py")),
        ROOT / "console/dashboard.py",
        ROOT / "console/search.py",
    ]
)
SOURCES = sorted(
    path
    for folder in ("console", *APPS)
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(paths: list[Path], *, public: bool = True) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """The functions of these files, at the top level."""
    for path in paths:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not (public and node.name.startswith("_")):
                yield path, node


def calls(node: ast.AST) -> set[str]:
    """The names of what is called in it."""
    return {
        each.func.id if isinstance(each.func, ast.Name) else each.func.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name | ast.Attribute)
    }


# --- Actions ------------------------------------------------------------------------------------


def test_every_action_is_marked_keyword_only_typed_and_recorded() -> None:
    wrong = []
    for path, node in functions(ACTIONS):
        where = f"{name_of(path)}:{node.lineno} {node.name}"
        decorators = {each.id for each in node.decorator_list if isinstance(each, ast.Name)}
        if "action" not in decorators:
            wrong.append(f"{where} is not marked @action")
        if node.args.args or node.args.posonlyargs or node.args.vararg or node.args.kwarg:
            wrong.append(f"{where} takes more than named arguments")
        if node.args.kwonlyargs[:1] and node.args.kwonlyargs[0].arg != "actor":
            wrong.append(f"{where} does not begin with its actor")
        if not all(each.annotation for each in node.args.kwonlyargs) or node.returns is None:
            wrong.append(f"{where} is not typed")
        if not calls(node) & {"record", "record_each"}:
            wrong.append(f"{where} changes state and leaves no entry")
        if not ast.get_docstring(node):
            wrong.append(f"{where} does not say its rule")
    assert wrong == []
    assert len(list(functions(ACTIONS))) > 5


def test_every_action_refuses_first_and_records_last() -> None:
    """The paragraphs are in that order: nothing is refused after the entry is written."""
    wrong = []
    for path, node in functions(ACTIONS):
        recorded = [
            each.lineno
            for each in ast.walk(node)
            if isinstance(each, ast.Call)
            and getattr(each.func, "id", "") in {"record", "record_each"}
        ]
        raised = [each.lineno for each in ast.walk(node) if isinstance(each, ast.Raise)]
        if recorded and raised and max(raised) > min(recorded):
            wrong.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert wrong == []


def test_every_event_has_a_name() -> None:
    """Words that people read in the log, for each event that an action or a letter speaks of."""
    shape = re.compile(rf"(?:{'|'.join(APPS)})\.\w+\.\w+")
    events = {
        each.value
        for path in ACTIONS
        for each in ast.walk(ast.parse(path.read_text()))
        if isinstance(each, ast.Constant)
        and isinstance(each.value, str)
        and shape.fullmatch(each.value)
    } - set(TABLE)
    assert len(events) > 10
    assert sorted((events | set(_writers)) - set(all_names())) == []


# --- Views --------------------------------------------------------------------------------------


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern


def test_every_view_has_a_gate() -> None:
    """A permission, or a person's own account, or a line in the list above."""
    found = {(each.name, each.callback) for each in addresses(get_resolver().url_patterns)}
    ungated = {
        name
        for name, view in found
        if not getattr(view, "permission", None) and not getattr(view, "is_personal", False)
    }
    assert ungated == PUBLIC
    waived = {name for name, view in found if not getattr(view, "login_required", True)}
    assert waived == PUBLIC


def test_a_view_inside_an_organization_needs_a_permission() -> None:
    for each in addresses(get_resolver("orgs.urls").url_patterns):
        assert getattr(each.callback, "permission", None), each.name


def test_views_reach_rows_through_visible_to_and_change_nothing() -> None:
    forbidden = r"\.(save|delete|create|update|bulk_\w+|get_or_create|update_or_create|execute)\("
    wrong = []
    for path, node in functions(VIEWS, public=False):
        where = f"{name_of(path)}:{node.lineno} {node.name}"
        source = ast.unparse(node)
        if ".objects." in source.replace(".objects.visible_to(", ""):
            wrong.append(f"{where} reaches rows past visible_to")
        if re.search(forbidden, source.replace("messages.", "")):
            wrong.append(f"{where} changes state")
        if "request.htmx" in source and path.name != "profile.py":
            wrong.append(f"{where} asks how it is asked: page, stay_on and go_to know")
    assert wrong == []


def test_nothing_but_the_policy_asks_about_roles() -> None:
    """Views and templates ask the gate, so that a reason comes with every no."""
    wrong = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path, node in functions(VIEWS, public=False)
        if re.search(r"actor\.role\b", ast.unparse(node))
    ]
    wrong += [name_of(path) for path in TEMPLATES if "actor.role" in path.read_text()]
    assert wrong == []


def test_forms_and_commands_save_nothing() -> None:
    forms = [path for path in SOURCES if path.name == "forms.py" or path.parent.name == "forms"]
    assert forms
    wrong = [
        name_of(path)
        for path in forms
        if re.search(r"\.(objects\.(create|update)|delete)\(", path.read_text())
    ]
    assert wrong == []


# --- What only one place may do -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        pytest.param(r"^\s*(?:from|import) allauth\b", KNOWS_ALLAUTH, id="allauth"),
        pytest.param(r"^\s*(?:from|import) django\.core\.mail\b", SENDS, id="mail"),
        pytest.param(r"\bmark_safe\b|\bSafeString\(|csrf_exempt", MAKES_MARKUP, id="markup"),
        pytest.param(r"django\.db\.models\.signals|django\.dispatch", set(), id="signals"),
        pytest.param(r"def (?:save|delete)\(self", {"auth2fa/forms/signing.py"}, id="overridden"),
        pytest.param(r"\bpickle\b|\beval\(|\bexec\(|shell=True|yaml\.load", set(), id="danger"),
        pytest.param(r"\.raw\(|\.extra\(|RawSQL", set(), id="raw SQL"),
    ],
)  # fmt: skip
def test_only_the_listed_files_do_it(pattern: str, allowed: set[str]) -> None:
    rule = re.compile(pattern, re.MULTILINE)
    found = {name_of(path) for path in SOURCES if rule.search(path.read_text())}
    assert found - allowed == set()


def test_no_file_is_named_after_nothing() -> None:
    vague = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?|handlers?|services?|misc)\.py$")
    assert [name_of(path) for path in SOURCES if vague.search(path.name)] == []


def test_long_files_are_known() -> None:
    tests = sorted((ROOT / "tests").rglob("*.py"))
    long = {name_of(path) for path in SOURCES if len(path.read_text().splitlines()) > 250}
    assert long - LONG == set()
    assert [name_of(path) for path in tests if len(path.read_text().splitlines()) > 400] == []


# --- Templates ------------------------------------------------------------------------------------


def test_no_template_runs_or_styles_anything_inline() -> None:
    """What the content security policy would refuse, and what htmx would evaluate."""
    rule = re.compile(
        r"\shx-on|\sdata-hx-on|\bjs:|javascript:|\son[a-z]+=|\sstyle=|<style|hx-vars|hx-headers"
        r"|<script(?![^>]*\ssrc=)",
        re.I,
    )
    wrong = [
        f"{name_of(path)}: {found.group()}"
        for path in TEMPLATES
        # Mail programs know no style sheets but those of the letter itself.
        if "letters" not in path.parts and (found := rule.search(path.read_text()))
    ]
    assert wrong == []


def test_no_template_lets_markup_through() -> None:
    rule = re.compile(r"\|\s*(?:safe|safeseq|json_script)\b|\{%\s*autoescape")
    found = {name_of(path) for path in TEMPLATES if rule.search(path.read_text())}
    assert found - WRITES_MARKUP == set()


def test_every_post_form_carries_its_token() -> None:
    wrong = []
    for path in TEMPLATES:
        for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.S):
            if re.search(r'method="post"', form, re.I) and "csrf_token" not in form:
                wrong.append(f"{name_of(path)}: {form[:80]}")
    assert wrong == []


def test_every_address_in_a_template_exists() -> None:
    """`{% url … as … %}` answers nothing where the name is wrong, and nobody notices."""
    known = {name for name, _view in _named()}
    demo = {"styleguide", "demo-outbox", "demo-letter", "demo-letter-html"}
    wrong = [
        f"{name_of(path)}: {name}"
        for path in TEMPLATES
        for name in re.findall(r"\{%\s*url\s+[\"']([^\"']+)[\"']", path.read_text())
        if name not in known and not name.startswith("styleguide") and name not in demo
    ]
    assert wrong == []


def _named() -> Iterator[tuple[str, str]]:
    for name, prefix in [("", ""), *((each, f"{each}:") for each in get_resolver().namespace_dict)]:
        resolver = get_resolver().namespace_dict[name][1] if name else get_resolver()
        yield from (
            (f"{prefix}{each}", "") for each in resolver.reverse_dict if isinstance(each, str)
        )


def test_every_template_compiles() -> None:
    engine = engines["django"]
    for path in TEMPLATES:
        engine.get_template(path.relative_to(ROOT / "templates").as_posix())


def test_every_letter_has_its_three_files() -> None:
    folders = [path for app in APPS for path in (ROOT / app).glob("letters/*.py")]
    writers = [*ROOT.glob("*/letters.py"), *ROOT.glob("*/*/letters.py"), *folders]
    named = set(LETTERS.values()) | {
        node.value
        for path in writers
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and re.fullmatch(r"[a-z0-9]+/[a-z_]+", str(node.value))
    }
    folder = ROOT / "templates/letters"
    endings = (".subject.txt", ".txt", ".html")
    missing = [
        f"{name}{end}"
        for name in named
        for end in endings
        if not (folder / f"{name}{end}").exists()
    ]
    assert missing == []
    there = {
        path.relative_to(folder).as_posix().removesuffix(".subject.txt")
        for path in folder.rglob("*.subject.txt")
    }
    assert there == named, "a letter that nobody writes, or that has no subject"
