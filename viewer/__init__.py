"""The Samenwerkingskaart: which Dutch gemeenten work together, on what, since when."""

__version__ = "0.4.0"
