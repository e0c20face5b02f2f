"""How long the passphrase of a database must be; one rule for the window and the command line."""

from __future__ import annotations

SHORTEST = 12  # characters; NIST SP 800-63B-4 asks for 15 where nothing else protects, 8 where something does
