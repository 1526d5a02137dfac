# Fetches judges that Debian does not have from the npm registry. To be sourced; `root` is the repository.
# shellcheck shell=bash disable=SC2154

# install_npm_package FOLDER NAME VERSION CHECKSUM FILE...: puts files of a package into build/FOLDER, with nothing
# run and nothing else fetched. Where that can't be done it says so and succeeds: the tests that ask for them skip.
install_npm_package() {
    local folder=$root/build/$1 name=$2 version=$3 checksum=$4 package
    shift 4
    package=$folder/$(tr -d @ <<<"${name/\//-}")-$version.tgz
    if [[ -f $package && -f $folder/$(basename "$1") ]]; then
        return 0
    fi
    if [[ -z $(type -P npm) ]]; then
        echo "$name is not fetched: npm is not installed. Its test skips."
        return 0
    fi
    mkdir -p "$folder"
    if ! (cd "$folder" && timeout 60 npm pack --silent "$name@$version" >/dev/null 2>&1); then
        echo "$name is not fetched: the npm registry can't be reached. Its test skips."
        rm -rf "$folder"
        return 0
    fi
    if ! echo "$checksum  $package" | sha256sum --check --quiet --strict; then
        echo "$name is not used: what the registry sent is not what is expected. Its test skips." >&2
        rm -rf "$folder"
        return 0
    fi
    local file
    for file in "$@"; do
        tar -xzf "$package" -C "$folder" --transform 's,.*/,,' "package/$file"
    done
}

# install_sarif_schema: the schema of SARIF 2.1.0, by OASIS, as a package of Microsoft carries it.
install_sarif_schema() {
    install_npm_package sarif-schema @microsoft/jest-sarif 1.0.0-beta.0 \
        748e2c3d1a842e7bb258416685c7ea3a0da40005b72267b2052c2856d48ad102 lib/schemas/sarif-2.1.0-rtm.5.json
}

# install_axe_core: the judge of barriers for people.
install_axe_core() {
    install_npm_package axe-core axe-core 4.10.2 \
        9ea2d2d6917da998122bdacfd3b473e31ead53f4b87146c716a12edf89158100 axe.min.js LICENSE
}
