"""The arrows of docs/architecture.md as rules, each shown to catch a planted violation."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
QT = ("PySide6", "shiboken6", "pyqtgraph")
LAYERS = ("models", "storage", "readmodels", "services", "planner", "exchange", "reports", "views")

Sources = dict[str, str]  # path below the root -> source text


def sources() -> Sources:
    """Every Python file of the product and its migrations."""
    found = {}
    for folder in ("workbench", "alembic"):
        for path in (ROOT / folder).rglob("*.py"):
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
    return found


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
        for node in ast.walk(ast.parse(text)):
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
        if path.startswith("workbench/models/") and path.endswith(("_rules.py", "/values.py"))
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
        wrong += only(tree, f"workbench/{layer}/", layer, "readmodels", "models.values", "errors", "i18n", "paths")
    return wrong


def services_and_storage_know_no_qt(tree: Sources) -> list[str]:
    return found(tree, "workbench/services/", *QT) + found(tree, "workbench/storage/", *QT)


def storage_imports_models_but_not_services(tree: Sources) -> list[str]:
    return only(tree, "workbench/storage/", "storage", "models", "readmodels", "errors", "paths", "i18n", "logs")


def services_do_not_import_views(tree: Sources) -> list[str]:
    return found(tree, "workbench/services/", "workbench.views", "workbench.app", "workbench.cli")


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
    shared = {"widgets", "itemmodels", "delegates", "charts"}
    wrong = []
    for one in imports(tree, "workbench/views/"):
        parts = one.path.split("/")
        if len(parts) < 4 or parts[2] in shared:
            continue
        target = one.module.split(".")
        is_screen = len(target) > 3 and f"workbench/views/{target[2]}.py" not in tree
        if inside(one.module, "workbench.views") and is_screen and target[2] not in shared and target[2] != parts[2]:
            wrong.append(str(one))
    return wrong


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
            calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
            wrong += [f"{path}:{node.lineno} blocks in exec()" for node in calls if getattr(node.func, "attr", "") in ("exec", "exec_")]
    return wrong


def no_lambda_is_connected(tree: Sources) -> list[str]:
    wrong = []
    for path, text in tree.items():
        if path.startswith(("workbench/views/", "workbench/app.py")):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
                    wrong += [f"{path}:{node.lineno} connects a lambda" for a in node.args if isinstance(a, ast.Lambda)]
    return wrong


def colours_live_in_the_theme(tree: Sources) -> list[str]:
    wrong = []
    for path, text in tree.items():
        if path.startswith("workbench/views/") and path != "workbench/views/theme.py":
            for node in ast.walk(ast.parse(text)):
                value = node.value if isinstance(node, ast.Constant) else None
                if isinstance(value, str) and len(value) == 7 and value[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in value[1:]):
                    wrong.append(f"{path}:{node.lineno} has the colour {value}")
    return wrong


def threads_only_in_tasks_and_storage(tree: Sources) -> list[str]:
    """Locks are welcome; a thread, timer or pool of its own is not."""
    names = (
        "threading.Thread",
        "threading.Timer",
        "concurrent.futures.ThreadPoolExecutor",
        "PySide6.QtCore.QThread",
        "PySide6.QtCore.QThreadPool",
        "PySide6.QtCore.QRunnable",
    )
    wrong = [
        str(i)
        for i in imports(tree, "workbench/views/")
        if any(inside(i.module, n) for n in names) and i.path != "workbench/views/tasks.py"
    ]
    for path, text in tree.items():
        if path.startswith("workbench/views/") and path != "workbench/views/tasks.py":
            for node in ast.walk(ast.parse(text)):
                if (
                    isinstance(node, ast.Attribute)
                    and node.attr in ("Thread", "Timer")
                    and isinstance(node.value, ast.Name)
                    and node.value.id == "threading"
                ):
                    wrong.append(f"{path}:{node.lineno} starts a thread")
    return wrong


Rule = Callable[[Sources], list[str]]
PLANTED: list[tuple[Rule, str, str]] = [
    (models_import_only_errors, "workbench/models/planted.py", "from workbench.services import people"),
    (values_are_standard_library_only, "workbench/models/planted_rules.py", "import sqlalchemy"),
    (carriers_know_no_database_and_no_qt, "workbench/reports/planted.py", "import sqlalchemy as sa"),
    (readmodels_import_only_values, "workbench/readmodels/planted.py", "from workbench.models import people"),
    (planner_exchange_and_reports_import_only_read_models, "workbench/planner/planted.py", "from workbench.services import planning"),
    (services_and_storage_know_no_qt, "workbench/services/planted.py", "def f():\n    from PySide6.QtCore import QObject"),
    (storage_imports_models_but_not_services, "workbench/storage/planted.py", "from workbench.services import people"),
    (services_do_not_import_views, "workbench/services/planted.py", "from workbench.views import theme"),
    (qt_only_in_views_and_app, "workbench/planted.py", "import PySide6.QtCore"),
    (views_know_no_database, "workbench/views/planted.py", "from workbench.storage.engine import Database"),
    (screens_do_not_import_each_other, "workbench/views/people/planted.py", "from workbench.views.planning.screen import PlanningScreen"),
    (a_migration_imports_nothing_of_ours, "alembic/versions/planted.py", "from workbench.models.base import Base"),
    (every_init_is_empty_but_for_the_version, "workbench/services/__init__.py", "from workbench.services import people"),
    (no_init_in_alembic, "alembic/__init__.py", ""),
    (views_never_block_in_exec, "workbench/views/planted.py", "dialog.exec()"),
    (no_lambda_is_connected, "workbench/views/planted.py", "button.clicked.connect(lambda: None)"),
    (colours_live_in_the_theme, "workbench/views/planted.py", "INK = '#1A1E26'"),
    (threads_only_in_tasks_and_storage, "workbench/views/planted.py", "import threading\nthreading.Thread().start()"),
]


@pytest.mark.parametrize("rule", [rule for rule, _path, _text in PLANTED], ids=lambda rule: rule.__name__)
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
