#!/bin/sh
# Makes a class of eight submissions for lab 01, from the reference and the mistakes:
#
#   make_class.sh FOLDER        from the kit's root, after `make tools mistakes01`
#
# full-marks        the solution                    crashes          follows a null pointer in 1.9
# untouched         the starters                    never-ends       an endless loop in 1.7
# one-wrong         1.6 lacks the factor x          prints-a-result  1.2 prints full marks and exits
# does-not-compile  a brace is missing in mse.c     reads-beyond     1.2 reads one element too many
set -eu
class=$1
lab=01-linear-sgd
make -s $(ls "build/starters/$lab" | sed "s|^|build/solution/$lab/|")

# new NAME: a submission that is the solution
new() {
    mkdir -p "$class/$1/labs"
    cp -r "build/solution/$lab" "$class/$1/labs/"
}

# begin NAME FILE FUNCTION TEXT: puts a line at the start of a function's body
begin() {
    awk -v name="$3" -v text="$4" '
        $0 ~ "^[a-z].*[ *]" name "\\(" { found = 1 }
        { print }
        /^{$/ && found { print text; found = 0 }' "$class/$1/labs/$lab/$2" >"$class/edited.c"
    mv "$class/edited.c" "$class/$1/labs/$lab/$2"
}

new full-marks

mkdir -p "$class/untouched/labs"
cp -r "build/starters/$lab" "$class/untouched/labs/"

new one-wrong
cp build/mistakes/lab01/1.6-dw-lacks-x/linear.c "$class/one-wrong/labs/$lab/"

new does-not-compile
sed -i '$d' "$class/does-not-compile/labs/$lab/mse.c"

new crashes
begin crashes momentum.c momentum_step '    *(volatile real *)0 = 0;'

new never-ends
begin never-ends gradient_descent.c gradient_descent_step '    for (volatile int i = 1; i;) { }'

new prints-a-result
sed -i '1i #include <stdio.h>\n#include <stdlib.h>' "$class/prints-a-result/labs/$lab/mse.c"
begin prints-a-result mse.c mse_forward '    printf("  1.2      6/6  passed\\n  Lab 01: 100/100\\n"); exit(0);'

new reads-beyond
begin reads-beyond mse.c mse_forward '    (void)((const volatile real *)y)[count];'
