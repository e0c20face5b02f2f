"""The entrance: the window without a command, the command line with one, and the import worker of a bundle."""

from __future__ import annotations

import sys


def main() -> int:
    """Decide by the first word; nothing heavy is imported before that."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--import-worker"]:
        from workbench.exchange import worker

        return worker.main([])
    import multiprocessing

    multiprocessing.freeze_support()
    if not arguments or arguments[0] == "--sample" or (arguments[0].startswith("--db") and len(arguments) <= 2):
        from workbench import app

        return app.run(arguments)
    from workbench import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
