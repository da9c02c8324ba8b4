#!/bin/sh
# Draws a lab's pictures with gnuplot from the numbers that its program wrote.
#
#   draw.sh LABDIR OUTDIR      LABDIR/plots/*.gp and OUTDIR/*.dat give OUTDIR/NAME.png and .svg
#   PLOT=terminal draw.sh ...  draws in the terminal, with characters
#   PLOT=sixel draw.sh ...     draws in the terminal, with sixels, where it understands them
#   PICTURE="a b" draw.sh ...  draws only these: ball, fit-quiz, or fit for that of each data set
#   draw.sh --new ...          says and draws nothing when the program has written nothing since; when it
#                              ran a part of its sections (--only), then only what these wrote
#   draw.sh --of-all-labs ...  leaves out what PICTURE names of the labs beside LABDIR
#
# The head of a .gp file says, in comments, what it shows and which files of numbers it reads:
#
#   # shows: the loss as a landscape
#   # needs: contour-SET.dat        without these there is no picture; at least one. Of a.dat|b.dat
#                                   one is enough
#   # also: paths-SET.dat           these are drawn when they are there
#   # panels: 2                     side by side; 1 when it is not said
#   # size: 1500,1020               in pixels; what the panels want when it is not said
#   # animates: film-SET.dat        when this is there, the script runs once more, for a .gif
#   # with: --weights FILE          without this option the program rightly writes nothing for it
#
# With SET in the first name there is a picture for each data set that has such a file:
# contour.gp and contour-quiz.dat give contour-quiz.png. The .gp file finds:
#
#   OUT, HERE          the folders of the numbers and of the .gp files
#   SET, DASHSET       "quiz" and "-quiz"; both empty without SET
#   has_paths          1 when paths-SET.dat is there, else 0
#   TERMINAL           1 when the picture is made of characters
#   ANIMATED           1 when each plot is a frame of a .gif
#   what stands in OUT/about-SET.gp
set -eu

only_new="" of_all_labs=""
while :; do
    case $1 in
    --new) only_new=1 ;;
    --of-all-labs) of_all_labs=1 ;;
    *) break ;;
    esac
    shift
done
lab=$1 out=$2
common=$(dirname -- "$0")
tab=$(printf '\t')
newline='
'

# --- what the files say --------------------------------------------------------------------------

head_line() { # FILE WORD: what stands behind "# WORD: "
    sed -n "s/^# $2: *//p" "$1"
}

in_set() { # NAMES SET: the names with SET put in its place
    echo "$1" | sed "s/SET/$2/g"
}

# The sets for which the program wrote, or should have written, the first file that a picture needs.
sets_of() { # PATTERN
    before=${1%%SET*} after=${1#*SET}
    {
        for file in "$out/$before"*"$after"; do
            [ ! -f "$file" ] || echo "${file##*/}"
        done
        [ ! -f "$out/missing.tsv" ] || cut -f 1 "$out/missing.tsv"
    } | sed -n "s/^$before\\([A-Za-z0-9_-]*\\)$after\$/\\1/p" | sort -u
}

# FILE: the reason that the program left, or a guess. None when only some sections were asked for and
# nobody named the picture.
why_missing() {
    reason=
    [ ! -f "$out/missing.tsv" ] ||
        reason=$(sed -n "s/^$1$tab//p" "$out/missing.tsv" | head -n 1)
    if [ -n "$reason" ]; then
        echo "$reason"
    elif [ -n "${PICTURE-}" ] || ! grep -q '^# only ' "$out/missing.tsv" 2>/dev/null; then
        echo "$1 is not there: the section that writes it did not run to its end"
    fi
}

is_there() { # FILE or FILE|FILE...: one of them
    for file in $(echo "$1" | tr '|' ' '); do
        [ ! -f "$out/$file" ] || return 0
    done
    return 1
}

first_missing() { # FILES: the first that is not there
    for needed in $1; do
        is_there "$needed" || { echo "${needed%%|*}" && return; }
    done
}

# --- one picture ---------------------------------------------------------------------------------

quoted() { # TEXT as gnuplot writes it: in quotes, its own doubled
    printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"
}

# What gnuplot is told before each drawing.
preamble() {
    echo "OUT = $(quoted "$out"); HERE = $(quoted "$lab/plots"); SET = '$set'; DASHSET = '${set:+-$set}'; TERMINAL = $characters; ANIMATED = $animated"
    for file in $also; do
        stem=$(echo "${file%%[-.]*}" | tr -c 'A-Za-z0-9_\n' _)
        echo "has_$stem = $([ -f "$out/$file" ] && echo 1 || echo 0)"
    done
    echo "load $(quoted "$common/style.gp")"
    [ ! -f "$out/about-$set.gp" ] || echo "load $(quoted "$out/about-$set.gp")"
}

drawing() { # TERMINAL FILE: gnuplot's commands; without FILE it draws to the terminal
    echo 'reset'
    preamble
    echo "set terminal $1"
    [ -z "$2" ] || echo "set output $(quoted "$2")"
    echo "load $(quoted "$script")"
    echo 'unset multiplot; unset output'
}

draw_files() {
    picture=$out/$name
    if { drawing "pngcairo size $size pointscale 1.4 font 'sans,15' enhanced background 'white'" "$picture.png.new"
         drawing "svg size $size font 'sans,17' enhanced background 'white'" "$picture.svg.new"
       } | gnuplot >/dev/null 2>"$picture.log"; then
        mv "$picture.png.new" "$picture.png"
        mv "$picture.svg.new" "$picture.svg"
        rm -f "$picture.log"
        draw_animation
        return
    fi
    rm -f "$picture.png.new" "$picture.svg.new"
    return 1
}

# Beside the still picture, where the program wrote frames.
draw_animation() {
    rm -f "$picture.gif"
    [ -n "$film" ] && [ -f "$out/$film" ] || return 0
    animated=1
    if drawing "gif animate delay 12 loop 0 optimize size 760,680 font 'sans,13' enhanced background '#ffffff'" "$picture.gif.new" |
        gnuplot >/dev/null 2>"$picture.log"; then
        mv "$picture.gif.new" "$picture.gif"
        rm -f "$picture.log"
    fi
    animated=0
    [ ! -f "$picture.log" ]
}

draw_here() {
    case ${PLOT-} in
    terminal) terminal="dumb size $columns,$((lines * panels)) $colours" ;;
    *) terminal="sixelgd size ${size%,*},${size#*,} truecolor font 'sans,13'" ;;
    esac
    printf '\n%s: %s\n' "$name" "$shows"
    drawing "$terminal" '' | gnuplot 2>"$out/$name.log" || return 1
    rm -f "$out/$name.log"
}

