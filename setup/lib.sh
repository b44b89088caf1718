# shellcheck shell=bash
# What setup/demo.sh, setup/test.sh and setup/odoo.sh share: finding or making everything that
# the suite needs (system parts, Odoo, Python packages, PostgreSQL), and reporting on it.
#
# Everything made here lies in .odoo/. A folder is filled under a temporary name and then moved,
# or gets its stamp last; the stamp holds a hash of what it was made from. So an interrupted run
# is never taken for a finished one, and a change of inputs makes the folder again.

set -Eeuo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
STATE=$ROOT/.odoo
RUN=$STATE/run
# Settings meant for other Pythons of this user.
unset PYTHONPATH PYTHONHOME

# ---------------------------------------------------------------- reporting

STEP_NUMBER=0
STEP_NAME="start"
STEP_START=$SECONDS
STEP_LOG=
QUIET=

# Starts step "$1"; its time is printed when the next one starts or by end_step.
step() {
    end_step
    STEP_NUMBER=$((STEP_NUMBER + 1))
    STEP_NAME=$1
    STEP_START=$SECONDS
    STEP_LOG=
    [[ $QUIET ]] || printf '[%2d] %s\n' "$STEP_NUMBER" "$STEP_NAME"
}

end_step() {
    [[ $QUIET || $STEP_NUMBER -eq 0 || ! $STEP_NAME ]] || printf '     %d s\n' "$((SECONDS - STEP_START))"
    STEP_NAME=
}

say() {
    printf '     %s\n' "$*"
}

