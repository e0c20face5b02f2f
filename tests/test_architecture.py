"""The arrows of docs/architecture.md as rules, each shown to catch a planted violation."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
QT = ("PySide6", "shiboken6", "pyqtgraph")
LAYERS = ("models", "storage", "readmodels", "services", "planner", "exchange", "reports", "views")

GROUND = ("errors", "i18n", "paths", "files", "threads")  # what every layer above models may stand on
SHARED_ROOMS = ("widgets", "itemmodels", "delegates", "charts", "words")  # folders of views that are no screen

Sources = dict[str, str]  # path below the root -> source text


def sources() -> Sources:
    """Every Python file of the product and its migrations."""
    found = {}
    for folder in ("workbench", "alembic"):
        for path in (ROOT / folder).rglob("*.py"):
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
    return found


@cache
def parsed(text: str) -> ast.Module:
    """The syntax tree of a source; dozens of rules read each of them."""
    return ast.parse(text)


@dataclass(frozen=True)
class Import:
    path: str
    line: int
    module: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} imports {self.module}"


def imports(tree: Sources, prefix: str) -> Iterator[Import]:
    """All imports, late and type-checking ones too, of the files whose path starts with `prefix`."""
    for path, text in tree.items():
        if not path.startswith(prefix):
            continue
        package = path.removesuffix(".py").split("/")[:-1]
        for node in ast.walk(parsed(text)):
            if isinstance(node, ast.Import):
                yield from (Import(path, node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
                module = ".".join(part for part in (base, node.module or "") if part)
                yield from (Import(path, node.lineno, f"{module}.{alias.name}") for alias in node.names)


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def found(tree: Sources, prefix: str, *forbidden: str, allowed: tuple[str, ...] = ()) -> list[str]:
    return [
        str(one)
        for one in imports(tree, prefix)
        if any(inside(one.module, f) for f in forbidden) and not any(inside(one.module, a) for a in allowed)
    ]


def only(tree: Sources, prefix: str, *allowed: str) -> list[str]:
    """Imports of our own package that are not among the allowed ones."""
    return [
        str(i)
        for i in imports(tree, prefix)
        if inside(i.module, "workbench") and not any(inside(i.module, f"workbench.{a}") for a in allowed)
    ]


# ---------------------------------------------------------------- the rules


def models_import_only_errors(tree: Sources) -> list[str]:
    return only(tree, "workbench/models/", "models", "errors")


def values_are_standard_library_only(tree: Sources) -> list[str]:
    names = sys.stdlib_module_names
    return [
        str(i)
        for path in tree
        if path.startswith("workbench/models/values/") or (path.startswith("workbench/models/") and path.endswith("_rules.py"))
        for i in imports(tree, path)
        if i.module.split(".")[0] not in names and not inside(i.module, "workbench.models") and not inside(i.module, "workbench.errors")
    ]


def carriers_know_no_database_and_no_qt(tree: Sources) -> list[str]:
    wrong = []
    for layer in ("readmodels", "planner", "exchange", "reports"):
        wrong += found(tree, f"workbench/{layer}/", "sqlalchemy", "sqlcipher3", "alembic", "workbench.storage", *QT)
    return wrong


def readmodels_import_only_values(tree: Sources) -> list[str]:
    return only(tree, "workbench/readmodels/", "readmodels", "models.values", "errors", "i18n")


def planner_exchange_and_reports_import_only_read_models(tree: Sources) -> list[str]:
    wrong = []
    for layer in ("planner", "exchange", "reports"):
        wrong += only(tree, f"workbench/{layer}/", layer, "readmodels", "models.values", *GROUND)
    return wrong


def services_and_storage_know_no_qt(tree: Sources) -> list[str]:
    return found(tree, "workbench/services/", *QT) + found(tree, "workbench/storage/", *QT)


def storage_imports_models_but_not_services(tree: Sources) -> list[str]:
    return only(tree, "workbench/storage/", "storage", "models", "readmodels", "logs", *GROUND)


def services_do_not_import_views(tree: Sources) -> list[str]:
    return found(tree, "workbench/services/", "workbench.views", "workbench.app", "workbench.cli")


def services_stand_on_what_lies_below(tree: Sources) -> list[str]:
    """Paper is made by whoever wants it, from a read model of a service: no service knows how it is drawn."""
    return only(tree, "workbench/services/", "services", "storage", "models", "readmodels", "planner", "exchange", "logs", *GROUND)


def commands_do_not_know_the_frame(tree: Sources) -> list[str]:
    """`cli.py` introduces the commands; what they share stands in `cli_base.py`, so that no circle arises."""
    return [
        str(one)
        for one in imports(tree, "workbench/")
        if inside(one.module, "workbench.cli") and one.path not in ("workbench/cli.py", "workbench/__main__.py")
    ]


def views_use_only_the_words_of_planner_and_exchange(tree: Sources) -> list[str]:
    """Decision 009: solving, reading and writing of files are asked of a service."""
    words = ("planner.problem", "planner.texts", *(f"exchange.{one}" for one in ("wording", "fields", "rejected", "reading", "importing")))
    allowed = tuple(f"workbench.{one}" for one in words)
    return found(tree, "workbench/views/", "workbench.planner", "workbench.exchange", allowed=allowed)


def qt_only_in_views_and_app(tree: Sources) -> list[str]:
    return [
        str(i)
        for i in imports(tree, "workbench/")
        if any(inside(i.module, q) for q in QT) and not i.path.startswith(("workbench/views/", "workbench/app.py"))
    ]


def views_know_no_database(tree: Sources) -> list[str]:
    return found(
        tree, "workbench/views/", "sqlalchemy", "sqlcipher3", "alembic", "workbench.storage", "workbench.models", allowed=VIEWS_MAY
    )


VIEWS_MAY = tuple(f"workbench.models.{name}" for name in ("values",))


def screens_do_not_import_each_other(tree: Sources) -> list[str]:
    return [str(one) for one in _of_screens(tree) if one.path.split("/")[2] not in SHARED_ROOMS]


def shared_rooms_import_no_screen(tree: Sources) -> list[str]:
    """Item models, delegates, widgets, charts and words serve several screens; none of them knows one."""
    return [str(one) for one in _of_screens(tree) if one.path.split("/")[2] in SHARED_ROOMS]


def _of_screens(tree: Sources) -> Iterator[Import]:
    """Imports, in the folders of views, of a screen's folder that is not the own one; also by `import` of the folder itself."""
    screens = {parts[2] for parts in (path.split("/") for path in tree) if parts[:2] == ["workbench", "views"] and len(parts) > 3}
    for one in imports(tree, "workbench/views/"):
        parts, target = one.path.split("/"), one.module.split(".")
        in_folder = len(parts) > 3 and inside(one.module, "workbench.views") and len(target) > 2
        if in_folder and target[2] in screens.difference(SHARED_ROOMS, {parts[2]}) and f"workbench/views/{target[2]}.py" not in tree:
            yield one


