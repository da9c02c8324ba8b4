# shows: seven optimizers from one start: the loss by step, the accuracy by epoch
# needs: optimizer_sgd.dat
# also: optimizer_adagrad.dat optimizer_rmsprop.dat optimizer_adam.dat optimizer_adamw.dat
# panels: 2

load HERE."/optimizers.inc"
file(i) = OUT."/optimizer_".name[i].".dat"
array is_there[7] = [1, 1, 1, has_optimizer_adagrad, has_optimizer_rmsprop, has_optimizer_adam, has_optimizer_adamw]

# only those that had data, network and settings in common stand beside each other
array rate[7]
stats file(1) index 0 using 1 nooutput name "setting"
stats file(1) index 2 using 1 nooutput name "epoch"
do for [i = 1 : optimizers] {
    if (is_there[i]) {
        stats file(i) index 0 using 1:2 nooutput name "of"
        rate[i] = of_min_y
        is_there[i] = of_min_x == setting_min
    }
}
# a training that was lost may have no loss that can be drawn
log_low = 1e9
log_high = 1e-9
worst = 1
best = 0
do for [i = 1 : optimizers] {
    if (is_there[i]) {
        undefine loss_*
        undefine accuracy_*
        stats file(i) index 1 using (shown($2)) nooutput name "loss"
        stats file(i) index 2 using 3 every ::1 nooutput name "accuracy"
        log_low = exists("loss_min") && loss_min < log_low ? loss_min : log_low
        log_high = exists("loss_max") && loss_max > log_high ? loss_max : log_high
        worst = exists("accuracy_min") && accuracy_min < worst ? accuracy_min : worst
        best = exists("accuracy_max") && accuracy_max > best ? accuracy_max : best
    }
}
log_low = log_low / 1.15
log_high = (log_high > 5 ? 5 : log_high) * 1.15
# what waits has no file, or one from another setting
titled(i) = is_there[i] ? sprintf("%s, rate %g", said[i], rate[i]) : waiting(i)

set multiplot @two_panels title data_name.": seven optimizers from one start" font ",19"
set xlabel "epoch"
set xtics epoch_max > 10 ? epoch_max / 5 : 1
if (!TERMINAL) {
    set bmargin 9
}
set key maxcols 2 maxrows 4 width 0 samplen 2.5

set title "in training: the mini-batches' loss"
y_text = "loss"
@set_ylabel
set xrange [0 : epoch_max]
set logscale y
set yrange [log_low : log_high]
@log_ticks
set ytics add ("0.3" 0.3, "0.7" 0.7)
plot for [i = 1 : optimizers] (is_there[i] ? file(i) : file(1)) index 1 using 1:(is_there[i] ? $2 : NaN) with lines lt type_of[i] title titled(i)

set title "in validation: the share that is right"
y_text = "accuracy"
@set_ylabel
set xrange [0.9 : epoch_max + 0.1]
unset logscale y
set ytics auto
set format y "%g %%"
set yrange [100 * worst - 1 : 100 * best + 1]
plot for [i = 1 : optimizers] (is_there[i] ? file(i) : file(1)) index 2 every ::1 using 1:(is_there[i] ? 100 * $3 : NaN) with linespoints lt type_of[i] pt point_of[i] title titled(i)
