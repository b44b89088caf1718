#!/usr/bin/env bash
# Brings the translations up to date with the source, or checks that they are.
#
#   setup/i18n.sh DATABASE           writes <addon>/i18n/<addon>.pot, merges it into fr.po
#                                    and lists what is left to translate
#   setup/i18n.sh --check DATABASE   changes nothing, fails when a text is missing or stale
#
# DATABASE has the suite installed, without demo data. To have one, and all that Odoo needs:
#   setup/odoo.sh -d i18n -i mentorat_evaluation --stop-after-init
#   setup/odoo.sh --run setup/i18n.sh i18n

set -Eeuo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ ${ODOO_RC:-} ]] || exec setup/odoo.sh --run "$PWD/setup/i18n.sh" "$@"

CHECK=
if [[ ${1:-} == --check ]]; then
    CHECK=1
    shift
fi
DATABASE=${1:-}
[[ $DATABASE ]] || {
    echo "usage: setup/i18n.sh [--check] DATABASE" >&2
    exit 2
}

POTS=$(mktemp -d)
trap 'rm -rf "$POTS"' EXIT

for manifest in */__manifest__.py; do
    addon=${manifest%/*}
    python -m odoo i18n export -d "$DATABASE" -o "$POTS/$addon.pot" "$addon" >"$POTS/log" 2>&1 && [[ -s $POTS/$addon.pot ]] || {
        cat "$POTS/log" >&2
        echo "$addon could not be exported from database $DATABASE: is it installed there?" >&2
        exit 1
    }
    # Odoo dates each export, and a change of date alone is no change.
    sed -i '/^"\(POT-Creation\|PO-Revision\)-Date:/d' "$POTS/$addon.pot"
    [[ $CHECK ]] || {
        mkdir -p "$addon/i18n"
        cp "$POTS/$addon.pot" "$addon/i18n/$addon.pot"
    }
done

if [[ $CHECK ]]; then
    python setup/checks/translations.py --pot-dir "$POTS"
else
    python setup/checks/translations.py --merge
fi
