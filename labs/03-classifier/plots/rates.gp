# shows: the accuracy behind a short training, by learning rate and optimizer
# needs: rates_sgd.dat
# also: rates_momentum.dat rates_nesterov.dat rates_adagrad.dat rates_rmsprop.dat rates_adam.dat rates_adamw.dat

load HERE."/optimizers.inc"
file(i) = OUT."/rates_".name[i].".dat"
array is_there[7] = [1, has_rates_momentum, has_rates_nesterov, has_rates_adagrad, has_rates_rmsprop, has_rates_adam, has_rates_adamw]
titled(i) = is_there[i] ? said[i] : waiting(i)

# where there was no number any more: a cross below, each optimizer's in a row of its own
array row_of[7]
rows = 0
highest = 0
do for [i = 1 : optimizers] {
    if (is_there[i]) {
        stats file(i) using 4:3 nooutput name "end"
        rows = end_max_x > 0 ? rows + 1 : rows
        row_of[i] = -3 * rows
        highest = end_max_y > highest ? end_max_y : highest
    }
}

set title data_name.": how long may the steps be?"
set xlabel "learning rate"
set logscale x
set xrange [0.00007 : 1.4]
set format x "%g"
y_text = "accuracy in validation"
@set_ylabel
set format y "%g %%"
set yrange [-3 * rows - 2 : 100 * highest + 5]
set ytics 0, 10
set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead lc rgb "#999999" lw 1
set key maxcols TERMINAL ? 2 : 4 width 1
plot for [i = 1 : optimizers] (is_there[i] ? file(i) : file(1)) using 1:(is_there[i] && $4 == 0 ? 100 * $3 : NaN) with linespoints lt type_of[i] pt point_of[i] title titled(i), \
     for [i = 1 : optimizers] (is_there[i] ? file(i) : file(1)) using 1:(is_there[i] && $4 == 1 ? row_of[i] : NaN) with points lt type_of[i] pt 2 ps 1.3 lw 2 notitle, \
     NaN with points lc rgb "#444444" pt 2 ps 1.3 lw 2 title (rows > 0 ? "diverged" : "")
