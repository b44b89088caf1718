#!/usr/bin/env bash
# The developer's way in: sets up what is missing, then runs Odoo (or Python, or any command) with
# the suite on its addons path and a PostgreSQL server at hand, which stops with it.
#
#   setup/odoo.sh -d mydb -i mentorat_programme --with-demo
#   setup/odoo.sh shell -d mydb
#   setup/odoo.sh --python -m pytest --odoo-database mydb --odoo-http mentorat_programme
#   setup/odoo.sh --run psql mydb

# shellcheck source=setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# shellcheck disable=SC2034  # read by lib.sh
QUIET=1
prepare_folders
exclusively set_up >&2
trap - ERR
case ${1:-} in
    --python) "$STATE/venv/bin/python" "${@:2}" ;;
    --run) "${@:2}" ;;
    *) odoo "$@" ;;
esac
