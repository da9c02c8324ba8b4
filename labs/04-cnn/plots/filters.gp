# shows: the first layer's filters before and after the training, and what changed
# needs: filters.dat
# size: 1560,560

load HERE."/../../common/diverging.inc"
file = OUT."/filters.dat"
stats file nooutput
filters = STATS_blocks / 3
stats file using 1 nooutput name "kernel"
kernel = kernel_max + 1

# both signs, before and after have one scale; the change has its own, and says so
scale = 1e-9
change = 1e-9
do for [f = 0 : filters - 1] {
    do for [k = 0 : 2] {
        stats file index 3 * f + k using (abs($3)) nooutput name "weight"
        scale = k < 2 && weight_max > scale ? weight_max : scale
        change = k == 2 && weight_max > change ? weight_max : change
    }
}
array said[3] = ["before", "after", sprintf(TERMINAL ? "change x %.1f" : scale / change < 10 ? "change × %.1f" : "change × %.0f", scale / change)]
scale_of(k) = k < 2 ? scale : change
across = TERMINAL ? 8 : 16
lines = (filters + across - 1) / across
step = 1.18 * kernel
group = 4 * kernel # a line of filters, three times
x_of(f) = step * (f % across)
y_of(f, k) = group * (f / across) + step * k

set title data_name.": the first layer's filters, as they were drawn and as the training left them"
unset key; unset xtics; unset ytics; unset grid
set border 0
set xrange [-(TERMINAL ? 1.6 : 2.3) * kernel : step * (filters < across ? filters : across) + 0.05 * kernel]
set yrange [group * lines - 0.1 * kernel : -0.9]
do for [i = 0 : lines - 1] {
    do for [k = 0 : 2] {
        set label 1000 + 3 * i + k said[k + 1] at -0.15 * kernel - 0.5, y_of(across * i, k) + kernel / 2.0 - 0.5 right
    }
}
if (TERMINAL) {
    plot for [n = 0 : 3 * filters - 1] file index n using (x_of(n / 3) + $1):(y_of(n / 3, n % 3) + $2):(signed_text($3 / scale_of(n % 3))) with labels
} else {
    set size ratio -1
    set lmargin at screen 0.01
    set rmargin at screen 0.99
    set tmargin at screen 0.89
    set bmargin at screen 0.26
    do for [f = 0 : filters - 1] {
        set label 1 + f sprintf("%d", f + 1) at x_of(f) + kernel / 2.0 - 0.5, y_of(f, 2) + 1.22 * kernel - 0.5 center
        do for [k = 0 : 2] {
            set object 1 + 3 * f + k rect from x_of(f) - 0.5, y_of(f, k) - 0.5 to x_of(f) + kernel - 0.5, y_of(f, k) + kernel - 0.5 \
                front fs empty border lc rgb "#bbbbbb"
        }
    }
    @diverging
    set cbrange [-scale : scale]
    set colorbox horizontal user origin screen 0.36, screen 0.17 size screen 0.3, screen 0.035
    set cbtics scale 0.5
    set cblabel "weight"
    plot for [n = 0 : 3 * filters - 1] file index n \
             using (x_of(n / 3) + $1):(y_of(n / 3, n % 3) + $2):(red_of($3 / scale_of(n % 3))):(green_of($3 / scale_of(n % 3))):(blue_of($3 / scale_of(n % 3))) with rgbimage, \
         NaN with points palette
}
