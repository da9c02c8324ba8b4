# Sourced by the scripts that build students' code:
#
#   . autograder/sandbox/confined.sh        from the kit's root
#   confined OPTION... -- COMMAND...        runs the command in the profile `compiler`
#
# CONFINE is launch and its --layers (sandbox/launch.c), as grade sets it; when it is empty the command
# runs as it is: one's own code, built by oneself. A sandbox that cannot be set up ends the script with
# status 125: that is no fault of the student's.
# shellcheck shell=sh

confined() {
    if [ -z "${CONFINE-}" ]; then
        while [ "$1" != -- ]; do shift; done
        shift
        "$@"
        return
    fi
    confined_status=0
    # shellcheck disable=SC2086 # a command and its options
    $CONFINE compiler "$@" || confined_status=$?
    [ $confined_status -ne 125 ] || exit 125
    return $confined_status
}
