# shows: the loss as a landscape over slope and offset, and the ways down
# needs: contour-SET.dat first-SET.dat
# also: paths-SET.dat measured-SET.dat best-SET.dat

land = OUT."/contour".DASHSET.".dat"
paths = OUT."/paths".DASHSET.".dat"
measured = OUT."/measured".DASHSET.".dat"
best = OUT."/best".DASHSET.".dat"

# A descent that an earlier run left is drawn only when it begins where this run's does.
if (has_paths) {
    stats paths index 0 every ::0::0 using 3:4 nooutput name "begin"
    has_paths = is_start(begin_min_x, begin_min_y)
}
if (has_measured) {
    stats measured index 0 every ::0::0 using 3:4 nooutput name "begin"
    has_measured = !has_paths && is_start(begin_min_x, begin_min_y)
}

# the three ways, or, until they can be drawn, the one of exercise 1.3
array rows_of[3] = [NaN, NaN, NaN]
array every_of[3] = [1, 1, 1]
if (has_paths) {
    do for [i = 1 : 3] {
        stats paths index i - 1 using 1 nooutput
        rows_of[i] = STATS_min
        every_of[i] = STATS_records / 10 + 1
    }
}
load HERE."/landscape.inc"
way(i) = !has_paths ? "" : rows_of[i] == rows ? sprintf("all %d rows (gradient descent)", rows) \
    : rows_of[i] == 1 ? "1 row (stochastic)" : sprintf("%d rows (mini-batches)", rows_of[i])
file_of(has, file) = has ? file : land # plot wants a file even where it is to draw nothing
index_of(i) = has_paths ? i - 1 : 0

what = has_paths ? sprintf(", and ways down from one start (rate %g)", rate) : ""
set title sprintf("%s: the loss of every line%s", SET, what)
set key maxrows 3 width -1
if (!TERMINAL) {
    set rmargin at screen 0.825 # room for the bar's numbers and, beside them, its title
    set cblabel offset 1.2, 0
}

plot @loss_in_grey \
     $lines using 1:2 with lines lc rgb "#80868f" lw 1 dt 1 notitle, \
     file_of(has_paths, paths) index index_of(3) using (has_paths ? $3 : NaN):4 with linespoints lt 3 dt 1 lw 1 ps 0.84 pi every_of[3] title way(3), \
     file_of(has_paths, paths) index index_of(2) using (has_paths ? $3 : NaN):4 with linespoints lt 2 dt 1 lw 1.3 ps 0.98 pi every_of[2] title way(2), \
     file_of(has_paths, paths) index index_of(1) using (has_paths ? $3 : NaN):4 with linespoints lt 1 lw 3.5 ps 0.84 pi every_of[1] title way(1), \
     file_of(has_measured, measured) using (has_measured ? $3 : NaN):4 with linespoints lt 1 ps 0.6 pi 50 \
         title (has_measured ? "descent with measured gradients (1.3)" : ""), \
     "+" using (start_slope):(start_offset) every ::::0 with points lt 7 pt 6 ps 1.4 lw 3 title "start", \
     file_of(has_best, best) index (has_best ? 1 : 0) using (has_best ? $1 : NaN):2 every ::::0 with points lt 7 pt 2 ps 1.4 lw 3 \
         title (has_best ? "least squares" : "")
