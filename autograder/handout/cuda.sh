#!/bin/sh
# The course goes without the exercises in CUDA, or has them again:
#
#   cuda.sh 0|1      from the kit's root; make handout CUDA=0 calls it
#
# It puts a # before their lines in labs/*/exercises.tsv, or takes it away. Everything goes by these tables: what is graded
# and by run_all, too, how points are spread, starters and handouts. So it is said once for a course, and stays.
set -eu

case $1 in
0) change='s/^\([^#	]*	[^	]*	[^	]*\.cu	\)/#\1/' ;;
1) change='s/^#\([^	]*	[^	]*	[^	]*\.cu	\)/\1/' ;;
*)
    echo "make handout: CUDA is 0, without the exercises in CUDA, or 1, with them; found '$1'" >&2
    exit 2
    ;;
esac
for table in labs/*/exercises.tsv; do
    sed "$change" "$table" >"$table.new"
    if cmp -s "$table" "$table.new"; then
        rm "$table.new"
        continue
    fi
    exercises=$(diff "$table" "$table.new" | sed -n 's/^> #*\([0-9.]*\)	.*/\1/p' | paste -s -d ' ')
    mv "$table.new" "$table"
    if [ "$1" = 0 ]; then
        echo "$table: without $exercises from now on, here and in run_all; CUDA=1 brings them back"
    else
        echo "$table: with $exercises again"
    fi
done
