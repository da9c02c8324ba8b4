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

# Rows of the two stand side by side: a conv_block, which is one kernel, in the midst of what it does.
array own[rows[1] + 2]
array place[2 * rows[1]] # of each row, from above
stats file(1) using (own[int($0) + 1] = strcol(1), place[int($0) + 1] = $0, $2) nooutput
own[rows[1] + 1] = ""
own[rows[1] + 2] = ""
is(what, row) = row <= rows[1] && strstrt(own[row], what) > 0
span(name, row) = strstrt(name, "conv_block") == 0 || !is("conv2d", row) ? 1 : \
    1 + is("relu", row + 1) + (is("relu", row + 1) && is("pool", row + 2))
if (panels == 2) {
    next = 0
    wide = 0
    stats file(2) using (wide = span(strcol(1), next + 1), place[rows[1] + int($0) + 1] = next + 0.5 * (wide - 1), next = next + wide, $2) nooutput
    if (next != rows[1]) {
        do for [i = 1 : rows[2]] { place[rows[1] + i] = i - 1 }
    }
}
high = panels == 2 && rows[2] > rows[1] ? rows[2] : rows[1]
place_of(i, row) = place[(i - 1) * rows[1] + int(row) + 1]
is_layer(name) = name ne "optimizer" && name ne "the rest"
three(number) = number < 1 ? sprintf("%.3f", number) : number < 10 ? sprintf("%.2f", number) : number < 100 ? sprintf("%.1f", number) : sprintf("%.0f", number)

set multiplot @two_panels title "Where the time of a training step goes" font ",19"
set style fill solid 1 noborder
set ytics scale 0 noenhanced
set key width 0 samplen 2
set xlabel "ms"
set xtics auto
unset grid
if (TERMINAL) {
    set lmargin letters + 3
} else {
    set grid x back lc rgb "#dddddd" lt 1 lw 0.7
    set bmargin 6
    set key at screen 0.56, screen 0.055 center # one for both
}
do for [i = 1 : panels] {
    if (i == 2 && !TERMINAL) {
        unset key
    }
    set title sprintf("%s: %s ms in all", said[i], three(all[i]))
    set xrange [0 : 1.2 * longest[i]]
    unit = 10.0 ** floor(log10(longest[i]))
    set xtics longest[i] / unit < 2 ? 0.5 * unit : longest[i] / unit < 5 ? unit : 2 * unit
    set yrange [high - 0.4 : -0.6]
    plot file(i) using (0.5 * $2):(place_of(i, $0)):(0):(is_layer(strcol(1)) ? $2 : 0):(place_of(i, $0) - 0.36):(place_of(i, $0) + 0.36):ytic(1) with boxxyerror lt 1 title "forward", \
         file(i) using ($2 + 0.5 * $3):(place_of(i, $0)):($2):($2 + $3):(place_of(i, $0) - 0.36):(place_of(i, $0) + 0.36) with boxxyerror lt 2 title "backward", \
         file(i) using (0.5 * $2):(place_of(i, $0)):(0):(is_layer(strcol(1)) ? 0 : $2):(place_of(i, $0) - 0.36):(place_of(i, $0) + 0.36) with boxxyerror lt 8 title "neither", \
         file(i) using ($2 + $3 + 0.01 * longest[i]):(place_of(i, $0)):(TERMINAL ? "" : sprintf("%.1f %%", 100 * ($2 + $3) / all[i])) with labels left notitle
}