# Ends the script: what failed, why, and what to do about it.
# $1: cause; the rest: what to do, one line each.
fail() {
    local cause=$1 free
    shift
    # A full disk makes any step fail, and not every program says so.
    free=$(df --output=avail --block-size=1M "$STATE" 2>/dev/null | tail -n 1) || true
    {
        printf '\nFAILED: %s\n  cause: %s\n' "${STEP_NAME:-$0}" "$cause"
        [[ ! $STEP_LOG || ! -s $STEP_LOG ]] || {
            printf '  end of %s:\n' "$STEP_LOG"
            # A log that was cut off may lack its last newline.
            tail -n 15 "$STEP_LOG" | sed -e 's/^/    | /' -e '$a\'
        }
        [[ ${free:-500} -ge 500 ]] || printf '  note: the disk of %s has no more than %d MB left\n' "$STATE" "$free"
        [[ $# -eq 0 ]] || printf '  to do: %s\n' "$1"
        shift || true
        [[ $# -eq 0 ]] || printf '         %s\n' "$@"
    } >&2
    trap - ERR
    exit 1
}

on_error() {
    fail "line $2 of ${1##*/} ended with status $3" "read the lines above, then run the command again"
}
trap 'on_error "${BASH_SOURCE[0]}" "$LINENO" "$?"' ERR

# Runs a command with its output in log file .odoo/log/$1.log, shown only when it fails.
logged() {
    STEP_LOG=$STATE/log/$1.log
    shift
    "$@" >"$STEP_LOG" 2>&1
}

hash_of() {
    sha256sum | cut -c1-16
}

am_root() {
    [[ $EUID -eq 0 ]]
}

# ---------------------------------------------------------------- clean-up and locks

CLEANUP=()

# Registers a command line to run when the script ends, last registered first.
at_exit() {
    CLEANUP+=("$1")
}

run_cleanup() {
    local status=$? i
    trap - ERR EXIT INT TERM HUP
    for ((i = ${#CLEANUP[@]} - 1; i >= 0; i--)); do
        eval "${CLEANUP[i]}" || true
    done
    exit "$status"
}
trap run_cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Open files that hold locks. The programs that a script starts inherit them: after kill -9 of the
# script, nobody sets up the folder anew while its pip or Odoo still writes there.
LOCKS=()

# The kernel drops these locks with the last process that has them, however it dies: none is ever stale.
# $1: lock name; $2: what a second run is told.
take_lock() {
    local file=$RUN/$1.lock fd owner
    exec {fd}>>"$file"
    LOCKS+=("$fd")
    if ! flock -n "$fd"; then
        # Who has just taken it writes its number next.
        sleep 0.2
        owner=$(cat "$file.pid" 2>/dev/null) || true
        [[ ! -d /proc/${owner:-unknown} ]] || fail "$2 (process $owner)" \
            "wait for it to end, or stop it, then run this again"
        say "a run that was killed has left programs at work: waiting for them to end"
        flock -w 900 "$fd" || fail "programs of a killed run are still at work after 15 minutes" \
            "find them with: fuser -v \"$file\""
    fi
    echo $$ >"$file.pid"
}

# Runs a command that outlives the script, so it must not hold the script's locks.
without_locks() (
    local fd
    for fd in "${LOCKS[@]}"; do
        exec {fd}>&-
    done
    "$@"
)

# Runs a command alone among all the scripts of this folder, waiting for its turn.
exclusively() {
    exec {SETUP_LOCK}>>"$RUN/setup.lock"
    LOCKS+=("$SETUP_LOCK")
    if ! flock -n "$SETUP_LOCK"; then
        say "another run is setting up this folder: waiting for it"
        flock -w 1800 "$SETUP_LOCK" || fail "another run has been setting up this folder for 30 minutes" \
            "look for it with: fuser -v \"$RUN/setup.lock\""
    fi
    "$@"
    exec {SETUP_LOCK}>&-
}

prepare_folders() {
    umask 022
    local folder
    # PostgreSQL's files, for one, are of use to their owner alone.
    [[ ! -e $STATE || -O $STATE ]] || fail "$STATE belongs to user $(stat -c %U "$STATE"), and this runs as $(id -un)" \
        "run this as that user, or throw the folder away: rm -rf \"$STATE\""
    for folder in "$STATE" "$STATE/log" "$STATE/out" "$STATE/data" "$STATE/tmp" "$RUN"; do
        { mkdir -p "$folder" && [[ -w $folder ]]; } 2>/dev/null ||
            fail "cannot write in $folder" \
                "make it writable for user $(id -un), or work in a clone of your own"
    done
    chmod 700 "$RUN" "$STATE/data"
    [[ $ROOT != *,* ]] || fail "the path $ROOT holds a comma, which Odoo's addons path cannot" \
        "move the clone to a folder without one"
}

# ---------------------------------------------------------------- system parts

# Prints the folder of PostgreSQL's server programs. Debian keeps them out of PATH.
find_pg_bin() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) /usr/pgsql-*/bin \
        "$(dirname "$(type -P initdb || echo /nowhere/initdb)")"; do
        if [[ -x $folder/initdb && -x $folder/postgres && -x $folder/pg_ctl && -x $folder/psql ]]; then
            echo "$folder"
            return
        fi
    done
    return 1
}

find_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [[ $name ]] && type -P "$name" && return
    done
    return 1
}

# Prints an interpreter that can make a venv. A version manager's shim is resolved to the real
# program, so that the venv does not depend on the shim's settings.
find_python() {
    local name
    for name in "${PYTHON:-}" python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.10; do
        [[ $name ]] || continue
        "$name" -c '
import sys
assert sys.version_info >= (3, 10)
import ensurepip, venv
print(sys.executable)' 2>/dev/null && return
        [[ $name != "${PYTHON:-}" ]] || return 1
    done
    return 1
}

has_postgresql() {
    if pg_is_external; then
        type -P psql >/dev/null
    else
        find_pg_bin >/dev/null
    fi
}

has_pango() {
    # Where WeasyPrint looks for them, too.
    local libraries library
    libraries=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null) || return 1
    for library in libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz.so.0 libharfbuzz-subset.so.0; do
        [[ $libraries == *"$library"* ]] || return 1
    done
}

has_fonts() {
    [[ $(find /usr/share/fonts /usr/local/share/fonts "${HOME:-}/.fonts" \
        \( -name '*.ttf' -o -name '*.otf' \) -print -quit 2>/dev/null) ]]
}

# Prints the missing parts, one a line: name, then Debian's packages for it.
missing_parts() {
    # A PYTHON of the user's own is for the user to mend.
    [[ ${PYTHON:-} ]] || find_python >/dev/null || echo "Python 3.10 or later with venv|python3 python3-venv"
    has_postgresql || if pg_is_external; then
        echo "PostgreSQL client|postgresql-client"
    else
        echo "PostgreSQL server|postgresql"
    fi
    find_chromium >/dev/null || echo "Chromium|chromium"
    has_pango || echo "Pango|libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    has_fonts || echo "a font|fonts-dejavu-core"
}

# Prints the names of the parts that missing_parts has listed as $1.
names_of() {
    cut -d'|' -f1 <<<"$1" | paste -sd, | sed 's/,/, /g'
}

install_system_parts() {
    local missing packages by_hand as_root=()
    missing=$(missing_parts)
    [[ $missing ]] || return 0
    read -r -d '' -a packages < <(cut -d'|' -f2 <<<"$missing") || true
    by_hand="apt-get update && apt-get install --no-install-recommends ${packages[*]}"
    type -P apt-get >/dev/null || fail "missing on this system: $(names_of "$missing")" \
        "install them with the system's package manager (on Debian: $by_hand)"
    if ! am_root; then
        sudo -n true 2>/dev/null || fail "missing on this system: $(names_of "$missing")" \
            "type as root, then run this again: $by_hand"
        as_root=(sudo -n)
    fi
    say "installing ${packages[*]}"
    logged apt-install "${as_root[@]}" bash -c "$(declare -f apt_install)"' && apt_install "$@"' - "${packages[@]}" ||
        fail "apt-get could not install ${packages[*]}" \
            "check the network and the package sources of this machine, then run this again;" \
            "by hand, as root: $by_hand"
    missing=$(missing_parts)
    [[ ! $missing ]] || fail "apt-get has installed ${packages[*]}, and still there is no $(names_of "$missing")" \
        "look whether the files of these packages are there: dpkg --verify ${packages[*]}"
}

# Installs packages, in a shell of root's. Debian's PostgreSQL starts a server of its own at once, on
# port 5432, and ours needs only the programs: a setting says so while this shell lives, even when
# the script that started it is killed.
apt_install() {
    local setting=/etc/postgresql-common/createcluster.d/mentorat.conf
    # shellcheck disable=SC2064  # the path as it is now
    trap "rm -f $setting; rmdir --ignore-fail-on-non-empty -p ${setting%/*}" EXIT
    mkdir -p "${setting%/*}"
    echo "create_main_cluster = false" >"$setting"
    # One broken source among several does not matter: the installation decides.
    apt-get -q update || true
    DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "$@"
}

# ---------------------------------------------------------------- Odoo

# Debian's package links to these; listed as package/suite, "stable" standing for the machine's
# own. Font Awesome has to be version 4.7: sid's no longer has the files that Odoo's pages name.
ODOO_PACKAGES=(odoo-19/sid libjs-jquery/sid libjs-underscore/sid libjs-jquery-form/sid
    fonts-roboto-unhinted/sid fonts-montserrat/sid fonts-ocr-b/sid fonts-inconsolata/sid
    fonts-glyphicons-halflings/sid fonts-font-awesome/stable)
# Counts changes made below to what is unpacked, so that older copies are made again.
ODOO_RECIPE=1

# Sets ODOO_LIB, the folder that holds the Python package odoo, and ODOO_ADDONS.
get_odoo() {
    if [[ ${ODOO_SOURCE:-} ]]; then
        ODOO_LIB=$(cd "$ODOO_SOURCE" 2>/dev/null && pwd -P) ||
            fail "ODOO_SOURCE names $ODOO_SOURCE, which is not a folder" "$ODOO_HINT"
    else
        ODOO_LIB=$STATE/src/usr/lib/python3/dist-packages
        [[ $(cat "$STATE/src/stamp" 2>/dev/null) == "$(odoo_stamp)" ]] || fetch_odoo
    fi
    check_odoo
    # A git checkout keeps most addons beside the package, an installed one inside it.
    ODOO_ADDONS=$ODOO_LIB/odoo/addons
    [[ ! -d $ODOO_LIB/addons/hr || -d $ODOO_ADDONS/hr ]] || ODOO_ADDONS=$ODOO_LIB/addons,$ODOO_ADDONS
}

ODOO_HINT="set ODOO_SOURCE to an Odoo 19.0: a git checkout (holds odoo-bin) or the folder that holds odoo/release.py"

check_odoo() {
    local release=$ODOO_LIB/odoo/release.py version
    [[ -f $release ]] || fail "no Odoo in $ODOO_LIB: there is no odoo/release.py" "$ODOO_HINT"
    version=$(sed -nE 's/^version_info *= *\(([^,]+), *([0-9]+).*/\1.\2/p' "$release" | tr -d "'\" ")
    [[ $version == 19.0 ]] || fail "$ODOO_LIB is Odoo ${version:-of an unknown version}, the suite needs 19.0" "$ODOO_HINT"
}

odoo_stamp() {
    echo "$ODOO_RECIPE ${ODOO_PACKAGES[*]}" | hash_of
}

stable_suite() {
    local codename
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    case $codename in
        bookworm | trixie) echo "$codename" ;;
        *) echo trixie ;;
    esac
}

# Debian's mirrors that the machine itself uses, one a line.
mirrors() {
    # shellcheck disable=SC2016  # apt's own variable
    apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | sort -u
}

# Fetches and unpacks Odoo with a private apt state: the machine's own sources stay as they are,
# its proxies and certificates are used, and signatures are checked.
fetch_odoo() {
    local apt=$STATE/tmp/apt new=$STATE/tmp/src suite keyring sites site mirror='' deb
    type -P apt-get dpkg-deb >/dev/null ||
        fail "this system has no apt to fetch Odoo with" "$ODOO_HINT"
    suite=$(stable_suite)
    keyring=$(find /usr/share/keyrings -name 'debian-archive-keyring.*' -print -quit 2>/dev/null) || true
    [[ $keyring ]] || fail "the keys of Debian's archive are not on this system" \
        "install the package debian-archive-keyring, or $ODOO_HINT"
    rm -rf "$apt" "$new"
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs" "$new"
    mapfile -t sites < <(mirrors)
    for site in "${sites[@]}"; do
        ! use_mirror "$apt" "$site" "$suite" "$keyring" || { mirror=$site && break; }
    done
    STEP_LOG=$STATE/log/apt-odoo.log
    [[ $mirror ]] || fail "no Debian mirror of this machine could be reached, or none has Odoo 19" \
        "check the network and the package sources of this machine (apt-get update), or" "$ODOO_HINT"
    say "fetching Odoo 19 and its fonts with apt"
    (cd "$apt/debs" && private_apt "$apt" download "${ODOO_PACKAGES[@]/%\/stable//$suite}") >>"$STEP_LOG" 2>&1 ||
        fail "the download of Odoo 19 failed" "check the network, then run this again; or" "$ODOO_HINT"
    for deb in "$apt"/debs/*.deb; do
        dpkg-deb -x "$deb" "$new" || fail "could not unpack ${deb##*/}" \
            "check the free space of this disk (2 GB are needed): df -h \"$STATE\""
    done
    finish_odoo "$new"
    rm -rf "$STATE/src" "$apt"
    mv "$new" "$STATE/src"
}

