# shows: what is left of an image when it is pooled, by the largest and by the mean
# needs: pooling.dat
# size: 1400,760

load HERE."/../../common/diverging.inc"
file = OUT."/pooling.dat"
stats file nooutput
pooled = (STATS_blocks - 1) / 2
stats file index 0 using 1:2 nooutput name "image"
columns = image_max_x + 1.0
rows = image_max_y + 1.0
array across[pooled]
array down[pooled]
array said[pooled]
do for [i = 1 : pooled] {
    stats file index 2 * i - 1 using 1:2 nooutput name "pool"
    across[i] = columns / (pool_max_x + 1)
    down[i] = rows / (pool_max_y + 1)
    said[i] = sprintf("%d x %d: %d x %d are left", floor(across[i]), floor(across[i]), pool_max_x + 1, pool_max_y + 1)
}
wide = 1.12 * columns
high = 1.12 * rows
set title data_name.": pooled by windows of 2, 3 and 4"
unset key; unset xtics; unset ytics; unset grid
set border 0
x_of(i, v) = wide * i + (v + 0.5) * across[i] - 0.5
y_of(k, i, h) = high * k + (h + 0.5) * down[i] - 0.5
if (TERMINAL) {
    set xrange [-1 : 3 * wide]
    set yrange [rows : -3]
    set label 1 "image" at columns / 2, -2 center
    set label 2 "the largest of 2 x 2" at wide + columns / 2, -2 center
    set label 3 "the largest of 4 x 4" at 2 * wide + columns / 2, -2 center
    plot file index 0 using 1:2:(signed_text($3)) with labels, \
         file index 1 using (x_of(1, $1)):(y_of(0, 1, $2)):(signed_text($3)) with labels, \
         file index 2 * pooled - 1 using (wide * 2 + ($1 + 0.5) * across[pooled] - 0.5):(y_of(0, pooled, $2)):(signed_text($3)) with labels
} else {
    set size ratio -1
    set xrange [-0.05 * columns : wide * (pooled + 1) + 0.05 * columns]
    set yrange [high * 2 : -0.2 * rows]
    set label 1 "the image" at columns / 2, 0.36 * high center
    do for [i = 1 : pooled] {
        set label 10 + i said[i] at wide * i + columns / 2, -0.08 * rows center
    }
    set label 20 "the largest" at wide * (pooled + 1) - 0.05 * columns, rows / 2 center rotate by -90
    set label 21 "the mean" at wide * (pooled + 1) - 0.05 * columns, high + rows / 2 center rotate by -90
    set object 1 rect from -0.5, 0.5 * high - 0.5 to columns - 0.5, 0.5 * high + rows - 0.5 front fs empty border lc rgb "#bbbbbb"
    do for [i = 1 : pooled] {
        do for [k = 0 : 1] {
            set object 10 * i + k rect from wide * i - 0.5, high * k - 0.5 to wide * i + columns - 0.5, high * k + rows - 0.5 \
                front fs empty border lc rgb "#bbbbbb"
        }
    }
    plot file index 0 using 1:(0.5 * high + $2):(red_of_ink($3)):(green_of_ink($3)):(blue_of_ink($3)) with rgbimage, \
         for [i = 1 : pooled] for [k = 0 : 1] file index 2 * i - 1 + k using (x_of(i, $1)):(y_of(k, i, $2)):(red_of_ink($3)):(green_of_ink($3)):(blue_of_ink($3)) with rgbimage
}
