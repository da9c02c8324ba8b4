# packages.sh: reads packages.tsv and tells what of it is on this machine.
#
# Sourced by setup and doctor. A row's columns arrive in the variables package, group, essential,
# probes, purpose and cost. The probes start no process but for pkg-config (1.4 ms a library).
# shellcheck shell=sh
# shellcheck disable=SC2034 # the variables are used by the scripts that source this file

packages=${DESCENT_PACKAGES:-$here/packages.tsv} # the tests bring their own list
tab=$(printf '\t')

# for_each_package GROUPS FUNCTION: calls FUNCTION once for each row of these groups.
# The list comes in on descriptor 3, so that FUNCTION's own programs cannot swallow it from stdin.
for_each_package() {
    if [ ! -r "$packages" ]; then
        echo "$packages: cannot be read; it lists what Descent needs and belongs to this checkout." >&2
        exit 1
    fi
    while IFS=$tab read -r package group essential probes purpose cost <&3; do
        case $package in '' | '#'*) continue ;; esac
        case " $1 " in *" $group "*) "$2" ;; esac
    done 3<"$packages"
}

# Holds if all the probes of the current row do.
is_present() {
    for probe in $probes; do
        probe_holds "$probe" || return 1
    done
}

probe_holds() {
    case $1 in
    command:*) command -v "${1#*:}" >/dev/null ;;
    file:*) [ -e "${1#*:}" ] ;;
    pkg-config:*) library_is_there "${1#*:}" ;;
    package:*) [ "$(dpkg-query -W -f='${db:Status-Status}' "${1#*:}" 2>/dev/null)" = installed ] ;;
    *)
        echo "$packages: $package: the probe '$1' is none of command:, pkg-config:, file:, package:" >&2
        exit 1
        ;;
    esac
}

# Without pkg-config the library may be there all the same: look for the file that it would read.
library_is_there() {
    if command -v pkg-config >/dev/null; then
        pkg-config --exists "$1" 2>/dev/null
        return
    fi
    for description in /usr/lib/*/pkgconfig/"$1".pc /usr/lib/pkgconfig/"$1".pc /usr/share/pkgconfig/"$1".pc; do
        [ -e "$description" ] && return
    done
    return 1
}
