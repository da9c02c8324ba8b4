# shows: a deep network with and without batch norm, its weights too small, right and too large
# needs: norm_signals.dat|norm_losses.dat
# also: norm_signals.dat norm_losses.dat
# panels: 2

networks = 6 # three without, three with
array said[3] = ["a third", "as drawn", "three times"]
array is_lost[6]
titled(i) = said[(i - 1) % 3 + 1].(i > 3 ? ", batch norm" : "").(is_lost[i] ? ": diverged" : "")
type_of(i) = TERMINAL ? i : (i - 1) % 3 + 1
dash_of(i) = i > 3 ? 1 : 4
do for [i = 1 : networks] { is_lost[i] = 0 }

set multiplot @two_panels title data_name.": a deep network, its weights a third of He's, as drawn, and three times He's" font ",19"
if (!TERMINAL) {
    set bmargin 8
}
set key maxcols 2 maxrows 3 width TERMINAL ? 2 : -1
set logscale y

set title "before training: how large a signal is, layer by layer"
set xlabel "hidden layer"
y_text = "deviation of what reaches the activations"
@set_ylabel
if (has_norm_signals) {
    file = OUT."/norm_signals.dat"
    stats file using 3:(shown($5)) nooutput name "layer"
    set xrange [0.8 : layer_max_x + 0.2]
    set xtics 1
    log_low = layer_min_y / 2
    log_high = layer_max_y * 2
    set yrange [log_low : log_high]
    set format y "%g"
    plot for [i = 1 : 3] file index i - 1 using 3:(shown($5)) with linespoints lt i dt dash_of(i) title said[i], \
         for [i = 4 : networks] file index i - 1 using 3:(shown($5)) with linespoints lt 7 pt 6 title (i > 4 ? "" : "all, batch norm")
} else {
    exercise = "3.12"
    @set_waiting
    plot NaN notitle
}
unset label 2

set title "in training: the mini-batches' loss"
set xlabel "epoch"
y_text = "loss"
@set_ylabel
set autoscale x
if (has_norm_losses) {
    file = OUT."/norm_losses.dat"
    log_low = 1e9
    highest = 1e-9
    do for [i = 1 : networks] {
        undefine loss_*
        stats file index 2 * i - 1 using (shown($2)) nooutput name "loss"
        log_low = exists("loss_min") && loss_min < log_low ? loss_min : log_low
        highest = exists("loss_max") && loss_max > highest ? loss_max : highest
        is_lost[i] = exists("loss_min") ? loss_invalid > 0 : 1
    }
    log_low = log_low / 1.2
    log_high = highest < 5 ? highest * 1.2 : 5
    stats file index 1 using 1 nooutput name "epoch"
    set xrange [0 : ceil(epoch_max)]
    set xtics auto
    set yrange [log_low : log_high]
    @log_ticks
    plot for [i = 1 : networks] file index 2 * i - 1 using 1:(shown($2)) with lines lt type_of(i) dt dash_of(i) title titled(i)
} else {
    exercise = "3.13"
    @set_waiting
    plot NaN notitle
}
