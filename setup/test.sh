#!/usr/bin/env bash
# Sets everything up and runs every check and test of the project, with Odoo, PostgreSQL and Chromium.
# The last line is the number of tests: N passed, N failed, N skipped.

# shellcheck source=setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

JUNIT=$STATE/test/junit
ENGINE=$ROOT/mentorat_matching

# Runs pytest with the arguments $2..., its results in junit/$1.xml.
run_tests() {
    local name=$1 status=0
    shift
    STEP_LOG=
    (cd "$ROOT" && python -m pytest -q --no-header -p no:cacheprovider --junitxml="$JUNIT/$name.xml" "$@") || status=$?
    [[ -f $JUNIT/$name.xml ]] || fail "pytest ended with status $status before any test" "read the lines above"
    python "$ROOT/setup/junit.py" "$JUNIT/$name.xml" >"$STATE/log/$name-junit.log" || {
        STEP_LOG=$STATE/log/$name-junit.log
        fail "tests of $name failed, were skipped, or there were none" "read the lines above"
    }
    [[ $status -eq 0 ]] || fail "pytest ended with status $status" "read the lines above"
}

# Fails when Odoo's log files hold a warning or an error that log_allow.txt does not name.
scan_logs() {
    local found
    found=$(grep -HE '^[0-9-]+ [0-9:,]+ [0-9]+ (WARNING|ERROR|CRITICAL) ' "$@" |
        grep -vEf <(grep -vE '^(#|$)' "$ROOT/setup/log_allow.txt") | sed "s|^$STATE/log/||" | head -n 20) || true
    [[ ! $found ]] || {
        printf '%s\n' "$found" >&2
        fail "warnings or errors in Odoo's log" \
            "mend what causes them; if it is Odoo's own, name it with its reason in setup/log_allow.txt"
    }
}

# Tests of addon $1, with Odoo's HTTP server, on the database where the suite is installed.
test_addon() {
    run_tests "$1" "$1" --odoo-database "$TEST_DB" --odoo-http --odoo-log-level=info \
        --odoo-extra "logfile=$STATE/log/$1-tests.log"
    scan_logs "$STATE/log/$1-tests.log"
}

# Unpacks OCA's queue of jobs beside the suite, which works with it and does not need it.
get_queue_job() {
    local packages=(odoo-addon-queue-job==19.0.2.4.0.1 openupgradelib==3.13.7)
    export MENTORAT_OCA=$STATE/oca
    [[ $(cat "$MENTORAT_OCA/stamp" 2>/dev/null) != "${packages[*]}" ]] || return 0
    rm -rf "$MENTORAT_OCA" "$MENTORAT_OCA.new"
    # Without what it asks for: Odoo is there, and is not a package of pip's.
    logged oca python -m pip install --disable-pip-version-check --no-deps --target "$MENTORAT_OCA.new" "${packages[@]}" ||
        fail "pip could not fetch ${packages[*]}" "check the network and pip's configuration (pip config list)"
    echo "${packages[*]}" >"$MENTORAT_OCA.new/stamp"
    mv "$MENTORAT_OCA.new" "$MENTORAT_OCA"
}

uninstall_suite() {
    logged uninstall odoo module uninstall -d "$TEST_DB" "${SUITE[@]}" ||
        fail "Odoo could not uninstall ${SUITE[*]}" "read the log above"
    [[ $(sql "$TEST_DB" "SELECT count(*) FROM ir_model_data WHERE module LIKE 'mentorat\_%'") == 0 ]] ||
        fail "uninstalling left records behind" "look in the table ir_model_data of database $TEST_DB"
    scan_logs "$STEP_LOG"
}

print_total() {
    local files=("$JUNIT"/*.xml)
    [[ ! -e ${files[0]} ]] || python "$ROOT/setup/junit.py" "${files[@]}" | tail -n 1
}

prepare_folders
take_lock test "another setup/test.sh of this folder is running"
rm -rf "$STATE/test"
mkdir -p "$JUNIT"
exclusively set_up
at_exit print_total
TEST_DB=${DB}_test

step "static checks"
bash "$ROOT/setup/check.sh" || fail "static checks found something" "mend it, then run: setup/check.sh"

step "tests of the checks"
run_tests static tests/static -p no:odoo

step "matching engine, without Odoo"
PYTHONPATH=$ENGINE run_tests engine tests/engine -p no:odoo

step "install on an empty database"
install_suite "$TEST_DB"
scan_logs "$STEP_LOG"

step "upgrade"
logged upgrade odoo -d "$TEST_DB" -u "$(comma "${SUITE[@]}")" --stop-after-init --no-http ||
    fail "Odoo could not upgrade ${SUITE[*]}" "read the log above"
scan_logs "$STEP_LOG"

step "translations"
bash "$ROOT/setup/i18n.sh" --check "$TEST_DB" || fail "translations are not up to date" \
    "export them with setup/i18n.sh and complete */i18n/fr.po"

for addon in "${SUITE[@]}"; do
    step "tests of $addon"
    test_addon "$addon"
done

step "demo database and demo job"
copy_pristine "${DB}_journeys"
scan_logs "$STATE/log/${DB}_pristine_new.log"
serve "${DB}_journeys" 8169 "$STATE/test/out/mail"
run_demo_job "$STATE/test/out" || fail "the demo job did not end well" "read the lines above"

step "journeys in a browser"
export MENTORAT_PRISTINE=${DB}_pristine
get_queue_job
run_tests journeys tests/journeys -p no:odoo
scan_logs "$STATE/log/${DB}_journeys-server.log"

step "uninstall"
uninstall_suite
end_step
say "all done in $SECONDS s"
