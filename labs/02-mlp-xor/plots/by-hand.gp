# shows: the network whose weights you chose by hand: its boundary and its two hidden lines
# needs: by-hand.dat
# with: --weights FILE

file = OUT."/by-hand.dat"
map = file

# Each hidden unit's line: the point of it that is nearest to the middle, and the direction across it,
# to the side where the unit is 1. A unit whose two weights are 0 has none.
array at_x[2]
array at_y[2]
array across[2]
array up[2]
do for [i = 1 : 2] {
    array number[3]
    do for [k = 1 : 3] {
        stats file index 1 every ::(i - 1)::(i - 1) using k nooutput
        number[k] = STATS_min
    }
    size = sqrt(number[1] ** 2 + number[2] ** 2)
    has_line = size > 0
    excess = (number[1] + number[2]) / 2 + number[3]
    across[i] = has_line ? number[1] / size : NaN
    up[i] = has_line ? number[2] / size : NaN
    at_x[i] = has_line ? 0.5 - excess / size * across[i] : NaN
    at_y[i] = has_line ? 0.5 - excess / size * up[i] : NaN
}

load HERE."/plane.inc"
map_index = 2
@read_map
set title "A 2-2-1 network by hand; the arrows: where the sum of a hidden unit is above 0"
set xtics 0.5
set ytics 0.5
set key maxrows 2
set samples 2
set clip two
if (!TERMINAL) {
    set colorbox
}
plot @probability for [i = 1 : 2] [-4 : 4] '+' using (at_x[i] - $1 * up[i]):(at_y[i] + $1 * across[i]) with lines lt i + 2 lw 6 \
         title (at_x[i] == at_x[i] ? sprintf("sum of unit %d is 0", i - 1) : ""), \
     $boundary @boundary title (has_boundary ? "boundary" : ""), \
     for [i = 1 : 2] [0 : 0.2] '+' using (at_x[i]):(at_y[i]):(0.2 * across[i]):(0.2 * up[i]) every ::::0 with vectors lt i + 2 dt 1 lw 4 filled notitle, \
     file index 0 using (of_0($1, $3)):2 @rim_0 notitle, \
     file index 0 using (of_0($1, $3)):2 @point_0 title "label 0", \
     file index 0 using (of_1($1, $3)):2 @rim_1 notitle, \
     file index 0 using (of_1($1, $3)):2 @point_1 title "label 1"
