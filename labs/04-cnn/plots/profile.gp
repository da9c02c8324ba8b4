# shows: each layer's time in a training step, with your kernels and with the fast ones
# needs: profile_own.dat
# also: profile_fast.dat
# panels: 2
# size: 1700,780

file(i) = OUT.(i == 1 ? "/profile_own.dat" : "/profile_fast.dat")
array said[2] = ["your kernels", "the fast ones"]

# read before axes have ranges, as those would leave numbers out
panels = has_profile_fast ? 2 : 1
array all[2]
array longest[2]
array rows[2]
letters = 0
do for [i = 1 : panels] {
    stats file(i) using ($2 + $3) nooutput name "step"
    all[i] = step_sum
    longest[i] = step_max
    rows[i] = step_records
    stats file(i) using (strlen(strcol(1))) nooutput name "name"
    letters = name_max > letters ? name_max : letters
}

set multiplot @two_panels title "Where the time of a training step goes" font ",19"
set style fill solid 1 noborder
set ytics scale 0 noenhanced
set xlabel "ms"
set xtics auto
unset grid
if (TERMINAL) {
    set lmargin letters + 3
} else {
    set grid x back lc rgb "#dddddd" lt 1 lw 0.7
    set bmargin 6
}
do for [i = 1 : panels] {
    set title sprintf("%s: %.4g ms in all", said[i], all[i])
    set xrange [0 : 1.18 * longest[i]]
    set yrange [rows[i] - 0.4 : -0.6]
    plot file(i) using (0.5 * $2):0:(0):($2):($0 - 0.36):($0 + 0.36):ytic(1) with boxxyerror lt 1 title "forward", \
         file(i) using ($2 + 0.5 * $3):0:($2):($2 + $3):($0 - 0.36):($0 + 0.36) with boxxyerror lt 2 title "backward", \
         file(i) using ($2 + $3 + 0.01 * longest[i]):0:(TERMINAL ? "" : sprintf("%.1f %%", 100 * ($2 + $3) / all[i])) with labels left notitle
}
