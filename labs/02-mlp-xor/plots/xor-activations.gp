# shows: XOR: what each activation makes of twenty starts
# needs: xor-activations.dat
# panels: 2

file = OUT."/xor-activations.dat"
load HERE."/network.inc"

# blocks: the plan; then for each activation the losses of the first start, a summary, and the epochs
# that each start took
plan_index = 0
@read_plan
stats file using 1 nooutput
runs = (STATS_blocks - 1) / 3
array activation[runs]
array solved[runs]
array moved[runs]
lowest = 1e30
highest = 0
do for [i = 1 : runs] {
    stats file index 3 * i - 1 using 1 nooutput
    activation[i] = STATS_min
    stats file index 3 * i - 1 using 2 nooutput
    solved[i] = STATS_min
    stats file index 3 * i - 1 using 3 nooutput
    moved[i] = STATS_min
    stats file index 3 * i using 2 nooutput
    starts = STATS_max + 1
    stats file index 3 * i - 2 using 2 nooutput
    lowest = STATS_min < lowest ? STATS_min : lowest
    highest = STATS_max > highest ? STATS_max : highest
    stats file index 3 * i - 2 using 1 nooutput
    epochs = STATS_max
}
epochs = epochs > 1 ? epochs : 2 # an axis from 1 on wants more than 1
flat = undecided_loss(plan_squared)
never = epochs * 3

set multiplot @two_panels title sprintf("XOR: %s, %d starts with each activation (%s, rate %g)", \
    layers_text(plan_in, plan_hidden, plan_depth), starts, loss_name(plan_squared), plan_rate) font ",19"
if (!TERMINAL) {
    set tmargin at screen 0.87
    set bmargin at screen 0.27
    set lmargin at screen 0.09
    set rmargin at screen 0.48
}
set key maxrows 2
if (!TERMINAL) {
    set key title "in brackets: how far the weights of the first layer moved"
}
set logscale x
set xrange [1 : epochs]
set xlabel "epoch"

set title "the loss of the first start"
y_text = "loss of the four points"
@set_ylabel
set logscale y
log_low = above_zero(lowest, 1e-6) / 2
log_high = (highest > flat ? highest : flat) * 1.5
set yrange [log_low : log_high]
@log_ticks
plot for [i = 1 : runs] file index 3 * i - 2 using 1:2 with lines lt i lw 3 \
         title (TERMINAL ? activation_name(activation[i]) : sprintf("%s (%.2g)", activation_name(activation[i]), moved[i])), \
     flat with lines lt 7 lw 1.5 dt (8,6) title undecided_text(plan_squared)

if (!TERMINAL) {
    set lmargin at screen 0.595
    set rmargin at screen 0.98
}
set title "epochs until 4 of 4 points are right"
unset key
unset logscale y
unset ylabel
unset label 1
set yrange [runs + 0.6 : 0.4]
set ytics ("" 1)
do for [i = 1 : runs] {
    set ytics add (sprintf("%s\n%d of %d", activation_name(activation[i]), solved[i], starts) i)
}
set xrange [1 : never * 1.3]
set xtics add ("never" never)
set arrow from sqrt(epochs * never), graph 0 to sqrt(epochs * never), graph 1 nohead lc rgb "#888888" lw 1
spread(start) = 0.5 * (start / (starts - 1.0) - 0.5)
plot for [i = 1 : runs] file index 3 * i using (valid(3) ? ($3 < 1 ? 1 : $3) : never):(i + spread($2)) with points lt i ps 0.9 notitle
