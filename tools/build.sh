# Configures and builds a preset of CMakePresets.json. To be sourced; `root` is the repository.
# shellcheck shell=bash disable=SC2154

jobs=${NCP_JOBS:-$(nproc)}
# The program that is built by: build release ncp
# shellcheck disable=SC2034
program=$root/build/release/ncp/app/ncp

# Compilations are recognised across clones of the repository.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

# configure PRESET [-DNAME=VALUE...]: only where it is not configured yet, or a value differs.
configure() {
    local preset=$1 definition log
    local cache=$root/build/$preset/CMakeCache.txt
    shift
    if [[ -f $cache && -f $root/build/$preset/build.ninja ]]; then
        local same=yes
        for definition in "$@"; do
            grep -qE "^${definition%%=*}:[A-Z]+=${definition#*=}\$" <(sed 's/^/-D/' "$cache") || same=no
        done
        if [[ $same == yes ]]; then
            return 0
        fi
    fi
    log=$root/build/$preset-configure.log
    mkdir -p "$root/build"
    echo "Configuring build/$preset."
    if ! (cd "$root" && cmake --preset "$preset" "$@") >"$log" 2>&1; then
        cat "$log" >&2
        echo "dev: CMake could not configure build/$preset." >&2
        return 70
    fi
}

# build PRESET [TARGET...]: all targets when none is named.
build() {
    local preset=$1
    shift
    local -a targets=()
    if [[ $# -gt 0 ]]; then
        targets=(--target "$@")
    fi
    cmake --build "$root/build/$preset" --parallel "$jobs" "${targets[@]}"
}

# elapsed SECONDS: "3 min 20 s".
elapsed() {
    if (($1 < 60)); then
        echo "$1 s"
    else
        echo "$(($1 / 60)) min $(($1 % 60)) s"
    fi
}
