# shows: three sizes of batches at equal epochs and at equal updates
# needs: batches-SET.dat
# also: best-SET.dat
# panels: 2

file = OUT."/batches".DASHSET.".dat"
best = OUT."/best".DASHSET.".dat"

array size_of[3]
array epochs[3]
array updates[3]
do for [i = 1 : 3] {
    stats file index i - 1 using 1 nooutput
    size_of[i] = STATS_min
    stats file index i - 1 using 2 nooutput
    updates[i] = STATS_max
    stats file index i - 1 using 3 nooutput
    epochs[i] = STATS_max
}
least(a, b) = a < b ? a : b
stats file using 4 nooutput name "loss"
lowest = loss_min
if (has_best) {
    stats best index 1 using 1 every ::1 nooutput name "best"
    lowest = best_min
}

set multiplot @two_panels title sprintf("%s: three sizes of batches, learning rate %g", SET, rate) noenhanced font ",19"
y_text = "mean squared error of all rows".unit_squared
@set_ylabel
set logscale y
log_low = above_zero(lowest, loss_max * 1e-6) / 1.5
log_high = loss_max * 1.3
set yrange [log_low : log_high]
@log_ticks
do for [panel = 1 : 2] {
    set title panel == 1 ? "at equal epochs" : "at equal updates"
    set xlabel panel == 1 ? "epoch (passes through the data)" : "update"
    limit = panel == 1 ? least(epochs[1], least(epochs[2], epochs[3])) : least(updates[1], least(updates[2], updates[3]))
    set xrange [0 : limit]
    plot for [i = 1 : 3] file index i - 1 using (panel == 1 ? $3 : $2):4 with lines lt i title sprintf("batches of %d", size_of[i]), \
         (has_best ? shown(best_min) : NaN) with lines lt 7 lw 1.5 dt (8,6) title (has_best ? "least squares" : "")
}
