#!/usr/bin/env bash
# Every check that needs neither a database nor a server. Each finding is a line "file:line: what";
# all checks run, and the end is non-zero when one of them found something.

set -Euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
PATH=$PWD/.odoo/venv/bin:$PATH
type -P ruff pylint oca-checks-po >/dev/null || {
    echo "the tools of requirements.txt are not installed: run setup/test.sh, or pip install -r requirements.txt" >&2
    exit 1
}
ADDONS=()
for manifest in */__manifest__.py; do
    ADDONS+=("${manifest%/*}")
done
FAILED=()

# Runs a check whose name is $1, and remembers that it found something.
check() {
    local name=$1
    shift
    "$@" || {
        FAILED+=("$name")
        printf -- '-- found by: %s\n\n' "$*"
    }
}

check "ruff" ruff check --quiet --output-format concise "${ADDONS[@]}" tests setup
check "ruff format" ruff format --check --output-format concise "${ADDONS[@]}" tests setup
# The readme is made of fragments. A local name for self.env._ is fine, and old forms are found below.
check "pylint" pylint --rcfile=.pylintrc --disable=missing-readme,prefer-env-translation "${ADDONS[@]}"
# Its XML header is checked below as well, for files that a manifest does not list.
check "modules" oca-checks-odoo-module --disable=xml-tag-position,xml-field-numeric-without-eval,prefer-readme-rst "${ADDONS[@]}"
# A translation may be the same word, and polib orders and wraps the files.
shopt -s nullglob
CATALOGUES=(*/i18n/*.po */i18n/*.pot)
[[ ${#CATALOGUES[@]} -eq 0 ]] || check "catalogues" oca-checks-po --disable=po-pretty-format "${CATALOGUES[@]}"
check "outdated forms" python setup/checks/outdated_forms.py
check "layout" python setup/checks/layout.py
check "hygiene" python setup/checks/hygiene.py
check "translations" python setup/checks/translations.py

[[ ${#FAILED[@]} -eq 0 ]] || {
    printf 'found something: %s\n' "$(printf '%s, ' "${FAILED[@]}" | sed 's/, $//')" >&2
    exit 1
}