def a_migration_imports_nothing_of_ours(tree: Sources) -> list[str]:
    return found(tree, "alembic/versions/", "workbench")


def every_init_is_empty_but_for_the_version(tree: Sources) -> list[str]:
    wrong = [p for p, text in tree.items() if p.endswith("__init__.py") and p != "workbench/__init__.py" and text.strip()]
    return wrong + [p for p in tree if p == "workbench/__init__.py" and len(tree[p].strip().splitlines()) > 1]


def no_init_in_alembic(tree: Sources) -> list[str]:
    return [p for p in tree if p.startswith("alembic/") and p.endswith("__init__.py")]


def views_never_block_in_exec(tree: Sources) -> list[str]:
    wrong = []
    for path, text in tree.items():
        if path.startswith("workbench/views/"):
            calls = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
            wrong += [f"{path}:{node.lineno} blocks in exec()" for node in calls if getattr(node.func, "attr", "") in ("exec", "exec_")]
    return wrong


def only_bound_methods_are_connected(tree: Sources) -> list[str]:
    """No lambda, partial, plain function or function made on the spot: it would run on the worker, or keep a widget for ever."""
    wrong = []
    for path, text in tree.items():
        if path.startswith(("workbench/views/", "workbench/app.py")):
            module = parsed(text)
            for function, node in _calls(module):
                for argument in node.args if isinstance(node.func, ast.Attribute) and node.func.attr in ("connect", "singleShot") else ():
                    if _runs_free(argument, function, module):
                        wrong.append(f"{path}:{node.lineno} connects {ast.unparse(argument)}")
    return wrong


