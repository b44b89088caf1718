"""Pages of documents on the portal."""
