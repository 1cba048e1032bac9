#!/bin/sh
# Installs unlinked on Linux or macOS, or a newer version in the place of an older one.
#
#   sh install.sh [--to DIR] [--version X.Y.Z]
#
#   --to DIR          the folder that gets the program [default: ~/.local/bin]
#   --version X.Y.Z   this version [default: the newest]
#
# The archive is checked by its SHA-256 sum and started once before anything is put in its place. Whatever goes wrong before that
# changes nothing. A newer version than the one that was found stays.
set -eu

# Where releases come from, and the only place that says so: the release job fills it in.
repository=${UNLINKED_REPOSITORY:-@REPOSITORY@}

say() { printf '%s\n' "$*" >&2; }
die() {
    say "unlinked was not installed: $*"
    say "Nothing was changed."
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Downloads an address into a file. A server that sends nothing for a minute has failed.
fetch() {
    if have curl; then
        curl --fail --silent --show-error --location --proto "$protocols" --connect-timeout 30 \
            --speed-limit 1 --speed-time 60 --output "$2" "$1" >&2
    elif have wget; then
        wget -q -T 60 -t 2 -O "$2" "$1" >&2
    else
        die "it takes curl or wget to download, and neither is here."
    fi
}

sum_of() {
    if have sha256sum; then
        sha256sum "$1"
    elif have shasum; then
        shasum -a 256 "$1"
    elif have openssl; then
        openssl dgst -sha256 -r "$1"
    else
        die "it takes sha256sum, shasum or openssl to check what was downloaded, and none is here."
    fi
}

# Whether a C library of GNU's is here, new enough for the binary that is linked against it.
has_glibc() {
    case $(getconf GNU_LIBC_VERSION 2>/dev/null || true) in
    'glibc 2.'*) [ "$(getconf GNU_LIBC_VERSION | sed 's/^glibc 2\.\([0-9]*\).*/\1/')" -ge 28 ] ;;
    *) return 1 ;;
    esac
}

# The name that the compiler has for this machine.
target_here() {
    machine=$(uname -m)
    # A shell that an Apple processor translates says it is Intel's.
    if [ "$(uname -s)" = Darwin ] && [ "$(sysctl -n hw.optional.arm64 2>/dev/null || true)" = 1 ]; then
        machine=arm64
    fi
    case $machine in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) die "there is no binary for $machine. Build it from source, as the README says." ;;
    esac
    case $(uname -s) in
    Linux) if has_glibc; then printf '%s-unknown-linux-gnu\n' "$machine"; else printf '%s-unknown-linux-musl\n' "$machine"; fi ;;
    Darwin) printf '%s-apple-darwin\n' "$machine" ;;
    *) die "this script is for Linux and macOS. On Windows use install.ps1 of the same release." ;;
    esac
}

# Whether the first version is older than the second, by the rules of semantic versions.
is_older() {
    awk -v a="$1" -v b="$2" '
        function core(v) { sub(/[-+].*/, "", v); return v }
        function before(v) { sub(/[+].*/, "", v); return index(v, "-") ? substr(v, index(v, "-") + 1) : "" }
        BEGIN {
            split(core(a), x, "."); split(core(b), y, ".")
            for (i = 1; i <= 3; i++) if (x[i] + 0 != y[i] + 0) exit !(x[i] + 0 < y[i] + 0)
            p = before(a); q = before(b)
            if (p == q) exit 1
            if (p == "" || q == "") exit !(q == "")
            n = split(p, x, "."); m = split(q, y, ".")
            for (i = 1; i <= n && i <= m; i++) {
                if (x[i] "" == y[i] "") continue
                if (x[i] !~ /[^0-9]/ && y[i] !~ /[^0-9]/) exit !(x[i] + 0 < y[i] + 0)
                if (x[i] !~ /[^0-9]/ || y[i] !~ /[^0-9]/) exit !(x[i] !~ /[^0-9]/)
                exit !(x[i] "" < y[i] "")
            }
            exit !(n < m)
        }'
}

# The version that a program says it is; nothing if it does not run or is another program.
version_of() { "$1" --version 2>/dev/null </dev/null | sed -n '1s/^unlinked \([0-9][0-9A-Za-z.+-]*\)$/\1/p' || true; }

