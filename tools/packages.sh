# Installs what packages.txt lists. To be sourced; `root` is the repository.
# shellcheck shell=bash disable=SC2154

# package_lines GROUP...: "package<TAB>why" for each package of these groups.
package_lines() {
    local IFS='|'
    awk -v groups="^($*)\$" '
        /^#/ || NF == 0 { next }
        {
            count = split($2, of_package, ",")
            for (i = 1; i <= count; i++) {
                if (of_package[i] ~ groups) {
                    package = $1
                    sub(/^[^ ]+ +[^ ]+ +/, "")
                    print package "\t" $0
                    next
                }
            }
        }' "$root/tools/packages.txt"
}

# missing_packages GROUP...: the lines of those that are not installed.
missing_packages() {
    local installed package why
    installed=$'\n'$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')$'\n'
    while IFS=$'\t' read -r package why; do
        if [[ $installed != *$'\n'$package$'\n'* ]]; then
            printf '%s\t%s\n' "$package" "$why"
        fi
    done < <(package_lines "$@")
}

require_debian_12() {
    local ID='' VERSION_ID='' PRETTY_NAME='an unknown system'
    if [[ -r /etc/os-release ]]; then
        # shellcheck source=/dev/null
        source /etc/os-release
    fi
    if [[ $ID != debian || $VERSION_ID != 12 ]]; then
        echo "dev: packages are installed on Debian 12 only, and this is $PRETTY_NAME." >&2
        return 69
    fi
}

# apt_get ARGUMENT...: as root, through sudo where needed, without questions, and silent unless it fails.
apt_get() {
    local -a command=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300
        -o Acquire::Retries=3 "$@")
    local said
    if [[ $EUID -ne 0 ]]; then
        command=(sudo "${command[@]}")
    fi
    if ! said=$("${command[@]}" </dev/null 2>&1); then
        printf '%s\n' "$said" >&2
        return 69
    fi
}

# install_packages GROUP...: installs what is missing, and does nothing (and needs no network) otherwise.
install_packages() {
    local missing package why
    local -a names=()
    missing=$(missing_packages "$@")
    if [[ -z $missing ]]; then
        return 0
    fi
    echo "Missing Debian packages ($*):"
    while IFS=$'\t' read -r package why; do
        printf '  %-26s  %s\n' "$package" "$why"
        names+=("$package")
    done <<<"$missing"
    if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
        echo "dev: neither root nor sudo: have an administrator run" >&2
        echo "  apt-get update && apt-get install --no-install-recommends ${names[*]}" >&2
        return 69
    fi
    require_debian_12
    echo "Installing them (a minute or so)."
    if ! apt-get install --simulate --no-install-recommends "${names[@]}" >/dev/null 2>&1; then
        apt_get update
    fi
    if ! apt_get install --yes --no-install-recommends "${names[@]}"; then
        echo "dev: installing failed; the package lists may be old: once more with new ones." >&2
        apt_get update && apt_get install --yes --no-install-recommends "${names[@]}"
    fi
}
