# common/style.gp: how every picture of the kit looks. draw.sh loads it before each picture.
#
# Colours: M. Okabe and K. Ito, "Color Universal Design", 2002: eight that colour-blind readers can
# tell apart. Each line type has a dash and a point of its own too, for those who read in grey.

set encoding utf8
set linetype 1 lc rgb "#0072B2" dt 1             pt 7  lw 2.5  # blue, drawn through, disc
set linetype 2 lc rgb "#D55E00" dt (10,4)        pt 9  lw 2.5  # vermilion, dashed, triangle
set linetype 3 lc rgb "#009E73" dt (2,3)         pt 5  lw 2.5  # green, dotted, square
set linetype 4 lc rgb "#CC79A7" dt (10,4,2,4)    pt 13 lw 2.5  # purple, dash and dot, diamond
set linetype 5 lc rgb "#E69F00" dt (18,4)        pt 11 lw 2.5  # orange, long dashes
set linetype 6 lc rgb "#56B4E9" dt (6,3,2,3,2,3) pt 7  lw 2.5  # sky blue, dash and two dots
set linetype 7 lc rgb "#000000" dt 1             pt 2  lw 2    # black: what is known exactly
set linetype 8 lc rgb "#888888" dt 1             pt 7  lw 1.5  # grey: the data
set linetype cycle 8
if (TERMINAL) {
    # of a brightness that can be read on black and on white; -1 is the terminal's own colour of text
    set linetype 5 lc rgb "#B57B00"
    set linetype 6 lc rgb "#3A8CC0"
    set linetype 7 lc -1
}

if (TERMINAL) {
    set border 3 lt -1
    set tics nomirror out textcolor default
} else {
    set border 3 lc rgb "#444444" lw 1
    set tics nomirror out textcolor rgb "#222222"
}
set key bmargin center horizontal Left reverse spacing 1.2 samplen 3 width 2 height 0.6
set title noenhanced font ",17"
set xlabel noenhanced
set ylabel noenhanced

# Commands for the pictures, called as @set_ylabel. In characters there is neither a vertical text
# (y_text stands above its axis instead) nor room for a grid, and panels stand one above the other.
set_ylabel = TERMINAL ? "set label 1 y_text at graph 0, graph 1 offset character -6, 1 noenhanced" : "set ylabel y_text"
set_grid = TERMINAL ? "unset grid" : 'set grid back lc rgb "#dddddd" lt 1 lw 0.7 dt 1'
two_panels = TERMINAL ? "layout 2,1" : 'layout 1,2'
three_panels = TERMINAL ? "layout 3,1" : 'layout 1,3'

# In place of a panel whose numbers are not there: empty axes, and the exercise that draws them.
waits_for(exercise) = sprintf("waits for exercise %s", exercise)
set_waiting = 'set label 2 waits_for(exercise) at graph 0.5, 0.56 center textcolor rgb "#777777"'

# what a logarithmic axis can show: a loss of 0 it cannot
shown(value) = value > 0 ? value : NaN
above_zero(value, other) = value > 0 ? value : other

# numbers in files are rounded to nine digits
is_near(a, b) = abs(a - b) <= 1e-6 * (abs(a) + abs(b))
is_start(slope, offset) = is_near(slope, start_slope) && is_near(offset, start_offset)

@set_grid
if (TERMINAL) {
    unset colorbox
    set title offset 0, 1
}

# @log_ticks names 1, 2 and 5 of each power of ten between log_low and log_high, where they are few.
log_ticks = 'set ytics auto; \
    if (log_high / log_low < 1000) { \
        do for [log_power = floor(log10(log_low)) : ceil(log10(log_high))] { \
            do for [log_digit in "1 2 5"] { \
                log_tick = log_digit * 10.0 ** log_power; \
                set ytics add (sprintf("%g", log_tick) log_tick) } } }'