FREE = ("partial", "partialmethod", "lambda")


def _runs_free(argument: ast.expr, function: ast.AST | None, module: ast.Module) -> bool:
    """A lambda, a call of partial, a function of the module or of this function, or a name that one of them was given to."""
    if isinstance(argument, ast.Lambda):
        return True
    if isinstance(argument, ast.Call):
        return ast.unparse(argument.func).split(".")[-1] in FREE
    if not isinstance(argument, ast.Name):
        return False
    made = [node.name for node in module.body if isinstance(node, ast.FunctionDef)]
    inner = [node for node in ast.walk(function) if node is not function] if function is not None else []
    made += [node.name for node in inner if isinstance(node, ast.FunctionDef)]
    given = [
        node.value
        for node in inner
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == argument.id for target in node.targets)
    ]
    return argument.id in made or any(not isinstance(value, ast.Name) and _runs_free(value, function, module) for value in given)


def _calls(module: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    """Each call with the outermost function or method in which it stands."""

    def walk(node: ast.AST, function: ast.FunctionDef | None) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield function, child
            yield from walk(child, function or (child if isinstance(child, ast.FunctionDef) else None))

    return walk(module, None)


# Where a job stands among the arguments of what takes it to another thread.
JOBS = {
    "read": 1,
    "work": 1,
    "run": 1,
    "write": 1,
    "write_long": 1,
    "ask": 1,
    "_write": 1,
    "Edit": 1,
    "prepare": 0,
    "start_read": 0,
    "start_perform": 1,
}


def jobs_hold_no_widget(tree: Sources) -> list[str]:
    """The last reference to a widget must not fall on another thread: a job holds values and functions, never `self`."""
    wrong = []
    for path, text in tree.items():
        if path.startswith("workbench/views/") and path != "workbench/views/tasks.py":
            for function, node in _calls(parsed(text)):
                job = _job_of(node)
                if job is not None and _holds_self(job, function):
                    wrong.append(f"{path}:{node.lineno} gives a job that holds its widget: {ast.unparse(job)[:80]}")
    return wrong


def _job_of(node: ast.Call) -> ast.expr | None:
    """The job of a call of `tasks.read`, `tasks.write`, `Background.run` and what stands for them in the screens."""
    receiver = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in JOBS:
        return None
    place = 2 if name == "write" and receiver.endswith("tasks") else JOBS[name]
    named = next((keyword.value for keyword in node.keywords if keyword.arg == "job"), None)
    return node.args[place] if len(node.args) > place else named


def _holds_self(job: ast.expr, function: ast.FunctionDef | None, depth: int = 3) -> bool:
    """`self` closed over by a lambda or an inner function, a method of `self`, or `self` itself handed to a partial."""
    if isinstance(job, ast.IfExp):
        return _holds_self(job.body, function, depth) or _holds_self(job.orelse, function, depth)
    if isinstance(job, ast.Lambda):
        return any(isinstance(node, ast.Name) and node.id == "self" for node in ast.walk(job.body))
    if isinstance(job, ast.Attribute):
        return isinstance(job.value, ast.Name) and job.value.id == "self"
    if isinstance(job, ast.Call) and ast.unparse(job.func).split(".")[-1] == "partial":
        given = [*job.args, *(keyword.value for keyword in job.keywords)]
        bound = job.args[:1] and isinstance(job.args[0], ast.Attribute) and ast.unparse(job.args[0]).startswith("self.")
        return bool(bound) or any(isinstance(one, ast.Name) and one.id == "self" for one in given)
    if isinstance(job, ast.Name) and function is not None and depth:
        for node in ast.walk(function):
            if isinstance(node, ast.FunctionDef) and node is not function and node.name == job.id:
                return any(isinstance(inner, ast.Name) and inner.id == "self" for inner in ast.walk(node))
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                named = any(isinstance(target, ast.Name) and target.id == job.id for target in targets)
                if named and _holds_self(node.value, function, depth - 1):
                    return True
    return False


# Signals whose numbers are small by their nature; every other number is a row id, which has 64 bits and needs `object`.
SMALL_NUMBERS = {
    "workbench/views/tasks.py": {"busy", "progressed"},
    "workbench/views/screen.py": {"noted"},
    "workbench/views/widgets/fields.py": {"edited"},
    "workbench/views/one_on_ones/pulse.py": {"picked", "changed"},
    "workbench/views/reviews/criteria.py": {"rated"},
    "workbench/views/reviews/line_card.py": {"rated"},
    "workbench/views/people/week_grid.py": {"added"},
    "workbench/views/people/abilities.py": {"changed"},
}
SMALL_PARAMETERS = {"place", "_place", "column", "value", "weekday", "start", "end", "level", "done", "total", "index"}


def ids_travel_as_objects(tree: Sources) -> list[str]:
    """`Signal(int)` and `Slot(int)` have 32 bits; an id goes as `object`."""
    wrong = []
    for path, text in tree.items():
        if path.startswith("workbench/views/"):
            for node in ast.walk(parsed(text)):
                if isinstance(node, ast.Assign) and _has_int(node.value, "Signal"):
                    names = {target.id for target in node.targets if isinstance(target, ast.Name)}
                    if not names <= SMALL_NUMBERS.get(path, set()):
                        wrong.append(f"{path}:{node.lineno} sends an int of 32 bits: {ast.unparse(node)}")
                if isinstance(node, ast.FunctionDef):
                    for slot in (d for d in node.decorator_list if isinstance(d, ast.Call) and _has_int(d, "Slot")):
                        pairs = zip(slot.args, (argument.arg for argument in node.args.args[1:]), strict=False)
                        if any(ast.unparse(kind) == "int" and name not in SMALL_PARAMETERS for kind, name in pairs):
                            wrong.append(f"{path}:{node.lineno} receives an id as an int of 32 bits: {node.name}")
    return wrong


def _has_int(node: ast.expr, called: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] == called
        and any(isinstance(a, ast.Name) and a.id == "int" for a in node.args)
    )


