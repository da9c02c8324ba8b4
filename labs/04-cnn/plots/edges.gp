# shows: what five filters set by hand make of images
# needs: edges.dat
# size: 1560,950

load HERE."/../../common/diverging.inc"
file = OUT."/edges.dat"
array by_hand[5] = ["mean", "left-right", "top-bottom", "all round", "diagonal"]
array divisor[5] = [9, 4, 4, 4, 4]
filters = 5
images = 3
stats file index 0 using 1:2 nooutput name "image"
stats file index 1 using 1:2 nooutput name "answer"
array largest[filters] # weight of each
do for [k = 1 : filters] {
    stats file index (filters + 1) * images + k - 1 using (abs($3)) nooutput name "weight"
    largest[k] = weight_max
}
columns = image_max_x + 1
rows = image_max_y + 1

# answers may be smaller than the image: each fills the same square
across = columns / (answer_max_x + 1)
down = rows / (answer_max_y + 1)
wide = 1.1 * columns
high = 1.1 * rows
x_of(k, v) = wide * k + (v + 0.5) * across - 0.5
y_of(i, h) = high * i + (h + 0.5) * down - 0.5

unset key; unset xtics; unset ytics; unset grid
set border 0
if (TERMINAL) {
    # the first image, and two of the filters
    set title data_name.": filters set by hand, and what they answer at each place"
    set xrange [-1 : 3 * wide]
    set yrange [rows : -3]
    set label 1 "image" at x_of(0, 0.5 * columns), -2 center
    set label 2 "left-right" at wide + 0.5 * columns, -2 center
    set label 3 "top-bottom" at 2 * wide + 0.5 * columns, -2 center
    plot file index 0 using 1:2:(signed_text($3)) with labels, \
         for [k = 1 : 2] file index k + 1 using (x_of(k, $1)):(y_of(0, $2)):(signed_text($3)) with labels
} else {
    set size ratio -1
    set xrange [-1 : wide * (filters + 1)]
    set yrange [high * images : -0.82 * rows]
    set label 1 data_name.": filters set by hand, and what they answer at each place" at screen 0.5, screen 0.955 center noenhanced font ",17"
    set label 10 "image" at columns / 2.0, -0.1 * rows center
    # the filters: whole numbers, divided by what stands beside them; their colours are their own
    tap = 0.17 * columns
    head = -0.66 * rows
    tap_x(k, v) = wide * k + columns / 2.0 - 0.5 + tap * (v - 1)
    tap_y(h) = head + tap * (h + 0.5)
    do for [k = 1 : filters] {
        set label 10 + k by_hand[k] at wide * k + columns / 2.0 - 0.5, head - 0.09 * rows center
        set label 20 + k sprintf("/ %d", divisor[k]) at tap_x(k, 2.75), tap_y(1) left
        set object 100 + k rect from tap_x(k, -0.5), head to tap_x(k, 2.5), head + 3 * tap front fs empty border lc rgb "#bbbbbb" lw 1
    }
    ink_x = 0.18 * columns
    ink_y = head + tap
    ink_wide = 0.6 * columns
    ink_high = 0.09 * rows
    @ink_scale
    do for [i = 0 : images - 1] {
        do for [k = 0 : filters] {
            set object 1 + 10 * i + k rect from wide * k - 0.5, high * i - 0.5 to wide * k + columns - 0.5, high * i + rows - 0.5 \
                front fs empty border lc rgb "#bbbbbb" lw 1
        }
    }
    @diverging
    set cbrange [-1 : 1]
    set cbtics 0.5
    set colorbox user origin screen 0.9, screen 0.04 size screen 0.018, screen 0.62
    set lmargin at screen 0.01
    set rmargin at screen 0.885
    set tmargin at screen 0.92
    set bmargin at screen 0.02
    set cblabel "answer"
    plot for [i = 0 : images - 1] file index 6 * i using 1:(high * i + $2):(red_of_ink($3)):(green_of_ink($3)):(blue_of_ink($3)) with rgbimage, \
         for [k = 0 : filters * images - 1] file index 6 * (k / filters) + 1 + k % filters \
             using (x_of(1 + k % filters, $1)):(y_of(k / filters, $2)):(red_of($3)):(green_of($3)):(blue_of($3)) with rgbimage, \
         for [k = 1 : filters] file index 6 * images + k - 1 \
             using (tap_x(k, $1)):(tap_y($2)):(red_of($3 / largest[k])):(green_of($3 / largest[k])):(blue_of($3 / largest[k])) with rgbimage, \
         for [k = 1 : filters] file index 6 * images + k - 1 \
             using (tap_x(k, $1)):(tap_y($2)):(sprintf("%.0f", $3 * divisor[k])):(abs($3) > 0.6 * largest[k] ? 0xffffff : 0x222222) with labels textcolor rgb variable, \
         NaN with points palette
}
