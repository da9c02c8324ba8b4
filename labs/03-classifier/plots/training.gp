# shows: loss and accuracy by epoch, in training and in validation, and the test at the end
# needs: training.dat
# also: test.dat
# panels: 2

file = OUT."/training.dat"
test = has_test ? OUT."/test.dat" : file
test_title = has_test ? "test, once" : ""

# The first epochs bring more than all others: from the second one on the curves have the room, where
# there are several.
stats file using 1 nooutput name "epoch"
first = epoch_min
last = epoch_max > first ? epoch_max : first + 1
shown_from = first + (last - first > 2 ? 1 : 0)
of_shown(epoch, value) = epoch >= shown_from ? value : NaN
stats file using (of_shown($1, $2)):(of_shown($1, $4)) nooutput name "loss"
stats file using (of_shown($1, $3)):(of_shown($1, $5)) nooutput name "right"
less(a, b) = a < b ? a : b
more(a, b) = a > b ? a : b
loss_low = less(loss_min_x, loss_min_y)
loss_high = more(loss_max_x, loss_max_y)
right_low = 100 * less(right_min_x, right_min_y)
right_high = 100 * more(right_max_x, right_max_y)
if (has_test) {
    stats test using 2:3 nooutput name "tested"
    loss_high = more(loss_high, tested_max_x)
    loss_low = less(loss_low, tested_max_x)
    right_low = less(right_low, 100 * tested_max_y)
    right_high = more(right_high, 100 * tested_max_y)
}

stats file using 2 every ::0::0 nooutput name "before_loss"
stats file using (100 * $3) every ::0::0 nooutput name "before_right"
before(what) = shown_from > 0 && first == 0 ? sprintf(" (before the training: ".what.")", what eq "%.2f" ? before_loss_min : before_right_min) : ""

set multiplot @two_panels title data_name.": the training" noenhanced font ",19"
set xlabel "epoch"
set xrange [shown_from - 0.03 * (last - first) : last + 0.03 * (last - first)]
set xtics last - first <= 12 ? 1 : (last - first <= 60 ? 5 : 10)

set title "the loss".before("%.2f")
y_text = "loss"
@set_ylabel
set yrange [more(0, loss_low - 0.1 * (loss_high - loss_low)) : loss_high + 0.1 * (loss_high - loss_low)]
plot file using 1:(of_shown($1, $2)) with linespoints lt 1 ps 0.9 title "training", \
     file using 1:(of_shown($1, $4)) with linespoints lt 2 ps 0.9 title "validation", \
     test using 1:(has_test ? $2 : NaN) with points lt 3 ps 1.8 title test_title

set title "right answers".before("%.0f %%")
y_text = "accuracy"
@set_ylabel
set format y "%g %%"
set yrange [right_low - 0.1 * (right_high - right_low) : right_high + 0.1 * (right_high - right_low)]
plot file using 1:(100 * of_shown($1, $3)) with linespoints lt 1 ps 0.9 title "training", \
     file using 1:(100 * of_shown($1, $5)) with linespoints lt 2 ps 0.9 title "validation", \
     test using 1:(has_test ? 100 * $3 : NaN) with points lt 3 ps 1.8 title test_title