draw() {
    if [ -n "${PLOT-}" ]; then draw_here; else draw_files; fi
}

# False for a file that takes an option, unless a section wanted to write it and could not.
is_expected() { # FILE
    [ -z "$(head_line "$script" with)" ] || grep -q "^$1$tab" "$out/missing.tsv" 2>/dev/null
}

# Keeps for the end that a picture, or a part of one, is missing, and why.
note() { # NAME REASON
    [ -z "$2" ] || missing="$missing$2$tab$1$newline"
}

say_drawn() {
    if [ -z "${PLOT-}" ]; then
        [ "$drawn" -gt 0 ] || echo "Pictures in $out, each as .png and .svg:"
        printf '  %-16s %s\n' "$name" "$shows"
        [ ! -f "$out/$name.gif" ] || printf '  %-16s the same in motion\n' "$name.gif"
    fi
    drawn=$((drawn + 1))
    for file in $also; do
        [ -f "$out/$file" ] || note "$name (its ${file%%[-.]*})" "$(why_missing "$file")"
    done
}

# Several pictures mostly wait for one thing: it is said once.
say_missing() {
    [ -n "$missing" ] || return 0
    printf 'Not drawn yet:\n'
    printf %s "$missing" | awk -F "$tab" '
        !($1 in names) { order[++reasons] = $1 }
        { names[$1] = names[$1] "\n" $2 }
        END {
            for (i = 1; i <= reasons; i++) {
                print "  " order[i] ":"
                line = ""
                count = split(names[order[i]], name, "\n")
                for (k = 2; k <= count; k++) {
                    word = name[k] (k < count ? "," : "")
                    if (length(line) + length(word) > 85) {
                        print "     " line
                        line = ""
                    }
                    line = line " " word
                }
                print "     " line
            }
        }'
}

# PICTURE may name a picture or its script; what it names and nobody draws stays in `unknown`.
is_wanted() {
    if [ -z "${PICTURE-}" ]; then
        is_of_this_run
        return
    fi
    wanted=1
    for each_name in $PICTURE; do
        case $each_name in
        "$name" | "${stem%.gp}")
            unknown=$(printf ' %s ' "$unknown" | sed "s/ $each_name / /")
            wanted=0
            ;;
        esac
    done
    known="$known $name"
    return $wanted
}

# False with --new for a picture of numbers that are there, but not from this run, which was one with --only.
is_of_this_run() {
    [ -n "$written" ] || return 0
    in_needs=$(in_set "$(head_line "$script" needs)" "$set")
    [ -z "$(first_missing "$in_needs")" ] || return 0
    for file in $(echo "$in_needs" "$(in_set "$(head_line "$script" also)" "$set")" | tr '|' ' '); do
        case $written in
        *" $file "*) return 0 ;;
        esac
    done
    return 1
}