# All of it is in functions, and the last line starts them: of a script that was cut off on its way nothing is done.
main() {
    to=${HOME:-}/.local/bin
    wanted=
    while [ $# -gt 0 ]; do
        case $1 in
        --to)
            [ -n "${2:-}" ] || die "--to takes a folder."
            to=${2%/}
            shift 2
            ;;
        --version)
            [ -n "${2:-}" ] || die "--version takes a version, such as 1.2.3."
            wanted=${2#v}
            shift 2
            ;;
        *) die "it does not know $1. It takes --to DIR and --version X.Y.Z." ;;
        esac
    done

    case $repository in
    https://*) protocols='=https' ;;
    http://127.0.0.1:* | http://localhost:*) protocols='=http' ;;
    http://*) die "$repository is not reached by https." ;;
    *) die "this copy does not know where releases are. Take the one that a release carries, or set UNLINKED_REPOSITORY to the repository's address." ;;
    esac
    case $wanted in
    '') from=$repository/releases/latest/download ;;
    *[!0-9A-Za-z.+-]*) die "$wanted is no version." ;;
    *) from=$repository/releases/download/v$wanted ;;
    esac
    case $to in
    /.local/bin) die "HOME is not set. Name a folder with --to." ;;
    /*) ;;
    *) to=$PWD/$to ;;
    esac
    [ ! -d "$to/unlinked" ] || die "$to/unlinked is a folder. Name another folder with --to."

    # Beside where the program goes: the last step must be a move within one file system.
    near=$to
    while [ ! -d "$near" ]; do near=$(dirname "$near"); done
    work=$near/.unlinked-install.$$
    mkdir -m 700 "$work" 2>/dev/null || die "nothing can be written in $near. Name another folder with --to."
    trap 'rm -rf "$work"' EXIT
    trap 'say "unlinked was not installed: it was stopped. Nothing was changed."; exit 130' INT
    trap 'say "unlinked was not installed: it was stopped. Nothing was changed."; exit 143' TERM HUP

    target=$(target_here) || exit 1
    fetch "$from/SHA256SUMS" "$work/SHA256SUMS" || die "$from/SHA256SUMS could not be downloaded."
    line=$(awk -v end="-$target.tar.gz" '
        NF == 2 && length($1) == 64 && $1 !~ /[^0-9a-f]/ && index($2, "unlinked-") == 1 &&
        length($2) > length(end) && substr($2, length($2) - length(end) + 1) == end' "$work/SHA256SUMS")
    [ "$(printf '%s\n' "$line" | grep -c .)" = 1 ] || die "$from/SHA256SUMS does not have one archive for $target."
    sum=${line%% *}
    archive=${line##* }
    version=${archive#unlinked-}
    version=${version%-"$target".tar.gz}
    case $version in
    [0-9]*.[0-9]*.[0-9]*) ;;
    *) die "$archive in SHA256SUMS names no version." ;;
    esac
    case $version in *[!0-9A-Za-z.+-]*) die "$archive in SHA256SUMS names no version." ;; esac
    [ -z "$wanted" ] || [ "$wanted" = "$version" ] || die "$from has version $version."

    if [ -e "$to/unlinked" ] || [ -L "$to/unlinked" ]; then
        there=$(version_of "$to/unlinked")
        [ -n "$there" ] || die "$to/unlinked is another program, or does not run. Move it away, or name another folder with --to."
        if is_older "$version" "$there"; then
            die "version $version was found, and $to/unlinked is version $there, which is newer. To go back, remove that one first."
        fi
        if [ "$version" = "$there" ]; then
            say "unlinked $version is in $to already."
            return
        fi
    fi

    # By its version, since a newer release may have come in between.
    fetch "$repository/releases/download/v$version/$archive" "$work/$archive" || die "$archive could not be downloaded in full."
    got=$(sum_of "$work/$archive") || exit 1
    got=${got%% *}
    [ "$got" = "$sum" ] || die "$archive has the SHA-256 sum $got, and SHA256SUMS says $sum. It was changed or cut off on its way."
    folder=${archive%.tar.gz}
    tar -xzf "$work/$archive" -C "$work" "$folder/unlinked" || die "$archive could not be unpacked."
    runs=$(version_of "$work/$folder/unlinked")
    [ "$runs" = "$version" ] || die "the program of $archive does not run on this machine as version $version."

    mkdir -p "$to" || die "$to cannot be made. Name another folder with --to."
    chmod 755 "$work/$folder/unlinked"
    mv -f "$work/$folder/unlinked" "$to/unlinked" || die "$to/unlinked cannot be written."
    say "unlinked $version is installed: $to/unlinked"
    first=$(command -v unlinked || true)
    case :$PATH: in
    *:"$to":*)
        if [ -n "$first" ] && [ "$first" != "$to/unlinked" ]; then
            say "Another one comes first on PATH: $first"
        fi
        say "Next: unlinked start"
        ;;
    *)
        say "$to is not on PATH. Add it, or name the program in full."
        say "Next: $to/unlinked start"
        ;;
    esac
}

{ main "$@"; }
