# Makes a minimal Debian 12 in a directory, from the mirrors that this system uses. To be sourced; `root` is the
# repository.
# shellcheck shell=bash disable=SC2154

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# debian_sources: "URI<TAB>suite<TAB>component" for each of this system's sources of Debian 12 itself.
debian_sources() {
    # shellcheck disable=SC2016 # the placeholders are apt's
    apt-get indextargets --format '$(REPO_URI)|$(CODENAME)|$(COMPONENT)|$(ORIGIN)' 'Created-By: Packages' |
        awk -F '|' -v OFS='\t' '$4 == "Debian" && $2 ~ /^bookworm(-updates|-security)?$/ { print $1, $2, $3 }' |
        sort -u
}

# require_place DIRECTORY: a file system that a Debian can live on.
require_place() {
    local options
    options=$(findmnt --noheadings --output OPTIONS --target "$1")
    if [[ ,$options, == *,noexec,* || ,$options, == *,nodev,* ]]; then
        echo "dev fresh: $1 is on a file system mounted noexec or nodev; name another in NCP_FRESH_DIR." >&2
        return 69
    fi
}

# copy_apt_settings DIRECTORY: sources, and what apt needs to reach them here. Credentials are left alone.
copy_apt_settings() {
    local target=$1 uri suite component
    while IFS=$'\t' read -r uri suite component; do
        echo "deb [signed-by=$keyring] $uri $suite $component"
    done < <(debian_sources) >"$target/etc/apt/sources.list"
    apt-config dump |
        grep -E '^Acquire::(http|https|Retries|Check-Valid-Until|Check-Date|ForceIPv)' |
        grep -vE 'Proxy-Auto-Detect|ProxyAutoDetect' >"$target/etc/apt/apt.conf.d/50host" || true
    rm -rf "$target"/var/lib/apt/lists/*
    cp -L /etc/resolv.conf /etc/hosts "$target/etc/"
    if grep -q ' https:' "$target/etc/apt/sources.list"; then
        cp -L /etc/ssl/certs/ca-certificates.crt "$target/etc/ssl/certs/"
    fi
}

# make_debian DIRECTORY: installs the base system there, with git and nothing else that is of use to us.
make_debian() {
    local target=$1 uri suite component mirror=''
    if [[ ! -r $keyring ]]; then
        echo "dev fresh: $keyring is missing (package debian-archive-keyring)." >&2
        return 69
    fi
    if [[ -z $(debian_sources) ]]; then
        apt_get update
    fi
    while IFS=$'\t' read -r uri suite component; do
        if [[ $suite == bookworm && $component == main ]]; then
            mirror=$uri
        fi
    done < <(debian_sources)
    if [[ -z $mirror ]]; then
        echo "dev fresh: apt knows no source of Debian 12 (bookworm main)." >&2
        return 69
    fi
    echo "Installing Debian 12 from $mirror in $target."
    mkdir -p "$target"
    if ! debootstrap --variant=minbase --include=git,ca-certificates --keyring="$keyring" \
        bookworm "$target" "$mirror" >"$target.log" 2>&1; then
        tail -n 20 "$target.log" >&2
        return 69
    fi
    copy_apt_settings "$target"
}
