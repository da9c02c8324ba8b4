# shows: the loss, update by update
# needs: loss-SET.dat
# also: best-SET.dat

loss = OUT."/loss".DASHSET.".dat"
best = OUT."/best".DASHSET.".dat"
stats loss using 2 nooutput
floor_of = STATS_min
if (has_best) {
    stats best index 1 using 1 every ::1 nooutput name "best"
    floor_of = best_min
}

set title sprintf("%s: the loss in training (batches of %d, rate %g, momentum %g)", SET, batch, rate, momentum)
set xlabel "update"
y_text = "mean squared error".unit_squared
@set_ylabel
set logscale y
log_low = above_zero(floor_of, STATS_max * 1e-6) / 4
log_high = STATS_max * 2
set yrange [log_low : log_high]
@log_ticks
set autoscale xfix

plot loss using 1:3 with points lc rgb "#999999" pt 7 ps 0.35 title "loss of the mini-batch", \
     loss using 1:2 with lines lt 1 lw 3 title "loss of all rows", \
     (has_best ? shown(best_min) : NaN) with lines lt 7 lw 1.5 dt (8,6) title (has_best ? "loss of the least-squares line" : "")
