"""The product's own environment, on the revisions beside this file."""

import runpy

from workbench import paths

runpy.run_path(str(paths.migrations() / "env.py"))
