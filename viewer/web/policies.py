"""How long a browser or a cache may keep an answer (Cache-Control), by what the answer is."""

from __future__ import annotations

FOREVER = "public, max-age=31536000, immutable"
"""What never changes under its address, since that holds a hash of it."""

PAGE = "public, max-age=30, stale-while-revalidate=120"
"""A visitor who comes back sees new data at once or by the next page."""

DATA = "public, max-age=60, stale-while-revalidate=600"
"""What is made of the data for others to read: new data show within a minute."""

PICTURE = "public, max-age=300, stale-while-revalidate=86400"
"""Dear to make, and not wrong when it is a day old."""

DESCRIPTION = "public, max-age=300, stale-while-revalidate=3600"
"""What crawlers and catalogues read."""

STYLE = "public, max-age=300"
"""What the settings choose, under an address that stays."""

SCRIPT = "public, max-age=3600, stale-while-revalidate=86400"
"""What other sites load from an address that stays."""

OEMBED = "public, max-age=3600"
"""What other sites show of us."""

NEVER = "no-store"
"""What is true only now."""
