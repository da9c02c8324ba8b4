# shows: how a signal grows or dies in ten layers, by how their weights were drawn
# needs: tanh_signals.dat|relu_signals.dat
# also: tanh_signals.dat relu_signals.dat
# panels: 2

array has_kind[2] = [has_tanh_signals, has_relu_signals]
array file[2] = [OUT."/tanh_signals.dat", OUT."/relu_signals.dat"]
array kind[2] = ["tanh", "ReLU"]
array rule[2] = ["Xavier's weights", "He's weights"]
is_xavier(i, factor) = i == 2 && abs(factor - sqrt(0.5)) < 1e-6
named(i, factor) = factor == 1 ? rule[i] : is_xavier(i, factor) ? "Xavier's weights" : sprintf("%g times as large", factor)

# what the files hold: read before axes have ranges, as those would leave numbers out; one scale for both
array runs[2]
array factor[6]
array beyond[6]
array last[6]
low = 5e-4
high = 2
do for [i = 1 : 2] {
    if (has_kind[i]) {
        stats file[i] using (shown($3)) nooutput name "size"
        low = size_min < low ? size_min / 1.5 : low
        high = size_max > high ? size_max * 1.5 : high
        runs[i] = size_blocks
        do for [k = 1 : runs[i]] {
            stats file[i] index k - 1 using 1:4 every ::10 nooutput name "run"
            factor[3 * (i - 1) + k] = run_min_x
            beyond[3 * (i - 1) + k] = run_min_y
            stats file[i] index k - 1 using 3 every ::10 nooutput name "run"
            last[3 * (i - 1) + k] = run_min
        }
    }
}

set multiplot @two_panels title "How large a signal is behind each of ten layers" font ",19"
set xlabel "layer"
set xrange [0 : 10]
set xtics 1
y_text = "root of the mean square"
@set_ylabel
set logscale y
set yrange [low : high]
set format y TERMINAL ? "%.0e" : "10^{%L}"
if (!TERMINAL) {
    set bmargin 7 # room for two rows of names, in both panels
}
do for [i = 1 : 2] {
    set title kind[i]
    unset label 2
    unset label 3
    set key maxcols (i == 1 ? 2 : 1)
    at = 3 * (i - 1)
    if (has_kind[i]) {
        do for [k = 1 : runs[i]] {
            if (i == 1 && beyond[at + k] > 0.1) {
                set label 3 sprintf("%s: %.0f %% beyond ±0.99, where tanh is flat", named(i, factor[at + k]), 100 * beyond[at + k]) \
                    at 9.9, last[at + k] * 1.35 right
            }
        }
        plot for [k = 1 : runs[i]] file[i] index k - 1 using 2:3 with linespoints lt k ps 0.9 title named(i, factor[at + k])
    } else {
        exercise = sprintf("2.%d", 9 + i)
        @set_waiting
        plot NaN notitle
    }
}
