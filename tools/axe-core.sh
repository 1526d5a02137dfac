# Fetches axe-core, the judge of barriers for people, which Debian does not have. To be sourced; `root` is the
# repository.
# shellcheck shell=bash disable=SC2154

axe_core_version=4.10.2
axe_core_checksum=9ea2d2d6917da998122bdacfd3b473e31ead53f4b87146c716a12edf89158100

# install_axe_core: puts it into build/axe-core. Where that can't be done it says so and succeeds: its test skips.
install_axe_core() {
    local folder=$root/build/axe-core package=$root/build/axe-core/axe-core-$axe_core_version.tgz
    local target=$folder/node_modules/axe-core
    if [[ -f $target/axe.min.js && -f $package ]]; then
        return 0
    fi
    if [[ -z $(type -P npm) ]]; then
        echo "axe-core is not fetched: npm is not installed. Its test skips."
        return 0
    fi
    mkdir -p "$target"
    if ! (cd "$folder" && timeout 60 npm pack --silent "axe-core@$axe_core_version" >/dev/null 2>&1); then
        echo "axe-core is not fetched: the npm registry can't be reached. Its test skips."
        rm -rf "$folder"
        return 0
    fi
    if ! echo "$axe_core_checksum  $package" | sha256sum --check --quiet --strict; then
        echo "axe-core is not used: what the registry sent is not what is expected. Its test skips." >&2
        rm -rf "$folder"
        return 0
    fi
    tar -xzf "$package" -C "$target" --strip-components=1 package/axe.min.js package/LICENSE
}
