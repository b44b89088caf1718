"""Odoo's command as a file: with workers it starts itself again, by the name it was called."""

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
