# shows: a curve, followed by networks of more and more hidden units
# needs: fit.dat fit_loss.dat
# panels: 2

fit = OUT."/fit.dat"
losses = OUT."/fit_loss.dat"
stats losses using 1 nooutput
fits = STATS_records
array units[fits]
array loss[fits]
array has_loss[fits] # 0 of one that diverged
do for [i = 1 : fits] {
    stats losses using 1 every ::(i - 1)::(i - 1) nooutput name "of"
    units[i] = of_min
    undefine mean_*
    stats losses using 4 every ::(i - 1)::(i - 1) nooutput name "mean"
    has_loss[i] = exists("mean_min")
    loss[i] = has_loss[i] ? mean_min : 0
}
count_text(i) = units[i] == 0 ? "no hidden unit" : sprintf("%d units", units[i])
named(i) = sprintf("%s: %s", count_text(i), has_loss[i] ? sprintf("%.2g", loss[i]) : "diverged")
type_of(i) = units[i] == 0 ? 5 : i - 1

set multiplot @two_panels title "One hidden layer follows a curve" font ",19"
set xlabel "x"
set xrange [-1 : 1]
set xtics 0.5
set key maxrows 4 maxcols 2 width TERMINAL ? 4 : -4
set lmargin 10
if (!TERMINAL) {
    set bmargin 9 # the panels stay equally high, whatever their keys
}

set title "the fits, and the mean squared error of each"
y_text = "y"
@set_ylabel
set yrange [-1 : 1.25]
plot fit index 0 using 1:2 with points lc rgb "#c4c4c4" pt 7 ps 0.8 title "points to learn from", \
     fit index 1 using 1:2 with lines lt 7 lw 1.5 title "target", \
     for [i = 1 : fits] fit index i + 1 using 1:2 with lines lt type_of(i) title named(i)

# the rough fits would leave this panel on all sides
is_fine(i) = has_loss[i] && loss[i] < loss[1] / 20
fine = 0
do for [i = 1 : fits] { if (is_fine(i)) { fine = fine + 1 } }
is_drawn(i) = fine > 0 ? is_fine(i) : has_loss[i]

set title "what is left of the error".(fine > 0 ? ", enlarged" : "")
y_text = "fit - target"
@set_ylabel
set key maxcols 3 width 0
set autoscale y
set offsets graph 0, 0, 0.02, 0.02
set zeroaxis lc rgb "#666666" lw 1 dt 1
plot for [i = 1 : fits] fit index i + 1 using 1:(is_drawn(i) ? $3 : NaN) with lines lt type_of(i) \
         title is_drawn(i) ? count_text(i) : ""
