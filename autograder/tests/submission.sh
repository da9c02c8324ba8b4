# Sourced by the tests of one lab's grading, behind tap.sh, with $lab (02-mlp-xor) and $number (02) set:
# submissions that are the solution but for what the test changes in them.

make -s "tools$number" "mistakes$number" >/dev/null
make -s $(ls build/starters/$lab | sed "s|^|build/solution/$lab/|")

# new NAME: a submission that is the solution
new() {
    mkdir -p "$scratch/$1"
    cp -r "build/solution/$lab" "$scratch/$1/$lab"
}

# grade NAME OPTION...: the results are then in $scratch/NAME/results.json
grade() {
    submission=$1
    shift
    build/autograder/grade --student "$scratch/$submission" --work "$scratch/$submission/work" \
        --results "$scratch/$submission/results.json" --lab "$number" --no-valgrind "$@" \
        >"$scratch/$submission/table" 2>&1
}

# of NAME ID FILTER: a value of an exercise's results
of() {
    jq -r --arg id "$2" ".labs[0].exercises[] | select(.id == \$id) | $3" "$scratch/$1/results.json"
}

# stands NAME ID: "partly 3"
stands() {
    of "$1" "$2" '"\(.state) \(.points)"'
}

others() {
    jq -r '[.labs[0].exercises[] | select(.state != "passed") | .id] | join(" ")' "$scratch/$1/results.json"
}

# todo NAME FILE FUNCTION: gives a function its starter's body
todo() {
    awk -v function_name="$3" -v starter="build/starters/$lab/$2" '
        BEGIN { while ((getline line <starter) > 0) {
            if (line ~ "^[a-z_].*[ *]" function_name "\\(") found = 1
            if (found && line == "{") inside = 1
            if (inside) body = body line "\n"
            if (inside && line == "}") break
        } found = 0 }
        $0 ~ "^[a-z_].*[ *]" function_name "\\(" { found = 1 }
        /^{$/ && found { printf "%s", body; skipping = 1 }
        !skipping { print }
        /^}$/ && skipping { skipping = 0; found = 0 }' "$scratch/$1/$lab/$2" >"$scratch/new.c"
    mv "$scratch/new.c" "$scratch/$1/$lab/$2"
}

# body NAME FILE FUNCTION: gives a function the body that comes on standard input
body() {
    awk -v function_name="$3" -v text="$(cat)" '
        $0 ~ "^[a-z_].*[ *]" function_name "\\(" { found = 1 }
        /^{$/ && found { print; print text; skipping = 1 }
        /^}$/ && skipping { skipping = 0; found = 0 }
        !skipping { print }' "$scratch/$1/$lab/$2" >"$scratch/new.c"
    mv "$scratch/new.c" "$scratch/$1/$lab/$2"
}
