# A page of a lab as the course has it:
#
#   awk -v cuda=1 -f page.awk POINTS PAGE
#
# cuda     1: what stands between <!-- cuda --> and <!-- /cuda --> stays, and these two words go; 0: all of it goes.
#          A line that holds one of them alone goes with it.
# POINTS   variant points' lines: an exercise, its points, its parts with theirs
#
# Points stand in the page's table of exercises and below each exercise's heading.

NR == FNR {
    id = $1
    points[id] = $2
    $1 = $2 = ""
    sub(/^ +/, "")
    parts[id] = $0
    next
}

# | [4.2](#42-convolution-forward) | ... | 12 | 75 min |
/^\| \[[0-9]+\.[0-9]+\]\(#/ {
    id = $2
    gsub(/^\[|\].*/, "", id)
    columns = split($0, column, /\|/)
    if (id in points) {
        sub(/[0-9]+/, points[id], column[7])
        $0 = column[1]
        for (i = 2; i <= columns; i++) {
            $0 = $0 "|" column[i]
        }
    }
}

# `conv2d.c`, `conv2d_forward`, 12 points (one channel 4, channels 2), 75 min
below in points && /^`.*`, [0-9]+ points/ && !index($0, ", " points[below] " points") {
    sub(/[0-9]+ points/, points[below] " points")
    if (parts[below] != "") {
        sub(/points \([^)]*\)/, "points (" parts[below] ")")
    }
}
{ below = $1 == "###" ? $2 : "" }

{ page = page $0 "\n" }

END {
    gsub(/\n<!-- cuda -->\n/, "\n<!-- cuda -->", page)
    gsub(/\n<!-- \/cuda -->\n/, "\n<!-- /cuda -->", page)
    while (from = index(page, "<!-- cuda -->")) {
        to = index(page, "<!-- /cuda -->")
        if (to < from) {
            print FILENAME ": a <!-- cuda --> without its <!-- /cuda -->" >"/dev/stderr"
            exit 1
        }
        inside = substr(page, from + length("<!-- cuda -->"), to - from - length("<!-- cuda -->"))
        page = substr(page, 1, from - 1) (cuda ? inside : "") substr(page, to + length("<!-- /cuda -->"))
    }
    printf "%s", page
}