def tooltips_of_data_are_plain(tree: Sources) -> list[str]:
    """Qt takes a tooltip that looks like markup for rich text: only fixed words, or what went through `tip_text`."""
    wrong = []
    for path, text in tree.items():
        if not path.startswith("workbench/views/"):
            continue
        for node in ast.walk(parsed(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "setToolTip" and node.args:
                    bare = not _is_plain_tip(node.args[0])
                elif ast.unparse(node.func) == "QToolTip.showText":
                    bare = not _is_plain_tip(node.args[1])
                else:
                    with_role = any(_names_tooltip_role(argument) for argument in node.args)
                    bare = with_role and node.func.attr in ("setData", "setItemData") and "tip_text(" not in ast.unparse(node)
                wrong += [f"{path}:{node.lineno} has a bare tooltip: {ast.unparse(node)[:80]}"] if bare else []
            elif isinstance(node, ast.If) and _names_tooltip_role(node.test):
                answers = [part for line in node.body for part in ast.walk(line) if isinstance(part, ast.Return)]
                wrong += [f"{path}:{answer.lineno} answers a bare tooltip" for answer in answers if not _is_plain_tip(answer.value)]
    return wrong


def _names_tooltip_role(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Attribute) and part.attr == "ToolTipRole" for part in ast.walk(node))


def _is_plain_tip(node: ast.expr | None) -> bool:
    """A text of ours without data, or a call of `tip_text`."""
    if node is None or isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.IfExp):
        return _is_plain_tip(node.body) and _is_plain_tip(node.orelse)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    fixed = node.func.id == "_" and not node.keywords and all(isinstance(argument, ast.Constant) for argument in node.args)
    return fixed or node.func.id == "tip_text"


def colours_live_in_the_theme(tree: Sources) -> list[str]:
    wrong = []
    for path, text in tree.items():
        if path.startswith("workbench/views/") and path != "workbench/views/tokens.py":
            for node in ast.walk(parsed(text)):
                value = node.value if isinstance(node, ast.Constant) else None
                if isinstance(value, str) and len(value) == 7 and value[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in value[1:]):
                    wrong.append(f"{path}:{node.lineno} has the colour {value}")
    return wrong


THREADS = {
    "workbench/views/tasks.py": "work of the window beside the database thread",
    "workbench/storage/database.py": "the database thread",
    "workbench/threads.py": "watches, deadlines and the helper of an open database: they end with their block",
}
THREAD_MAKERS = {
    "Thread",
    "Timer",
    "ThreadPoolExecutor",
    "QThread",
    "QThreadPool",
    "QRunnable",
    "start_new_thread",
    "run_in_executor",
    "to_thread",
}


