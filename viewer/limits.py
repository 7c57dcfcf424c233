"""How much at once: the sizes of lists, pages and frames, once for server and browser. No library."""

from __future__ import annotations

PAGE_SIZE, MAX_PAGE_SIZE = 100, 1000
"""How many of a list are answered at once, unless asked otherwise, and at most."""

MAX_PARTICIPANTS = 9999
"""The most that `hoogstens` takes."""

MAX_VERBINDINGEN = 120
"""As many pairs as a table of verbindingen shows unless asked for more; the threshold follows from it."""

MAX_VERBINDINGEN_WRITTEN = 10 * MAX_VERBINDINGEN
"""As many pairs as that table holds whatever is asked."""

MAX_MATRIX = 45
"""A matrix of more gemeenten than this cannot be read on a screen."""

PARTNERS = 3
"""How many partners a card of a gemeente names."""

LEFT_OUT = ("zoek", "paneel", "legenda")
"""What an embed can do without."""

FRAME_WIDTH, FRAME_HEIGHT = 1000, 600
MIN_FRAME_HEIGHT, MAX_FRAME_HEIGHT = 300, 2000
"""An embed, in CSS pixels."""

NAMED_IN_TITLE = 3
"""How many samenwerkingsverbanden and gemeenten the title of an embed names, of each."""

FIRST_DAY = "2000-01-01"
"""The first day that forms offer."""
