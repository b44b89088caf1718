#!/usr/bin/env bash
# Sets everything up, runs a mentoring programme on Odoo's demo employees, then serves it.

# shellcheck source=setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'END'
usage: setup/demo.sh [--no-serve] [--reset] [--port N]
  --no-serve  stop after the job; its files stay in .odoo/out/
  --reset     throw away the demo database and its files first
  --port N    serve at port N (8069 unless given), or at the next free one
environment:
  ODOO_SOURCE=DIR  an Odoo 19 that is already there
  PYTHON=PROGRAM   the Python to use, 3.10 or later
  PGHOST, ...      a PostgreSQL server to use instead of a private one
END
}

read_options() {
    SERVE=1 RESET='' PORT=8069
    while [[ $# -gt 0 ]]; do
        case $1 in
            --no-serve) SERVE='' ;;
            --reset) RESET=1 ;;
            --port) PORT=${2:-} && shift ;;
            --help | -h) usage && exit 0 ;;
            *) usage >&2 && fail "unknown option $1" "use one of the options above" ;;
        esac
        shift || break
    done
    [[ $PORT =~ ^[0-9]{1,5}$ && $PORT -ge 1024 && $PORT -le 65535 ]] || fail "--port wants a number from 1024 to 65535" \
        "for example: setup/demo.sh --port 8080"
}

# The demo database keeps what its users did in it; the code it runs on may have changed since.
get_demo_database() {
    local database=${DB}_demo stamp=$RUN/demo.stamp
    # Odoo copies a database before its files: without a stamp, that may not have come to its end.
    if [[ ! -f $stamp ]] || ! database_exists "$database"; then
        rm -f "$stamp"
        copy_pristine "$database"
    elif [[ $(<"$stamp") != "$SUITE_STAMP" ]]; then
        say "the addons have changed: upgrading"
        logged "$database" odoo -d "$database" -u "$(comma "${SUITE[@]}")" --stop-after-init --no-http ||
            fail "Odoo could not upgrade ${SUITE[*]}" "start afresh with: setup/demo.sh --reset"
    fi
    echo "$SUITE_STAMP" >"$stamp"
}

read_options "$@"
prepare_folders
take_lock demo "another setup/demo.sh of this folder is running"
exclusively set_up
if [[ $RESET ]]; then
    step "starting afresh"
    drop_database "${DB}_demo"
    rm -rf "$STATE/out"
fi
step "demo database"
get_demo_database
step "Odoo server"
serve "${DB}_demo" "$PORT" "$STATE/out/mail"
step "demo job"
run_demo_job "$STATE/out" || fail "the demo job did not end well" \
    "read the lines above; start afresh with: setup/demo.sh --reset"
end_step
say "done in $SECONDS s; files: $STATE/out"
if [[ $SERVE ]]; then
    say "Odoo is at $MENTORAT_URL - Ctrl-C stops it"
    trap 'exit 0' INT
    wait "$SERVER_PID" || fail "the Odoo server ended by itself" "read its log: $STEP_LOG"
fi
