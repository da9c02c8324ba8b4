# shows: how large each layer's gradient is before the first step, in shallow and deep networks
# needs: vanishing.dat
# panels: 2

file = OUT."/vanishing.dat"
# in the order of layers/activation.h and models/mlp.h
array function[6] = ["no activation", "sigmoid", "tanh", "ReLU", "leaky ReLU", "step"]
array weights[4] = ["all weights 0", "weights from -1 to 1", "Xavier's weights", "He's weights"]

stats file using 1 nooutput
networks = STATS_blocks
array kind[networks]
array depth[networks]
kinds = 0
do for [i = 1 : networks] {
    stats file index i - 1 using 1:2 every ::::0 nooutput name "first"
    kind[i] = function[int(first_min_x) + 1].", ".weights[int(first_min_y) + 1]
    stats file index i - 1 using 3 every ::::0 nooutput name "first"
    depth[i] = first_min
    is_new = 1
    if (i > 1) { is_new = kind[i] ne kind[i - 1] }
    kinds = kinds + is_new
}
each = networks / kinds # networks of one kind: one a depth
stats file using 4 nooutput name "layer"
stats file using 5:(shown($6)) nooutput name "least"
stats file using 5:(shown($7)) nooutput name "largest"
low = exists("least_min_y") ? least_min_y : 1e-6 # when all gradients are 0
high = exists("largest_max_y") ? largest_max_y : 1

panels = kinds == 1 ? "layout 1,1" : two_panels
stats file using ($5 > 0 ? 0 : 1) nooutput name "zero"
remark = TERMINAL ? "" : " (bands: the spread of the starts)"
remark = zero_max > 0 ? " (no point: a gradient of 0)" : remark
set multiplot @panels title "Each layer's gradient before the first step".remark font ",19"
set xlabel "layer, from the input on"
set xrange [0.5 : layer_max + 0.5]
set xtics 1, layer_max > 9 ? 2 : 1
y_text = "gradient of a weight, root of the mean square"
@set_ylabel
set logscale y
set yrange [low / 3 : high * 3]
set format y TERMINAL ? "%.0e" : "10^{%L}"
do for [panel = 1 : kinds] {
    base = (panel - 1) * each - 1
    set title kind[base + 2]
    plot for [i = each : 1 : -1] file index base + i using 4:(TERMINAL ? NaN : shown($6)):7 with filledcurves lc i fs transparent solid 0.15 notitle, \
         for [i = 1 : each] file index base + i using 4:(shown($5)) with linespoints lt i ps 1.1 \
             title sprintf("%d hidden layers", depth[i])
}
