# shows: XOR: one linear layer against a network with a hidden layer
# needs: xor.dat
# panels: 3

file = OUT."/xor.dat"
load HERE."/network.inc"

# blocks: the points; then for each network its plan, its losses, its map
array name[2]
array right[2]
do for [i = 1 : 2] {
    plan_index = 3 * i - 2
    @read_plan
    name[i] = plan_text(plan_in, plan_hidden, plan_depth, plan_activation)
    stats file index 3 * i - 1 using 1 nooutput
    epochs = STATS_max
    stats file index 3 * i - 1 using ($1 == epochs ? $3 : NaN) nooutput
    right[i] = STATS_min
}
stats file index 2 using 2 nooutput name "one"
stats file index 5 using 2 nooutput name "two"
low = above_zero(one_min < two_min ? one_min : two_min, 1e-6)
high = one_max > two_max ? one_max : two_max
flat = undecided_loss(plan_squared)


set multiplot @three_panels title sprintf("XOR: one linear layer against a hidden layer (%s, rate %g)", loss_name(plan_squared), plan_rate) font ",19"
if (!TERMINAL) {
    set tmargin at screen 0.86
    set bmargin at screen 0.25
    set lmargin at screen 0.065
    set rmargin at screen 0.30
}
set title "the loss"
set xlabel "epoch"
y_text = "loss of the four points"
@set_ylabel
set logscale y
log_low = low / 2
log_high = (high > flat ? high : flat) * 2
set yrange [log_low : log_high]
@log_ticks
set xrange [0 : epochs]
plot file index 2 using 1:2 with lines lt 1 lw 4 title name[1], \
     file index 5 using 1:2 with lines lt 2 lw 4 title name[2], \
     flat with lines lt 7 lw 1.5 dt (8,6) title undecided_text(plan_squared)

unset logscale y
set xtics 0.5
set ytics 0.5
unset label 1
load HERE."/plane.inc"
map = file
do for [i = 1 : 2] {
    map_index = 3 * i
    @read_map
    if (!TERMINAL) {
        set lmargin at screen 0.08 + 0.29 * i
        set rmargin at screen 0.32 + 0.29 * i
        if (i == 2) {
            set colorbox user origin screen 0.925, 0.25 size screen 0.01, 0.61
        }
    }
    set title sprintf("%s: %d of 4 right%s", name[i], right[i], right[i] == 0 ? " (logit 0: no answer)" : "")
    plot @probability $boundary @boundary title (has_boundary ? "boundary" : ""), \
         file index 0 using (of_0($1, $3)):2 @rim_0 notitle, \
         file index 0 using (of_0($1, $3)):2 @point_0 title "label 0", \
         file index 0 using (of_1($1, $3)):2 @rim_1 notitle, \
         file index 0 using (of_1($1, $3)):2 @point_1 title "label 1"
}
