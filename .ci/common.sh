# shellcheck shell=bash
# Shared by tests/run, examples/run and .ci/run: the Debian packages, the messages, the stages.

build_packages=(
    cmake ninja-build g++ libeigen3-dev libdnnl-dev doctest-dev libbenchmark-dev zlib1g-dev
    libjpeg-dev libpng-dev libcli11-dev nlohmann-json3-dev gnuplot-nox dataset-fashion-mnist
)
# libomp-dev is Clang's OpenMP and libclang-rt-dev its sanitizers; GCC brings its own.
gate_packages=(clang clang-format clang-tidy libclang-rt-dev libomp-dev shellcheck)

# Where ccache is installed, what was compiled once is not compiled again, in another clone either.
if command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=true
fi

say() { printf '%s: %s\n' "$program" "$*"; }

fail() {
    printf '%s: %s\n' "$program" "$*" >&2
    exit 1
}

# need_packages <package>...: installs those that are missing; with nothing missing it only looks.
need_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "This is not Debian, so I take these for installed: $*."
        return
    fi
    local package missing=()
    for package in "$@"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    ((EUID == 0)) ||
        fail "These Debian packages are missing; install them as root, then run me again: ${missing[*]}"
    say "Installing ${missing[*]}."
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get update -qq &&
        apt-get install -qq --no-install-recommends "${missing[@]}"; } </dev/null; then
        fail "Installing the Debian packages failed."
    fi
}

# configure <preset> [<cmake option>...]
configure() {
    say "Configuring preset $1."
    cmake --preset "$@"
}

# build <preset> [<target>...]
build() {
    local preset=$1
    shift
    say "Building preset $preset${1:+ ($*)}."
    cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"}
}

# run_tests <preset> [<ctest option>...]: ends with the line "N passed, N failed[, N skipped]".
run_tests() {
    local preset=$1 report status=0
    shift
    report=$PWD/build/$preset/ctest.xml
    rm -f "$report"
    say "Running the tests of preset $preset."
    ctest --preset "$preset" --parallel "$(nproc)" --output-junit "$report" "$@" || status=$?
    ((status == 0)) || say "The test stage failed (preset $preset)."
    if [[ ! -f $report ]]; then
        printf '0 passed, 1 failed\n'
        return 1
    fi
    # A test whose program is missing is "skipped" to ctest's report; here it failed.
    awk '
        /<testcase .* status="run">/ { ++passed }
        /<testcase .* status="fail">/ { ++failed }
        /<testcase .* status="disabled">/ { ++skipped }
        /<skipped message="SKIP_/ { ++skipped; next }
        /<skipped message=/ { ++failed }
        END {
            printf "%d passed, %d failed", passed, failed
            if (skipped) printf ", %d skipped", skipped
            printf "\n"
        }' "$report"
    return "$status"
}
