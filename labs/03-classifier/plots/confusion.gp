# shows: the confusion matrix: which class is taken for which
# needs: confusion.dat
# size: 1300,1150

file = OUT."/confusion.dat"
stats file using 3 nooutput name "images"
stats file using ($1 == $2 ? $3 : NaN) nooutput name "right"
heading = sprintf("%s: what is taken for what (%.2f %% of %d right)", data_name, 100 * right_sum / images_sum, images_sum)

set xrange [-0.5 : classes - 0.5]
set yrange [classes - 0.5 : -0.5]
set ytics () scale 0
set xtics () scale 0
longest = 0
do for [i = 1 : classes] {
    set ytics add (class_name[i] i - 1)
    set xtics add ((TERMINAL ? class_name[i][1:6] : class_name[i]) i - 1)
    longest = strlen(class_name[i]) > longest ? strlen(class_name[i]) : longest
}
set title heading
unset grid
unset key
if (TERMINAL) {
    set border 0
    set xlabel "predicted (down: the truth)"
    set lmargin 14
    plot file using 2:1:(sprintf("%d", $3)) with labels
} else {
    set border 15
    if (longest > 4) {
        set xtics rotate by -35 offset -1.2, 0
    }
    set xlabel "predicted" offset 0, -0.5
    set ylabel "truth"
    set cblabel "share of the truth's images"
    set format cb "%g %%"
    set cbrange [0 : 100]
    # few mistakes are to be seen beside many right answers: the colours go faster at first
    set palette defined (0 "#ffffff", 2 "#e4eff6", 10 "#a9cde3", 30 "#5aa0cb", 100 "#08457a")
    set size ratio -1
    plot file using 2:1:(100 * $4) with image, \
         file using 2:1:($3 > 0 && $4 <= 0.3 ? sprintf("%d", $3) : "") with labels textcolor rgb "#222222", \
         file using 2:1:($4 > 0.3 ? sprintf("%d", $3) : "") with labels textcolor rgb "#ffffff"
}
