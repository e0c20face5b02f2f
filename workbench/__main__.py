"""The entrance: the window without a command, the command line with one, and the hidden helpers of a bundle."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

WINDOW_OPTIONS = ("--db", "--lang", "--today")  # each with a value
IMPORT_WORKER, PICTURES = "--import-worker", "--pictures"


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether nothing but options of the window is given; everything else is a command or its help."""
    words = iter(arguments)
    for word in words:
        if word in WINDOW_OPTIONS:
            if next(words, None) is None:
                return False
        elif word != "--sample" and not word.startswith(tuple(f"{name}=" for name in WINDOW_OPTIONS)):
            return False
    return True


def with_database(arguments: Sequence[str]) -> list[str]:
    """The window's arguments with the database that WORKBENCH_DB names, where no other is asked for."""
    given, named = list(arguments), os.environ.get("WORKBENCH_DB")
    if not named or any(word == "--sample" or word.startswith("--db") for word in given):
        return given
    return [*given, "--db", named]


def main() -> int:
    """Decide by the first words; nothing heavy is imported before that."""
    from workbench import paths

    if not (paths.resources() / "translations" / "en" / "workbench.mo").exists():  # a checkout that nobody has prepared
        sys.stderr.write(
            "本程序还没有准备好，请先运行 python3 dev.py catalogues。\nNot prepared yet: run python3 dev.py catalogues first.\n"
        )
        return 70
    arguments = sys.argv[1:]
    if arguments[:1] == [IMPORT_WORKER]:
        from workbench.exchange import worker

        return worker.main([])
    if getattr(sys, "frozen", False):  # a bundle is also its own helper process
        import multiprocessing

        multiprocessing.freeze_support()
    if arguments[:1] == [PICTURES]:
        from workbench.views import pictures

        return pictures.main(arguments[1:])
    if opens_window(arguments):
        gc.disable()  # from the first frame on views/collector.py collects, on the main thread
        from workbench import app

        return app.run(with_database(arguments))
    from workbench import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
