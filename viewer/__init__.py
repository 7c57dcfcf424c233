"""The Samenwerkingskaart: which Dutch gemeenten work together, on what, since when."""
