#!/bin/sh
# make submit: packs exactly what is graded, after it was built and graded.
#
#   submit.sh "LABS"       numbers of labs; all that are started when empty
#
# For each lab one archive, build/submit/lab01.tar.gz: the files that exercises.tsv names, answers.md
# and, in lab 02, weights.txt; nothing else, under labs/NN-name/.
set -eu

labs=$1
results=build/submit/results.json

# A lab is started when one of its files is no longer what was handed out.
started() {
    for starter in build/starters/"$1"/*.c*; do
        cmp -s "$starter" "labs/$1/$(basename "$starter")" || return 0
    done
    return 1
}

files_of() {
    awk -F '\t' '!/^#/ { n = split($3, path, "/"); print path[n] }' "labs/$1/exercises.tsv" | sort -u
    for other in answers.md weights.txt; do # what is read, not graded
        [ ! -f "labs/$1/$other" ] || echo $other
    done
}

mkdir -p build/submit
rm -f $results
any=no
for table in labs/*/exercises.tsv; do
    folder=$(basename "$(dirname "$table")")
    number=${folder%%-*}
    case " $labs " in
    "  ") started "$folder" || continue ;;
    *" $number "*) ;;
    *) continue ;;
    esac
    any=yes
    build/autograder/grade --lab "$number" --build build/student --results $results || exit
    archive=build/submit/lab$number.tar.gz
    files_of "$folder" | sed "s|^|labs/$folder/|" >build/submit/list
    tar --sort=name --owner=0 --group=0 --numeric-owner -czf "$archive.new" -T build/submit/list
    mv "$archive.new" "$archive"
    echo "Packed into $archive, which is what you hand in:"
    while read -r file; do
        printf '  %s  %s\n' "$(sha256sum "$file" | cut -c 1-12)" "$file"
    done <build/submit/list
done
rm -f build/submit/list
if [ $any = no ]; then
    echo "make submit: nothing is written yet in any lab${labs:+ $labs}: nothing to hand in" >&2
    exit 1
fi