private_apt() {
    local apt=$1 user=()
    shift
    # The sandbox user cannot write in a folder that belongs to root.
    ! am_root || user=(-o APT::Sandbox::User=root)
    apt-get -q -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" \
        -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
        "${user[@]}" "$@"
}

# Reads the lists of mirror $2 in the private state $1; fails when it does not hold Odoo 19.
use_mirror() {
    local apt=$1
    printf "deb [signed-by=$4] $2 %s main\n" sid "$3" >"$apt/sources.list"
    private_apt "$apt" -o Acquire::Languages=none -o APT::Update::Error-Mode=any update >>"$STATE/log/apt-odoo.log" 2>&1 &&
        [[ $(private_apt "$apt" --print-uris download odoo-19/sid 2>>"$STATE/log/apt-odoo.log") ]]
}

finish_odoo() {
    local lib=$1/usr/lib/python3/dist-packages odoo_addons missing
    odoo_addons=$lib/odoo/addons
    # Debian leaves out this library (blurred background in video calls) but mail's manifest still
    # lists it: without a file of that name the back end's bundle logs an error in the browser.
    missing=$odoo_addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
    [[ -e $missing ]] || {
        mkdir -p "${missing%/*}"
        echo "/* left out of the Debian package */" >"$missing"
    }
    # A second copy of the addons' Python files alone, which nothing reads.
    rm -rf "$lib/addons" "$lib/doc" "$lib/setup"
    # Point of sale's receipt font, unused here, is the one link known to lead nowhere.
    missing=$(find "$odoo_addons" -xtype l ! -path '*/point_of_sale/*' | head -n 5)
    [[ ! $missing ]] || fail "files that Odoo's pages need are missing: $missing" \
        "Debian's packages have changed: complete ODOO_PACKAGES in setup/lib.sh, or" "$ODOO_HINT"
    odoo_stamp >"$1/stamp"
}

