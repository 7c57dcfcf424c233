"""Outside data in: pure readers, and the data package that importers write."""
