# shows: both networks on shifted images, and the parameters of each layer
# needs: shifts.dat
# panels: 2

file = OUT."/shifts.dat"
stats file index 0 using 2:3 nooutput name "right"
less(a, b) = a < b ? a : b
more(a, b) = a > b ? a : b
lowest = 100 * less(right_min_x, right_min_y)
highest = 100 * more(right_max_x, right_max_y)
stats file index 0 using 4:5 nooutput name "chance"
lowest = lowest - 100 * more(chance_max_x, chance_max_y)
highest = highest + 100 * more(chance_max_x, chance_max_y)
room = 0.08 * (highest - lowest) + 1
stats file index 1 using 3 nooutput name "full"
layers = full_records

set multiplot @two_panels title data_name.": why not fully connected" noenhanced font ",19"
if (!TERMINAL) {
    set bmargin 8
}
set title "right answers on images that were shifted"
set xlabel "pixels to each side"
y_text = "accuracy"
@set_ylabel
set xrange [-0.1 : 4.1]
set xtics 1
set yrange [more(0, lowest - room) : less(100, highest + room)]
set format y "%g %%"
error_of(share) = TERMINAL ? NaN : 100 * share
plot file index 0 using ($1 - 0.02):(100 * $2):(error_of($4)) with yerrorbars lt 1 ps 0 lw 1.2 dt 1 notitle, \
     file index 0 using ($1 + 0.02):(100 * $3):(error_of($5)) with yerrorbars lt 2 ps 0 lw 1.2 dt 1 notitle, \
     file index 0 using ($1 - 0.02):(100 * $2) with linespoints lt 1 ps 1.2 title "convolutional", \
     file index 0 using ($1 + 0.02):(100 * $3) with linespoints lt 2 ps 1.2 title "fully connected", \
     NaN with lines lt 8 dt 1 lw 1.5 title (TERMINAL ? "" : "as far as chance moves them")

set title "parameters of each layer"
unset xlabel
y_text = "parameters"
@set_ylabel
set format y TERMINAL ? "%.0e" : "10^{%T}"
set logscale y
set yrange [10 : 10 * full_max]
set xrange [-0.6 : layers - 0.4]
set xtics () scale 0
if (!TERMINAL) {
    set xtics rotate by -20
}
set style fill solid 0.85 noborder
set boxwidth TERMINAL ? 0.2 : 0.36
text(n) = n < 1e4 ? sprintf("%d", n) : n < 1e6 ? sprintf("%.0fk", n / 1e3) : sprintf("%.1fM", n / 1e6)
plot file index 1 using ($0 - 0.19):2:xticlabels(1) with boxes lt 1 title "as it is", \
     file index 1 using ($0 + 0.19):3 with boxes lt 2 title "if each number met each", \
     file index 1 using ($0 - 0.19):2:(text($2)) with labels offset 0, 0.7 notitle, \
     file index 1 using ($0 + 0.19):3:(text($3)) with labels offset 0, 0.7 notitle