# ---------------------------------------------------------------- Python packages

get_venv() {
    local python stamp
    python=$(find_python) || fail "no Python 3.10 or later that can make a venv${PYTHON:+ (PYTHON=$PYTHON)}" \
        "install python3 and python3-venv, or set PYTHON to such an interpreter"
    # A venv holds its own path, so a moved clone needs a new one.
    stamp=$( (cat "$ROOT/requirements.txt" && "$python" -VV && echo "$python $ROOT") | hash_of)
    if [[ $(cat "$STATE/venv/stamp" 2>/dev/null) != "$stamp" ]]; then
        say "installing Python packages for $("$python" -V)"
        rm -rf "$STATE/venv"
        logged venv "$python" -m venv "$STATE/venv" || fail "$python could not make a venv" \
            "set PYTHON to another interpreter, 3.10 or later"
        logged pip "$STATE/venv/bin/python" -m pip install --disable-pip-version-check \
            -r "$ROOT/requirements.txt" ||
            fail "pip could not install the packages of requirements.txt" \
                "check the network and pip's configuration (pip config list), then run this again"
        echo "$stamp" >"$STATE/venv/stamp"
    fi
    # After the venv's own packages in the path, so that an Odoo installed among a system's other
    # packages does not bring those first.
    echo "$ODOO_LIB" >"$(echo "$STATE"/venv/lib/python3*/site-packages)/odoo-source.pth"
    "$STATE/venv/bin/python" -c 'import odoo.release, psycopg2, scipy' 2>"$STATE/log/import.log" || {
        STEP_LOG=$STATE/log/import.log
        fail "the Python packages do not load" "remove the folder $STATE/venv, then run this again" \
            ${ODOO_SOURCE:+"or $ODOO_HINT"}
    }
}

