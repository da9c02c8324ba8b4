# shows: the way down the valley with and without momentum
# needs: momentum-SET.dat contour-SET.dat
# also: best-SET.dat
# panels: 2

land = OUT."/contour".DASHSET.".dat"
balls = OUT."/momentum".DASHSET.".dat"
best = OUT."/best".DASHSET.".dat"

stats balls using 1 nooutput
runs = STATS_blocks
array beta[runs]
do for [i = 1 : runs] {
    stats balls index i - 1 using 1 nooutput
    beta[i] = STATS_min
}
stats balls using 5 nooutput name "loss"
stats balls using 5 every ::0::0 nooutput name "begin"
stats balls using 2 nooutput name "update"
least = loss_min
if (has_best) {
    stats best index 1 using 1 every ::1 nooutput name "best"
    least = best_min
}
excess(loss) = loss > least ? loss - least : NaN

set multiplot @two_panels title sprintf("%s: gradient descent on all rows, with and without momentum", SET) noenhanced font ",19"
# each series looks alike in both panels; the wild ones are drawn through, as dots would be lost
array width_of[4] = [4, 3, 2, 1]
set linetype 3 dt 1
set linetype 4 dt 1
set lmargin 10

load HERE."/landscape.inc"
unset colorbox
set title "the way over the landscape"
plot @loss_in_grey \
     $lines using 1:2 with lines lc rgb "#80868f" lw 1 dt 1 notitle, \
     balls index 2 using 3:4 with lines lt 3 lw width_of[3] title sprintf("momentum %g", beta[3]), \
     balls index 0 using 3:4 with lines lt 1 lw width_of[1] title sprintf("momentum %g", beta[1]), \
     balls index 0 using 3:4 every ::::0 with points lt 7 pt 6 ps 1.4 lw 3 title "start", \
     (has_best ? best : land) index (has_best ? 1 : 0) using (has_best ? $1 : NaN):2 every ::::0 with points lt 7 pt 2 ps 1.4 lw 3 \
         title (has_best ? "least squares" : "")

set title "how far the loss is above the least"
set xlabel "update"
y_text = "excess of the mean squared error".unit_squared
@set_ylabel
set xrange [0 : update_max]
set yrange [above_zero(begin_max - least, loss_max) * 1e-6 : above_zero(begin_max - least, loss_max) * 10]
set logscale y
set format y TERMINAL ? "%.0e" : "10^{%L}"
@set_grid
# the wildest below, the calmest on top
plot for [i = runs : 1 : -1] balls index i - 1 using 2:(excess($5)) with lines lt i lw width_of[i] title sprintf("momentum %g", beta[i])
