# shows: what a wrong answer costs, and how hard that pulls: cross-entropy against squared error
# needs: costs.dat|cost_gradients.dat
# also: costs.dat cost_gradients.dat
# panels: 2

set multiplot @two_panels title "What a yes-or-no answer costs, by its logit, and how hard that pulls" font ",19"
set xlabel "logit"
set xrange [-8 : 8]
set xtics 2
if (!TERMINAL) {
    set bmargin 7 # room for the names, in both panels
}
set zeroaxis lc rgb "#666666" lw 1 dt 1

set title "the loss"
y_text = "loss"
@set_ylabel
set yrange [0 : 8]
if (has_costs) {
    file = OUT."/costs.dat"
    set label 3 "y = 1" at -5.2, 6.2 left
    set label 4 "y = 0" at 5.2, 6.2 right
    plot file using 1:2 with lines lt 1 lw 3 title "binary cross-entropy", \
         file using 1:4 with lines lt 1 lw 3 notitle, \
         file using 1:3 with lines lt 2 lw 3 title "squared error of the sigmoid", \
         file using 1:5 with lines lt 2 lw 3 notitle
} else {
    exercise = "2.8"
    @set_waiting
    plot NaN notitle
}
unset label 2
unset label 3
unset label 4

set title "its gradient"
y_text = "d loss / d logit"
@set_ylabel
set yrange [-1.2 : 1.2]
if (has_cost_gradients) {
    file = OUT."/cost_gradients.dat"
    set label 3 "y = 1" at -7, -0.88 left
    set label 4 "y = 0" at 7, 0.88 right
    if (!TERMINAL) {
        set label 5 "confidently wrong:\nsquared error\nhardly pulls" at -7.7, -0.32 left
        set arrow 1 from -6.9, -0.25 to -6.9, -0.03 lc rgb "#444444" lw 1.5
    }
    plot file using 1:2 with lines lt 1 lw 3 title "binary cross-entropy", \
         file using 1:4 with lines lt 1 lw 3 notitle, \
         file using 1:3 with lines lt 2 lw 3 title "squared error of the sigmoid", \
         file using 1:5 with lines lt 2 lw 3 notitle
} else {
    exercise = "2.9"
    @set_waiting
    plot NaN notitle
}
