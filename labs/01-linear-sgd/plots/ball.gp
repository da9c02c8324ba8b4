# shows: a ball that momentum carries past a local minimum, and one that it does not
# needs: ball.dat
# panels: 2

ball = OUT."/ball.dat"

array start[4]
array beta[4]
array end[4]
do for [i = 1 : 4] {
    stats ball index i using 1 nooutput
    start[i] = STATS_min
    stats ball index i using 2 nooutput
    beta[i] = STATS_min
    stats ball index i using 4 every ::150 nooutput
    end[i] = STATS_records > 0 ? STATS_min : NaN
}
verdict(i) = end[i] < 0 ? "reaches the deeper valley" : end[i] > 0 ? "stays in the upper valley" : "leaves the picture"

set multiplot @two_panels title "Momentum at a local minimum: 150 updates from two places, rate 0.01" font ",19"
set xlabel "x"
y_text = "height = x⁴ - 2 x² + 0.4 x"
@set_ylabel
set xrange [-1.8 : 1.9]
set yrange [-2 : 4.5]
do for [pair = 1 : 2] {
    still = 2 * pair - 1
    moved = 2 * pair
    set title sprintf("from x = %g, momentum %g %s", start[moved], beta[moved], verdict(moved))
    plot ball index 0 using 4:5 with lines lt 8 lw 2 title "the curve", \
         ball index moved using 4:5 with points lt 2 pt 6 ps 0.91 lw 2 title sprintf("momentum %g", beta[moved]), \
         ball index still using 4:5 with points lt 1 pt 7 ps 0.49 title "no momentum", \
         ball index still using 4:5 every ::0::0 with points lt 7 pt 8 ps 1.8 lw 3 title "start"
}
