# shows: the loss at three learning rates: slow, fast, too fast
# needs: rates-SET.dat
# also: best-SET.dat

rates = OUT."/rates".DASHSET.".dat"
best = OUT."/best".DASHSET.".dat"
stats rates using 1 nooutput
runs = STATS_blocks
stats rates using 5 every ::0::0 nooutput name "start"
stats rates using 5 nooutput name "loss"
lowest = loss_min
if (has_best) {
    stats best index 1 using 1 every ::1 nooutput name "best"
    lowest = best_min
}
array rate_of[runs]
do for [i = 1 : runs] {
    stats rates index i - 1 using 1 nooutput
    rate_of[i] = STATS_min
}

set title sprintf("%s: gradient descent on all rows, at several learning rates", SET)
set xlabel "update"
y_text = "mean squared error".unit_squared
@set_ylabel
set logscale y
set autoscale xfix
log_low = above_zero(lowest, start_max * 1e-6) / 3
log_high = start_max * 300
set yrange [log_low : log_high]
@log_ticks

plot for [i = 1 : runs] rates index i - 1 using 2:5 every 4 with linespoints lt i ps 0.7 title sprintf("rate %g", rate_of[i]), \
     (has_best ? shown(best_min) : NaN) with lines lt 7 lw 1.5 dt (8,6) title (has_best ? "loss of the least-squares line" : "")