def threads_only_in_their_places(tree: Sources) -> list[str]:
    """Locks and events are welcome everywhere; a thread, timer or pool of its own is not."""
    wrong = []
    for path, text in tree.items():
        if not path.startswith("workbench/") or path in THREADS:
            continue
        for node in ast.walk(parsed(text)):
            if isinstance(node, ast.Attribute) and node.attr in THREAD_MAKERS:
                wrong.append(f"{path}:{node.lineno} makes a thread: {ast.unparse(node)}")
            elif isinstance(node, ast.ImportFrom) and (made := {alias.name for alias in node.names} & THREAD_MAKERS):
                wrong.append(f"{path}:{node.lineno} makes a thread: {', '.join(sorted(made))}")
    return wrong


Rule = Callable[[Sources], list[str]]
PLANTED: list[tuple[Rule, str, str]] = [
    (models_import_only_errors, "workbench/models/planted.py", "from workbench.services import people"),
    (values_are_standard_library_only, "workbench/models/planted_rules.py", "import sqlalchemy"),
    (values_are_standard_library_only, "workbench/models/values/planted.py", "import numpy"),
    (carriers_know_no_database_and_no_qt, "workbench/reports/planted.py", "import sqlalchemy as sa"),
    (readmodels_import_only_values, "workbench/readmodels/planted.py", "from workbench.models import people"),
    (planner_exchange_and_reports_import_only_read_models, "workbench/planner/planted.py", "from workbench.services import planning"),
    (services_and_storage_know_no_qt, "workbench/services/planted.py", "def f():\n    from PySide6.QtCore import QObject"),
    (storage_imports_models_but_not_services, "workbench/storage/planted.py", "from workbench.services import people"),
    (services_do_not_import_views, "workbench/services/planted.py", "from workbench.views import theme"),
    (services_stand_on_what_lies_below, "workbench/services/planted.py", "from workbench.reports import batch"),
    (services_stand_on_what_lies_below, "workbench/services/planted.py", "from workbench import tour"),
    (commands_do_not_know_the_frame, "workbench/cli_planted.py", "from workbench.cli import Session"),
    (commands_do_not_know_the_frame, "workbench/cli_planted.py", "from workbench import cli"),
    (views_use_only_the_words_of_planner_and_exchange, "workbench/views/planted.py", "from workbench.planner.solve import solve"),
    (views_use_only_the_words_of_planner_and_exchange, "workbench/views/planted.py", "from workbench.exchange import writing"),
    (qt_only_in_views_and_app, "workbench/planted.py", "import PySide6.QtCore"),
    (views_know_no_database, "workbench/views/planted.py", "from workbench.storage.engine import Database"),
    (screens_do_not_import_each_other, "workbench/views/people/planted.py", "from workbench.views.planning.screen import PlanningScreen"),
    (a_migration_imports_nothing_of_ours, "alembic/versions/planted.py", "from workbench.models.base import Base"),
    (every_init_is_empty_but_for_the_version, "workbench/services/__init__.py", "from workbench.services import people"),
    (no_init_in_alembic, "alembic/__init__.py", ""),
    (views_never_block_in_exec, "workbench/views/planted.py", "dialog.exec()"),
    (shared_rooms_import_no_screen, "workbench/views/itemmodels/planted.py", "from workbench.views.reviews import bar"),
    (shared_rooms_import_no_screen, "workbench/views/delegates/planted.py", "from workbench.views import reviews"),
    (only_bound_methods_are_connected, "workbench/views/planted.py", "button.clicked.connect(lambda: None)"),
    (only_bound_methods_are_connected, "workbench/views/planted.py", "button.clicked.connect(functools.partial(f, 1))"),
    (
        only_bound_methods_are_connected,
        "workbench/views/planted.py",
        "def f():\n    pass\n\n\nclass A:\n    def g(self):\n        b.x.connect(f)",
    ),
    (only_bound_methods_are_connected, "workbench/views/planted.py", "def g():\n    run = partial(f, 1)\n    b.x.connect(run)"),
    (
        only_bound_methods_are_connected,
        "workbench/views/planted.py",
        "def g():\n    def run():\n        pass\n    QTimer.singleShot(0, run)",
    ),
    (
        jobs_hold_no_widget,
        "workbench/views/planted.py",
        "class A:\n    def f(self):\n        self.tasks.read(self, lambda c: self.g(c), self.h)",
    ),
    (jobs_hold_no_widget, "workbench/views/planted.py", "class A:\n    def f(self):\n        self.tasks.write(self, N_('x'), self.g)"),
    (
        jobs_hold_no_widget,
        "workbench/views/planted.py",
        "class A:\n    def f(self):\n        job = partial(self.g, 1)\n        self.tasks.work(self, job, self.h)",
    ),
    (jobs_hold_no_widget, "workbench/views/planted.py", "class A:\n    def f(self):\n        self.ask('x', partial(g, self))"),
    (
        jobs_hold_no_widget,
        "workbench/views/planted.py",
        "class A:\n    def f(self):\n        def job(c):\n            return self.x\n        self.tasks.read(self, job, self.h)",
    ),
    (ids_travel_as_objects, "workbench/views/planted.py", "class A:\n    chosen = Signal(int)"),
    (ids_travel_as_objects, "workbench/views/tasks.py", "class A:\n    chosen = Signal(str, int)"),
    (
        ids_travel_as_objects,
        "workbench/views/planted.py",
        "class A:\n    @Slot(int)\n    def _on_chosen(self, person_id: int) -> None: ...",
    ),
    (tooltips_of_data_are_plain, "workbench/views/planted.py", "widget.setToolTip(row.name)"),
    (tooltips_of_data_are_plain, "workbench/views/planted.py", "widget.setToolTip(_('Open: {name}', name=row.name))"),
    (tooltips_of_data_are_plain, "workbench/views/planted.py", "box.setItemData(0, text, Qt.ItemDataRole.ToolTipRole)"),
    (
        tooltips_of_data_are_plain,
        "workbench/views/itemmodels/planted.py",
        "def data(role):\n    if role in (D, Qt.ItemDataRole.ToolTipRole):\n        return row.name",
    ),
    (colours_live_in_the_theme, "workbench/views/planted.py", "INK = '#1A1E26'"),
    (threads_only_in_their_places, "workbench/views/planted.py", "import threading\nthreading.Thread().start()"),
    (threads_only_in_their_places, "workbench/planner/planted.py", "from threading import Timer"),
    (threads_only_in_their_places, "workbench/services/planted.py", "from concurrent.futures import ThreadPoolExecutor"),
]


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _path, _text in PLANTED), ids=lambda rule: rule.__name__)
def test_that_the_house_keeps_its_arrow(rule: Rule) -> None:
    assert rule(sources()) == []


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED, ids=lambda value: getattr(value, "__name__", ""))
def test_that_a_planted_violation_is_caught(rule: Rule, path: str, text: str) -> None:
    tree = {**sources(), path: text}
    new = [one for one in rule(tree) if path in one]
    assert new, f"{rule.__name__} let it pass"