# ---------------------------------------------------------------- PostgreSQL

pg_is_external() {
    [[ ${PGHOST:-}${PGHOSTADDR:-}${PGSERVICE:-} ]]
}

# Runs a command as the cluster's owner: PostgreSQL refuses to run as root.
as_pg() {
    if am_root; then
        # From a folder that this user may enter.
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# Leaves PG* variables that reach the server; sets DB, with which our databases' names begin.
get_postgresql() {
    if pg_is_external; then
        check_external_pg
        # Several clones may share that server.
        DB=mentorat_$(echo "$ROOT" | hash_of | cut -c1-6)
    else
        DB=mentorat
        PG_BIN=$(find_pg_bin) || fail "PostgreSQL's server programs are not on this system" \
            "install them (on Debian: apt-get install postgresql), or set PGHOST to a server"
        use_private_cluster
    fi
}

check_external_pg() {
    local answer
    answer=$(PGCONNECT_TIMEOUT=10 psql -XAtw -d "${PGDATABASE:-postgres}" \
        -c "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user" 2>"$STATE/log/psql.log") || {
        STEP_LOG=$STATE/log/psql.log
        fail "the PostgreSQL server that PGHOST=${PGHOST:-} names does not answer" \
            "check PGHOST, PGPORT, PGUSER and PGPASSWORD; or unset PGHOST to use a private server"
    }
    [[ $answer == t ]] || fail "the PostgreSQL user may not create databases" \
        "as the server's administrator: ALTER ROLE \"${PGUSER:-$(id -un)}\" CREATEDB"
}

# Sets PG_DATA: the cluster's folder, one for each major version of PostgreSQL.
locate_cluster() {
    local major base=$STATE/pg
    major=$("$PG_BIN/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
    mkdir -p "$base"
    if am_root; then
        id postgres >/dev/null 2>&1 || fail "this script runs as root, PostgreSQL must not, and there is no user postgres" \
            "make that user (useradd -r postgres), or run this as an ordinary user"
        if ! as_pg test -x "$base"; then
            # The clone lies below a folder that is closed to the user postgres.
            [[ -d $(cat "$base/elsewhere" 2>/dev/null) ]] || mktemp -d /var/tmp/mentorat-pg.XXXXXX >"$base/elsewhere"
            base=$(cat "$base/elsewhere")
        fi
        chown postgres: "$base"
    fi
    PG_DATA=$base/$major
}

make_cluster() {
    local new=$PG_DATA.new locale
    say "making a PostgreSQL cluster"
    locale=$(locale -a 2>/dev/null | grep -ixE -m 1 'C\.utf-?8') || locale=C
    rm -rf "$new"
    # Trusted connections: the socket's folder is closed to everybody else and there is no TCP.
    logged initdb as_pg "$PG_BIN/initdb" -D "$new" -U postgres -A trust -E UTF8 --locale="$locale" ||
        fail "initdb could not make a PostgreSQL cluster in $new" "read the lines above; is the disk full?"
    # Thrown away with the folder, so durability is not paid for.
    printf '%s\n' "listen_addresses = ''" "fsync = off" "full_page_writes = off" \
        "synchronous_commit = off" "max_connections = 200" "shared_buffers = 256MB" |
        as_pg tee -a "$new/postgresql.conf" >/dev/null
    # Odoo refuses to run as the user postgres.
    echo "CREATE ROLE odoo LOGIN CREATEDB" |
        logged initrole as_pg "$PG_BIN/postgres" --single -D "$new" postgres ||
        fail "PostgreSQL could not make the role odoo" "read the lines above"
    as_pg mv "$new" "$PG_DATA"
}

# Starts the cluster when it is not running. The last script that uses it stops it: each one holds
# a shared lock, which the kernel drops however the script ends.
use_private_cluster() {
    locate_cluster
    [[ -d $PG_DATA ]] || make_cluster
    exec {PG_LOCK}>>"$RUN/pg.lock"
    LOCKS+=("$PG_LOCK")
    flock -s "$PG_LOCK"
    at_exit leave_cluster
    local log=$PG_DATA/server.log
    if ! pg_answers; then
        # Socket paths are limited to 107 bytes, so they cannot lie in a folder of any length.
        PG_SOCKET=$(as_pg mktemp -d /tmp/mentorat.XXXXXX)
        # A postmaster.pid left by a killed server is PostgreSQL's to judge: pg_ctl checks it.
        without_locks as_pg "$PG_BIN/pg_ctl" -D "$PG_DATA" -l "$log" -w -t 60 \
            -o "-k '$PG_SOCKET'" start >"$STATE/log/pg_ctl.log" 2>&1 || {
            as_pg tail -n 20 "$log" >>"$STATE/log/pg_ctl.log" 2>&1 || true
            STEP_LOG=$STATE/log/pg_ctl.log
            fail "the private PostgreSQL server does not start" \
                "read the lines above; to throw it and its databases away: rm -rf \"$PG_DATA\""
        }
    fi
    export PGHOST=$PG_SOCKET PGUSER=odoo
    export PATH=$PG_BIN:$PATH
    unset PGPORT PGDATABASE PGPASSWORD PGPASSFILE PGOPTIONS
}

# Whether the cluster runs; sets PG_SOCKET from what the server wrote about itself.
pg_answers() {
    PG_SOCKET=$(as_pg sed -n 5p "$PG_DATA/postmaster.pid" 2>/dev/null) && [[ $PG_SOCKET ]] &&
        "$PG_BIN/psql" -XAtqw -h "$PG_SOCKET" -U odoo -d postgres -c 'SELECT 1' >/dev/null 2>&1
}

leave_cluster() {
    # Only the last one to leave gets the exclusive lock.
    flock -n -x "$PG_LOCK" || return 0
    as_pg "$PG_BIN/pg_ctl" -D "$PG_DATA" -m fast -w -t 60 stop >/dev/null 2>&1 || true
    [[ $PG_SOCKET != /tmp/mentorat.* ]] || rm -rf "$PG_SOCKET"
}

# ---------------------------------------------------------------- running

# Writes a secret once, readable by this user alone. $1: name; the rest: command that prints it.
secret() {
    local file=$RUN/$1
    shift
    if [[ ! -s $file ]]; then
        (umask 077 && "$@" >"$file.new" && mv "$file.new" "$file")
    fi
    cat "$file"
}

random_text() {
    head -c 32 /dev/urandom | base64 | tr '+/' '-_'
}

# Writes Odoo's settings and exports what the suite reads from the environment.
configure() {
    ODOO_CONF=$STATE/odoo.conf
    cat >"$ODOO_CONF.$$" <<END
[options]
addons_path = $ODOO_ADDONS,$ROOT
data_dir = $STATE/data
screenshots = $STATE/test/screenshots
http_interface = 127.0.0.1
list_db = False
END
    mv "$ODOO_CONF.$$" "$ODOO_CONF"
    export PATH=$STATE/venv/bin:$PATH
    # The variable's form is that of a Fernet key: 32 bytes in URL-safe base64.
    MENTORAT_NOTE_KEY=$(secret note.key random_text)
    CHROMIUM=$(find_chromium)
    export MENTORAT_NOTE_KEY CHROMIUM ODOO_RC=$ODOO_CONF
}

# Everything up to a usable Odoo, one step for each part.
set_up() {
    step "system parts"
    install_system_parts
    step "Odoo 19"
    get_odoo
    step "Python packages"
    get_venv
    step "PostgreSQL"
    get_postgresql
    configure
    list_suite
}

# Sets SUITE, the project's addons, and SUITE_STAMP, which changes with any of their files.
list_suite() {
    local manifest
    SUITE=()
    for manifest in "$ROOT"/*/__manifest__.py; do
        SUITE+=("$(basename "${manifest%/*}")")
    done
    SUITE_STAMP=$(cd "$ROOT" && { echo "$ODOO_LIB" && cat "$STATE/venv/stamp" &&
        find "${SUITE[@]}" -type f ! -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum; } | hash_of)
}

odoo() {
    "$STATE/venv/bin/python" -m odoo "$@"
}

# Prints the answer of database $1 to query $2.
sql() {
    psql -XAtqw -v ON_ERROR_STOP=1 -d "$1" -c "$2"
}

database_exists() {
    [[ $(sql "${PGDATABASE:-postgres}" "SELECT 1 FROM pg_database WHERE datname = '$1'") ]]
}

drop_database() {
    ! database_exists "$1" || logged drop odoo db drop "$1" || fail "database $1 could not be dropped" \
        "stop whatever uses it"
}

comma() {
    local IFS=,
    echo "$*"
}

# Installs the suite in the new database $1; the rest is handed to Odoo. The log goes to
# .odoo/log/$1.log.
install_suite() {
    local database=$1 left
    shift
    drop_database "$database"
    logged "$database" odoo -d "$database" -i "$(comma "${SUITE[@]}")" --stop-after-init --no-http "$@" ||
        fail "Odoo could not install ${SUITE[*]}" "read the log, then run this again"
    # Odoo passes over a module that it cannot find, and ends well.
    left=$(comma "${SUITE[@]/#/\'}") && left=${left//,/\',}\'
    [[ $(sql "$database" "SELECT count(*) FROM ir_module_module WHERE state = 'installed' AND name IN ($left)") \
        == "${#SUITE[@]}" ]] || fail "Odoo did not install all of ${SUITE[*]}" "read the log, then run this again"
}

# Makes database ${DB}_pristine: the suite on Odoo's demo data and ours, before anybody used it.
# It is copied for the demo and for the browser journeys.
make_pristine() {
    [[ $(cat "$RUN/pristine.stamp" 2>/dev/null) != "$SUITE_STAMP" ]] || ! database_exists "${DB}_pristine" || return 0
    rm -f "$RUN/pristine.stamp"
    install_suite "${DB}_pristine_new" --with-demo
    MENTORAT_ADMIN_PASSWORD=$(secret admin.password random_text)
    export MENTORAT_ADMIN_PASSWORD
    logged password odoo shell -d "${DB}_pristine_new" --no-http <<<'
import os
env.ref("base.user_admin").password = os.environ["MENTORAT_ADMIN_PASSWORD"]
# At the first login Odoo asks a service on the internet about the company: say that it was done.
env["res.company"].search([]).iap_enrich_auto_done = True
env.cr.commit()' || fail "the administrator's password could not be set" "read the log, then run this again"
    logged rename odoo db rename -f "${DB}_pristine_new" "${DB}_pristine" ||
        fail "the demo database could not be renamed" "read the log, then run this again"
    echo "$SUITE_STAMP" >"$RUN/pristine.stamp"
}

# Makes database $1, with its files, a copy of the pristine one.
copy_pristine() {
    exclusively make_pristine
    logged copy odoo db duplicate -f "${DB}_pristine" "$1" ||
        fail "the demo database could not be copied" "read the log, then run this again"
}

# Prints $1, or the first free port after it.
free_port() {
    "$STATE/venv/bin/python" - "$1" <<'END'
import socket, sys
for port in range(int(sys.argv[1]), 65536):
    # Another program may listen on every address or on this machine's own alone.
    try:
        for address in ("", "127.0.0.1"):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
    except OSError:
        continue
    print(port)
    break
END
}

# Serves database $1 from port $2 on, and receives its mail into the folder $3; both stop with the
# script. Sets SERVER_PID and exports what the demo job and the journeys read.
serve() {
    local database=$1 port mail_port
    port=$(free_port "$2") || fail "no free port from $2 on" "give another one with --port"
    [[ $port == "$2" ]] || say "port $2 is taken: using $port"
    mail_port=$(free_port $((port + 1)))
    export MENTORAT_URL=http://127.0.0.1:$port MENTORAT_DB=$database MENTORAT_MAILBOX=$3
    MENTORAT_ADMIN_PASSWORD=$(secret admin.password random_text)
    export MENTORAT_ADMIN_PASSWORD
    mkdir -p "$MENTORAT_MAILBOX"
    # Demo people's addresses must never be written to: all mail ends in files.
    # Background programs are told to end when this script dies, even by kill -9.
    setpriv --pdeathsig TERM "$STATE/venv/bin/python" "$ROOT/setup/mailbox.py" "$mail_port" "$MENTORAT_MAILBOX" \
        >"$STATE/log/mailbox.log" 2>&1 &
    at_exit "stop_process $!"
    STEP_LOG=$STATE/log/$database-server.log
    setpriv --pdeathsig TERM "$STATE/venv/bin/python" -m odoo -d "$database" --db-filter "^$database\$" --http-port "$port" \
        --smtp 127.0.0.1 --smtp-port "$mail_port" --max-cron-threads 1 >"$STEP_LOG" 2>&1 &
    SERVER_PID=$!
    at_exit "stop_process $SERVER_PID"
    await_server
}

await_server() {
    local end=$((SECONDS + 120))
    until "$STATE/venv/bin/python" -c 'import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=5)' \
        "$MENTORAT_URL/web/health" 2>/dev/null; do
        kill -0 "$SERVER_PID" 2>/dev/null || fail "the Odoo server ended by itself" "read its log above"
        [[ $SECONDS -lt $end ]] || fail "the Odoo server does not answer at $MENTORAT_URL" "read its log above"
        sleep 0.5
    done
}

stop_process() {
    kill "$1" 2>/dev/null || return 0
    wait "$1" 2>/dev/null || true
}

# Runs the programme on the served database, writing files to folder $1.
run_demo_job() {
    mkdir -p "$1"
    export MENTORAT_OUT=$1
    STEP_LOG=
    "$STATE/venv/bin/python" "$ROOT/setup/demo_job.py" --url "$MENTORAT_URL" --db "$MENTORAT_DB" --out "$MENTORAT_OUT"
}
