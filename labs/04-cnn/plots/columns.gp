# shows: an image's windows as the columns of a matrix
# needs: columns.dat
# size: 1500,560

load HERE."/../../common/heat.inc"
file = OUT."/columns.dat"
array title_of[3] = ["the image", TERMINAL ? "padding 0" : "its windows, padding 0", "with padding 1: 0 where a window reaches out"]
array left[3]
array top[3]
array wide[3]
array high[3]
x = 0
gap = TERMINAL ? 1.5 : 2.3
do for [i = 1 : 3] {
    stats file index i - 1 using 1:2 nooutput name "side"
    wide[i] = side_max_x + 1
    high[i] = side_max_y + 1
    left[i] = x
    top[i] = i == 1 ? 2.5 : 0
    x = x + wide[i] + gap
}
stats file index 0 using 3 nooutput name "pixel"
set title "im2col: each window of 3 x 3 is a column, each weight of a filter meets a row"
unset key; unset xtics; unset ytics; unset grid
set border 0
text_of(value) = sprintf("%g", value)
set xrange [-0.6 : x - gap]
set yrange [high[3] + (TERMINAL ? 1 : 0.2) : (TERMINAL ? -2 : -1.4)]
do for [i = 1 : 3] {
    set label i title_of[i] at left[i] - 0.5, top[i] - (TERMINAL ? 1.5 : 0.85) left
}
if (TERMINAL) {
    plot for [i = 1 : 3] file index i - 1 using (left[i] + $1):(top[i] + $2):(text_of($3)) with labels
} else {
    @viridis
    set cbrange [1 : pixel_max]
    unset colorbox
    set size ratio -1
    is_dark(value) = value < 0.55 * pixel_max
    do for [i = 1 : 3] {
        set object i rect from left[i] - 0.5, top[i] - 0.5 to left[i] + wide[i] - 0.5, top[i] + high[i] - 0.5 front fs empty border lc rgb "#888888"
    }
    plot for [i = 1 : 3] file index i - 1 using (left[i] + $1):(top[i] + $2):($3 > 0 ? $3 : NaN) with image, \
         for [i = 1 : 3] file index i - 1 using (left[i] + $1):(top[i] + $2):($3 > 0 && is_dark($3) ? text_of($3) : "") with labels textcolor rgb "#ffffff", \
         for [i = 1 : 3] file index i - 1 using (left[i] + $1):(top[i] + $2):(!is_dark($3) ? text_of($3) : "") with labels textcolor rgb "#222222", \
         for [i = 1 : 3] file index i - 1 using (left[i] + $1):(top[i] + $2):($3 == 0 ? "0" : "") with labels textcolor rgb "#999999"
}
