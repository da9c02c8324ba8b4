# shows: a large network on few images: where the training should end, and which epoch comes back
# needs: stopping.dat
# panels: 2

# blocks: the epochs; the best one, the one behind which patience was over (0: none), patience, images
file = OUT."/stopping.dat"
stats file index 1 using 1:2 nooutput name "stop"
stats file index 1 using 3:4 nooutput name "by"
best = stop_max_x
end = stop_max_y
# before the first epoch the loss is so high that all else would lie flat
stats file index 0 using 1 nooutput name "epoch"
counts(epoch) = epoch > 0 || epoch_max < 3
stats file index 0 using (counts($1) ? $2 : NaN):(counts($1) ? $4 : NaN) nooutput name "loss"

set multiplot @two_panels title sprintf("%s: a large network on %d images, patience %d", data_name, by_max_y, by_max_x) noenhanced font ",19"
set xlabel "epoch"
set xrange [0 : epoch_max]
if (epoch_max < 10) { set xtics 1 }
set key maxrows 2 maxcols 2 width TERMINAL ? 2 : -6
if (!TERMINAL) {
    set bmargin 8
}
top = 1.1 * (loss_max_y > loss_max_x ? loss_max_y : loss_max_x)
set print $best
print sprintf("%g 0\n%g %g\n%g 103", best, best, top, best)
unset print
set print $end
print end > 0 ? sprintf("%g 0\n%g %g\n%g 103", end, end, top, end) : "NaN NaN"
unset print
best_text = sprintf("epoch %d: comes back", best)
end_text = end > 0 ? sprintf("epoch %d: patience is over", end) : ""

set title "the loss"
y_text = "loss"
@set_ylabel
set yrange [0 : top]
plot file index 0 using 1:2 with lines lt 1 lw 3 title "training", \
     file index 0 using 1:4 with lines lt 2 lw 3 title "validation", \
     $best with lines lt 3 title best_text, \
     $end with lines lt 8 lw 2 dt (8,6) title end_text

set title "right answers"
y_text = "accuracy"
@set_ylabel
set format y "%g %%"
set yrange [0 : 103]
plot file index 0 using 1:(100 * $3) with lines lt 1 lw 3 title "training", \
     file index 0 using 1:(100 * $5) with lines lt 2 lw 3 title "validation", \
     $best with lines lt 3 title best_text, \
     $end with lines lt 8 lw 2 dt (8,6) title end_text
