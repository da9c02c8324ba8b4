# shows: images to test with, what each was taken for, and what it is
# needs: images.dat
# panels: 2
# size: 1250,1420

file = OUT."/images.dat"
stats file index 0 using 1:2 nooutput name "side"
columns = side_max_x + 1
rows = side_max_y + 1
all = 25
array truth[all]
array predicted[all]
do for [i = 1 : all] {
    stats file index i - 1 every ::::0 using 4:5 nooutput name "of"
    truth[i] = int(of_min_x) + 1
    predicted[i] = int(of_min_y) + 1
}
is_wrong(i) = truth[i] != predicted[i]
cross = TERMINAL ? "X " : "✗ "
said(i) = is_wrong(i) ? sprintf("%s%s, is %s", cross, class_name[predicted[i]], class_name[truth[i]]) : class_name[truth[i]]

# in characters there is room for the first nine
across = TERMINAL ? 3 : 5
count = across * across
wide = columns * (TERMINAL ? 1.18 : 1.3)
high = rows * (TERMINAL ? 1.3 : 1.42)
left(i) = wide * ((i - 1) % across)
top(i) = high * ((i - 1) / across)

set title data_name.(TERMINAL ? ": every second one was taken for what it is not" : ": images to test with; every second one was taken for what it is not")
unset key
unset xtics
unset ytics
unset grid
set border 0
set xrange [-0.1 * wide : wide * across]
set yrange [high * across : -0.1 * high]
if (TERMINAL) {
    load HERE."/../../common/heat.inc"
    heat_high = 255
    set lmargin 1
    set rmargin 1
    do for [i = 1 : count] {
        set label i said(i) at left(i) + columns / 2.0, top(i) + rows * 1.12 center noenhanced
    }
    plot for [i = 1 : count] file index i - 1 using (left(i) + $1):(top(i) + $2):(heat_text($3)) with labels
} else {
    set size ratio -1
    set palette defined (0 "#ffffff", 1 "#000000")
    set cbrange [0 : 255]
    unset colorbox
    do for [i = 1 : count] {
        set object i rect from left(i) - 1, top(i) - 1 to left(i) + columns, top(i) + rows fs empty \
            border lc rgb (is_wrong(i) ? "#D55E00" : "#bbbbbb") lw (is_wrong(i) ? 4 : 1)
        set label i said(i) at left(i) + columns / 2.0, top(i) + rows + 3 center noenhanced \
            textcolor rgb (is_wrong(i) ? "#D55E00" : "#222222")
    }
    plot for [i = 1 : count] file index i - 1 using (left(i) + $1):(top(i) + $2):3 with image
}
