# shows: what pooling leaves of an image, and of the same image moved by a pixel
# needs: pooling.dat
# size: 1700,640

load HERE."/../../common/diverging.inc"
file = OUT."/pooling.dat"
stats file nooutput
blocks = STATS_blocks / 2 # of the image as it is, then of the moved one
pooled = (blocks - 1) / 2
stats file index 0 using 1:2 nooutput name "image"
columns = image_max_x + 1.0
rows = image_max_y + 1.0
array across[pooled]
array down[pooled]
array left_of_it[pooled]
do for [i = 1 : pooled] {
    stats file index 2 * i - 1 using 1:2 nooutput name "pool"
    across[i] = columns / (pool_max_x + 1)
    down[i] = rows / (pool_max_y + 1)
    left_of_it[i] = sprintf("%d x %d", pool_max_x + 1, pool_max_y + 1)
}
wide = 1.1 * columns
high = 1.1 * rows
unset key; unset xtics; unset ytics; unset grid
set border 0
# of each image a line: itself, the largest of each size, the mean of each
place_of(i, k) = wide * (1 + i + k * pooled - 1) + (k + 1) * 0.12 * columns
x_of(i, k, v) = place_of(i, k) + (v + 0.5) * across[i] - 0.5
y_of(line, i, h) = high * line + (h + 0.5) * down[i] - 0.5
if (TERMINAL) {
    set title data_name.": an image, and what windows of 2 x 2 leave of it"
    set xrange [-1 : 3 * wide]
    set yrange [rows : -3]
    set label 1 "image" at columns / 2, -2 center
    set label 2 "the largest" at wide + columns / 2, -2 center
    set label 3 "moved by a pixel" at 2 * wide + columns / 2, -2 center
    plot file index 0 using 1:2:(signed_text($3)) with labels, \
         for [m = 0 : 1] file index blocks * m + 1 using (wide * (1 + m) + ($1 + 0.5) * across[1] - 0.5):(y_of(0, 1, $2)):(signed_text($3)) with labels
} else {
    set label 1 data_name.": what pooling leaves of an image, and of the same image one pixel further right" at screen 0.5, screen 0.945 center noenhanced font ",17"
    set size ratio -1
    set lmargin at screen 0.01
    set rmargin at screen 0.99
    set tmargin at screen 0.92
    set bmargin at screen 0.03
    end = place_of(pooled, 1) + columns
    set xrange [-0.25 * columns : end]
    set yrange [high * 2 + 0.13 * rows : -0.2 * rows]
    array said[2] = ["the largest of", "the mean of"]
    array line_of[2] = ["as it is", "moved"]
    do for [line = 0 : 1] {
        set label 2 + line line_of[line + 1] at -0.12 * columns, high * line + rows / 2 center rotate by 90
        set object 10 + line rect from -0.5, high * line - 0.5 to columns - 0.5, high * line + rows - 0.5 front fs empty border lc rgb "#bbbbbb"
        do for [i = 1 : pooled] {
            do for [k = 0 : 1] {
                set object 100 + 10 * i + 2 * line + k rect from place_of(i, k) - 0.5, high * line - 0.5 \
                    to place_of(i, k) + columns - 0.5, high * line + rows - 0.5 front fs empty border lc rgb "#bbbbbb"
            }
        }
    }
    set label 10 "the image" at columns / 2, -0.1 * rows center
    do for [i = 1 : pooled] {
        do for [k = 0 : 1] {
            set label 20 + 2 * i + k sprintf("%s %d x %d", said[k + 1], floor(across[i]), floor(across[i])) at place_of(i, k) + columns / 2, -0.1 * rows center
            set label 30 + 2 * i + k left_of_it[i]." are left" at place_of(i, k) + columns / 2, high * 2 + 0.02 * rows center textcolor rgb "#555555"
        }
    }
    ink_x = 0.2 * columns
    ink_y = high * 2 - 0.02 * rows
    ink_wide = 0.6 * columns
    ink_high = 0.08 * rows
    @ink_scale
    plot for [line = 0 : 1] file index blocks * line using 1:(high * line + $2):(red_of_ink($3)):(green_of_ink($3)):(blue_of_ink($3)) with rgbimage, \
         for [line = 0 : 1] for [i = 1 : pooled] for [k = 0 : 1] file index blocks * line + 2 * i - 1 + k \
             using (x_of(i, k, $1)):(y_of(line, i, $2)):(red_of_ink($3)):(green_of_ink($3)):(blue_of_ink($3)) with rgbimage
}
