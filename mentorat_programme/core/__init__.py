"""Rules that need no database: nothing in this package imports Odoo."""
