# shows: your own picture as the network saw it, and what it takes it for
# needs: photo.dat
# with: --photo FILE
# panels: 2
# size: 1500,760

file = OUT."/photo.dat"
stats file index 0 using 1:2 nooutput name "side"
heat_columns = side_max_x + 1
heat_rows = side_max_y + 1
load HERE."/../../common/heat.inc"
stats file index 1 using 1 nooutput name "rank"
shown_classes = int(rank_max) + 1 > 10 ? 10 : int(rank_max) + 1
array class_at[shown_classes]
do for [i = 1 : shown_classes] {
    stats file index 1 using 2 every ::(i - 1)::(i - 1) nooutput name "of"
    class_at[i] = int(of_min) + 1
}

set multiplot @two_panels title "Your own picture" font ",19"
heat = 3
heat_high = 255
unset key
unset colorbox
set title "what the network saw: black is 1, white 0"
@ink_on_paper
@heat_axes
plot file index 0 @heat_map notitle

set size noratio
set title "what it takes it for"
set border 1
set xrange [0 : 118]
set yrange [shown_classes - 0.4 : -0.6]
set xtics 0, 20, 100 nomirror
set format x "%g %%"
if (TERMINAL) {
    unset xtics
    set border 0
    set xrange [-25 : 118]
}
set ytics () scale 0
do for [i = 1 : shown_classes] {
    set ytics add (class_name[class_at[i]] i - 1)
}
set style fill solid 0.85 noborder
plot file index 1 every ::0::(shown_classes - 1) using (50 * $3):1:(50 * $3):(0.36) with boxxy lt 1, \
     file index 1 every ::0::(shown_classes - 1) using (100 * $3):1:(sprintf(" %.1f %%", 100 * $3)) with labels left
