# shows: how often each pixel stands in the matrix of windows
# needs: counts.dat
# size: 1500,430

file = OUT."/counts.dat"
array said[4] = ["3 x 3, stride 1, padding 0", "3 x 3, stride 1, padding 1", "3 x 3, stride 2, padding 1", "2 x 2, stride 2, padding 0"]
array in_short[4] = ["3x3, 1, 0", "3x3, 1, 1", "3x3, 2, 1", "2x2, 2, 0"]
stats file using 1:3 nooutput name "all"
side = all_max_x + 1
wide = side + 1.2
set title "col2im of ones: in how many windows each pixel of an image stands".(TERMINAL ? " (size, stride, padding)" : "")
unset key; unset xtics; unset ytics; unset grid
set border 0
set xrange [-0.6 : 4 * wide - 1.2]
set yrange [side - (TERMINAL ? -1 : 0.4) : (TERMINAL ? -2 : -1.3)]
do for [i = 0 : 3] {
    set label i + 1 (TERMINAL ? in_short[i + 1] : said[i + 1]) at i * wide + side / 2.0 - 0.5, (TERMINAL ? -1.5 : -0.9) center
}
if (TERMINAL) {
    plot for [i = 0 : 3] file index i using (i * wide + $1):2:(sprintf("%g", $3)) with labels
} else {
    set size ratio -1
    set palette defined (0 "#ffffff", 1 "#e4eff6", 4 "#9cc5e0", 9 "#1b5f98")
    set cbrange [0 : 9]
    unset colorbox
    do for [i = 0 : 3] {
        set object i + 1 rect from i * wide - 0.5, -0.5 to i * wide + side - 0.5, side - 0.5 front fs empty border lc rgb "#888888"
    }
    plot for [i = 0 : 3] file index i using (i * wide + $1):2:3 with image, \
         for [i = 0 : 3] file index i using (i * wide + $1):2:($3 < 6 ? sprintf("%g", $3) : "") with labels textcolor rgb "#222222", \
         for [i = 0 : 3] file index i using (i * wide + $1):2:($3 >= 6 ? sprintf("%g", $3) : "") with labels textcolor rgb "#ffffff"
}