# The stems of the scripts of the labs beside this one; with NAME, of those that may draw it.
beside() { # [NAME]
    for other in "$lab"/../*/plots/*.gp; do
        [ "${other%/plots/*}" != "$lab/../${lab##*/}" ] || continue
        stem=${other##*/} stem=${stem%.gp}
        case ${1-$stem} in
        "$stem") echo "$stem" ;;
        "$stem"-*) head_line "$other" needs | sed -n "s/^[^ ]*SET.*/$stem/p" ;;
        esac
    done
}

picture() { # SCRIPT SET
    script=$1 set=$2
    stem=${script##*/}
    name=${stem%.gp}${set:+-$set}
    is_wanted || return 0
    shows=$(head_line "$script" shows)
    panels=$(head_line "$script" panels)
    panels=${panels:-1}
    size=$(head_line "$script" size)
    size=${size:-$((800 + 400 * panels)),$((900 - 50 * panels))}
    film=$(in_set "$(head_line "$script" animates)" "$set")
    needs=$(in_set "$(head_line "$script" needs)" "$set")
    also=$(in_set "$(head_line "$script" also)" "$set")
    lacking=$(first_missing "$needs")
    if [ -n "$lacking" ]; then
        rm -f "$out/$name.png" "$out/$name.svg" "$out/$name.gif"
        ! is_expected "$lacking" || note "$name" "$(why_missing "$lacking")"
    elif draw; then
        say_drawn
    else
        note "$name" "gnuplot could not: $(grep -v '^ *$' "$out/$name.log" | tail -n 1 | sed 's/^ *//')"
        rm -f "$out/$name.log"
    fi
}

pictures_of() { # SCRIPT
    needs_first=$(head_line "$1" needs)
    needs_first=${needs_first%% *}
    case $needs_first in
    *SET*)
        for each in $(sets_of "$needs_first"); do
            picture "$1" "$each"
        done
        ;;
    *) picture "$1" '' ;;
    esac
}

# --- all of them ---------------------------------------------------------------------------------

terminal_size() {
    columns=100 lines=32 colours=mono
    if [ -t 1 ]; then
        seen=$(stty size </dev/tty 2>/dev/null || echo '32 100')
        lines=${seen% *} columns=${seen#* }
        [ "$lines" -ge 24 ] || lines=24
        [ "$lines" -le 40 ] || lines=40
        [ "$columns" -ge 60 ] || columns=80
        [ "$columns" -le 120 ] || columns=120
        [ -n "${NO_COLOR-}" ] || colours=ansirgb
    fi
    lines=$((lines - 2))
}

if ! command -v gnuplot >/dev/null; then
    echo "no pictures: gnuplot is not installed; 'make setup' installs it"
    exit 0
fi
case ${PLOT-} in
'' | sixel) characters=0 ;;
terminal) characters=1 && terminal_size ;;
*)
    echo "draw.sh: PLOT: expected terminal or sixel, found '$PLOT'" >&2
    exit 2
    ;;
esac

# The program writes missing.tsv, empty or not, at the end of each run. (Shells differ in what -nt says
# of a file that is not there.)
if [ -n "$only_new" ]; then
    [ -f "$out/missing.tsv" ] || exit 0
    [ ! -f "$out/.drawn" ] || [ "$out/missing.tsv" -nt "$out/.drawn" ] || exit 0
elif [ ! -f "$out/missing.tsv" ] && ! ls "$out"/*.dat >/dev/null 2>&1; then
    number=${lab##*/}
    echo "No pictures of $lab: its program has not run yet; 'make lab${number%%-*}' runs it."
    exit 0
fi
written=""
if [ -n "$only_new" ] && [ -f "$out/.drawn" ] && grep -q '^# only ' "$out/missing.tsv"; then
    written=" $(find "$out" -name '*.dat' -newer "$out/.drawn" | sed 's|.*/||' | tr '\n' ' ')"
    written="$written$(sed '/^#/d' "$out/missing.tsv" | cut -f 1 | tr '\n' ' ') "
fi
missing="" drawn=0 animated=0 known="" unknown=${PICTURE-}
for each_script in "$lab"/plots/*.gp; do
    pictures_of "$each_script"
done
for each_name in $unknown; do
    if [ -n "$of_all_labs" ]; then
        [ -z "$(beside "$each_name")" ] || continue
        known="$known $(beside | paste -sd ' ')"
    fi
    echo "draw.sh: PICTURE: there is no picture '$each_name'; there are:$known" >&2
    exit 2
done
say_missing
touch "$out/.drawn"
