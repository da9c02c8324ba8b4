# shows: a convolutional network and lab 03's on the same images: loss and accuracy by epoch
# needs: training.dat
# with: no --load
# panels: 2

file = OUT."/training.dat"
name(i) = i == 0 ? "convolutional" : "fully connected"
less(a, b) = a < b ? a : b
more(a, b) = a > b ? a : b

# From the first epoch on the curves have the room, where there are several: before the training each
# answer is a guess.
stats file index 0 using 1 nooutput name "epoch"
shown_from = epoch_max > 2 ? 1 : 0
of_shown(epoch, value) = epoch >= shown_from ? value : NaN
lowest_loss = 1e9
highest_loss = 0
lowest_right = 100
highest_right = 0
do for [i = 0 : 1] {
    stats file index i using (of_shown($1, $2)):(of_shown($1, $4)) nooutput name "loss"
    stats file index i using (of_shown($1, $3)):(of_shown($1, $5)) nooutput name "right"
    lowest_loss = less(lowest_loss, less(loss_min_x, loss_min_y))
    highest_loss = more(highest_loss, more(loss_max_x, loss_max_y))
    lowest_right = less(lowest_right, 100 * less(right_min_x, right_min_y))
    highest_right = more(highest_right, 100 * more(right_max_x, right_max_y))
    stats file index i using 6:7 nooutput name "test"
    lowest_loss = less(lowest_loss, test_min_x)
    highest_loss = more(highest_loss, test_max_x)
    lowest_right = less(lowest_right, 100 * test_min_y)
    highest_right = more(highest_right, 100 * test_max_y)
}
room(low, high) = 0.08 * (high - low)

set multiplot @two_panels title data_name.": two networks on the same images" noenhanced font ",19"
set xlabel "epoch"
set xtics epoch_max <= 12 ? 1 : (epoch_max <= 60 ? 5 : 10)
set xrange [shown_from - 0.03 * epoch_max : 1.03 * epoch_max]
set key maxcols 2 maxrows 2 width 2
if (!TERMINAL) {
    set bmargin 8
}

set title "loss (drawn through: in validation)"
y_text = "loss"
@set_ylabel
set yrange [more(0, lowest_loss - room(lowest_loss, highest_loss)) : highest_loss + room(lowest_loss, highest_loss)]
plot for [i = 0 : 1] file index i using 1:(of_shown($1, $4)) with linespoints lt i + 1 dt 1 ps 1 title name(i), \
     for [i = 0 : 1] file index i using 1:(of_shown($1, $2)) with lines lt i + 1 dt (6,5) lw 1.8 notitle, \
     for [i = 0 : 1] file index i using 1:6 every ::(epoch_records - 1) with points lt i + 1 pt 12 ps 1.8 lw 2.5 notitle, \
     NaN with lines lt 8 dt (6,5) lw 1.8 title "in training", \
     NaN with points lt 8 pt 12 ps 1.8 lw 2.5 title "test, once"

set title "right answers (drawn through: in validation)"
y_text = "accuracy"
@set_ylabel
set format y "%g %%"
set yrange [lowest_right - room(lowest_right, highest_right) : highest_right + room(lowest_right, highest_right)]
plot for [i = 0 : 1] file index i using 1:(100 * of_shown($1, $5)) with linespoints lt i + 1 dt 1 ps 1 title name(i), \
     for [i = 0 : 1] file index i using 1:(100 * of_shown($1, $3)) with lines lt i + 1 dt (6,5) lw 1.8 notitle, \
     for [i = 0 : 1] file index i using 1:(100 * $7) every ::(epoch_records - 1) with points lt i + 1 pt 12 ps 1.8 lw 2.5 notitle, \
     NaN with lines lt 8 dt (6,5) lw 1.8 title "in training", \
     NaN with points lt 8 pt 12 ps 1.8 lw 2.5 title "test, once"
