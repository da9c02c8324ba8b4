# shows: the decision boundary of a network that learns, at six epochs
# needs: boundary-SET.dat
# animates: film-SET.dat
# panels: 2
# size: 1500,1020

file = OUT.(ANIMATED ? "/film" : "/boundary").DASHSET.".dat"
map = file
load HERE."/plane.inc"

stats file index 0 using 1 nooutput
count = STATS_records
stats file index 1 using 1 nooutput
frames = STATS_records
array epoch[frames]
array loss[frames]
array right[frames]
do for [i = 1 : frames] {
    stats file index 1 every ::(i - 1)::(i - 1) using 1 nooutput
    epoch[i] = STATS_min
    stats file index 1 every ::(i - 1)::(i - 1) using 2 nooutput
    loss[i] = STATS_min
    stats file index 1 every ::(i - 1)::(i - 1) using 3 nooutput
    right[i] = STATS_min
}
said(i) = sprintf("epoch %d: loss %.2g, %.3g %% right", epoch[i], loss[i], 100 * right[i])

stats file index 2 using 1:2 nooutput name "side"
set xtics side_max_x - side_min_x > 3 ? 1 : 0.5
set ytics side_max_x - side_min_x > 3 ? 1 : 0.5
point_size = count > 100 ? 0.45 : 1.2

point_size = ANIMATED ? 1.4 * point_size : point_size
heading = sprintf("%s: the boundary of a network that learns", SET)
if (ANIMATED) {
    do for [i = 1 : frames] {
        map_index = i + 1
        @read_map
        set title sprintf("%s, %s", SET, said(i))
        plot @probability $boundary @boundary title (has_boundary ? "boundary" : "no boundary"), \
             file index 0 using (of_0($1, $3)):2 @rim_0 notitle, \
             file index 0 using (of_0($1, $3)):2 @point_0 title "label 0", \
             file index 0 using (of_1($1, $3)):2 @rim_1 notitle, \
             file index 0 using (of_1($1, $3)):2 @point_1 title "label 1"
    }
} else {
    if (TERMINAL) {
        set multiplot layout 3,2 title heading
    } else {
        set multiplot layout 2,3 title heading noenhanced font ",19" margins 0.045,0.885,0.06,0.9 spacing 0.045,0.115
    }
    unset xlabel
    unset ylabel
    unset key
    do for [i = 1 : frames] {
        map_index = i + 1
        @read_map
        set title said(i)
        if (i == frames && !TERMINAL) {
            set colorbox user origin screen 0.905, 0.3 size screen 0.013, 0.6
            set key at screen 0.885, 0.17 left top vertical samplen 2
        }
        plot @probability $boundary @boundary title (has_boundary ? "boundary" : "no boundary"), \
             file index 0 using (of_0($1, $3)):2 @rim_0 notitle, \
             file index 0 using (of_0($1, $3)):2 @point_0 title "label 0", \
             file index 0 using (of_1($1, $3)):2 @rim_1 notitle, \
             file index 0 using (of_1($1, $3)):2 @point_1 title "label 1"
    }
}
