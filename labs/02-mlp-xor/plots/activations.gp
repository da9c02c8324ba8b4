# shows: the functions between the layers, and their slopes
# needs: sigmoid.dat|tanh.dat|relu.dat
# also: sigmoid.dat sigmoid_slope.dat tanh.dat tanh_slope.dat relu.dat relu_slope.dat
# panels: 3

array stem[3] = ["sigmoid", "tanh", "relu"]
array name[3] = ["sigmoid", "tanh", "ReLU"]
array has_curve[3] = [has_sigmoid, has_tanh, has_relu]
array has_slope[3] = [has_sigmoid_slope, has_tanh_slope, has_relu_slope]
curve(i) = OUT."/".stem[i].".dat"
slope(i) = OUT."/".stem[i]."_slope.dat"

# one scale for all: so the slopes can be compared by eye
set multiplot @three_panels title "What stands between the layers, and how steep it is" font ",19"
set xrange [-6 : 6]
set yrange [-1.2 : 2.2]
set xtics 2
set ytics 0.5
set xlabel "x"
set zeroaxis lc rgb "#666666" lw 1 dt 1
y_text = "y"
@set_ylabel
if (!TERMINAL) {
    set bmargin 7 # room for the names, in all panels
    set key maxcols 2 samplen 2 width 0
}
do for [i = 1 : 3] {
    set title name[i]
    if (has_curve[i]) {
        unset label 2
        plot curve(i) using 1:2 with lines lt 1 lw 3.5 title "the function", \
             has_slope[i] ? slope(i) : curve(i) using 1:(has_slope[i] ? $2 : NaN) with lines lt 2 lw 3 \
                 title (has_slope[i] ? "slope by backward" : ""), \
             curve(i) using 1:3 every 6 with points lc rgb "#555555" pt 6 ps 0.9 lw 1.5 title "slope, measured"
    } else {
        exercise = sprintf("2.%d", i)
        @set_waiting
        plot NaN notitle
    }
}