BLOCKER = """
import sys, importlib, pkgutil
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in BLOCKED:
            raise ImportError('blocked: ' + name)
sys.meta_path.insert(0, Block())
import workbench
for package in PACKAGES:
    module = importlib.import_module('workbench.' + package)
    for info in pkgutil.walk_packages(module.__path__, module.__name__ + '.'):
        importlib.import_module(info.name)
print('ok')
"""


@pytest.mark.parametrize(
    ("packages", "blocked"),
    [
        (("models", "storage", "readmodels", "services", "planner", "exchange", "reports"), ("PySide6", "pyqtgraph", "shiboken6")),
        (("readmodels", "planner", "exchange", "reports"), ("PySide6", "pyqtgraph", "sqlalchemy", "alembic", "sqlcipher3")),
    ],
)
def test_that_lower_packages_import_without_what_they_must_not_know(packages: tuple[str, ...], blocked: tuple[str, ...]) -> None:
    code = f"BLOCKED = {set(blocked)!r}\nPACKAGES = {packages!r}\n{BLOCKER}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    assert done.stdout.strip() == "ok", done.stderr[-800:]


def test_that_the_blocker_blocks() -> None:
    code = f"BLOCKED = {{'json'}}\nPACKAGES = ('models',)\n{BLOCKER}\nimport json"
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.modules.pop('json', None)\n" + code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "blocked: json" in done.stderr
