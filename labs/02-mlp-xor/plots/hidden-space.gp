# shows: XOR in the plane and in the hidden space of a 2-2-1 network, where a line separates it
# needs: hidden-space.dat
# panels: 2

file = OUT."/hidden-space.dat"
map = file
load HERE."/network.inc"
plan_index = 0
@read_plan
load HERE."/plane.inc"

# blocks: the plan; then for each of the two planes the points, the grid, the map
where(row) = word("(0,0) (0,1) (1,0) (1,1)", int(row) + 1)
unit_text(i) = i == 0 ? "no activation" : activation_name(i)
set multiplot @two_panels title sprintf("XOR: how a %s network with %s bends the plane", layers_text(plan_in, plan_hidden, plan_depth), unit_text(plan_activation)) font ",19"
if (!TERMINAL) {
    set tmargin at screen 0.86
    set bmargin at screen 0.2
}
do for [i = 1 : 2] {
    map_index = 3 * i
    @read_map
    if (!TERMINAL) {
        set lmargin at screen 0.45 * i - 0.38
        set rmargin at screen 0.45 * i - 0.02
    }
    if (i == 2 && !TERMINAL) {
        set colorbox user origin screen 0.905, 0.2 size screen 0.013, 0.66
        set ylabel "h1"
    }
    set xlabel i == 1 ? "x0" : "h0"
    set title i == 1 ? "the plane of the inputs" : "the plane of the hidden units"
    plot @probability file index 3 * i - 1 using 1:(TERMINAL && i == 1 ? NaN : $2) with lines lc rgb "#777777" lw 0.8 dt 1 title (i == 1 ? (TERMINAL ? "" : "a grid") : "the same grid"), \
         $boundary @boundary title (has_boundary ? "boundary" : ""), \
         file index 3 * i - 2 using (of_0($1, $3)):2 @rim_0 notitle, \
         file index 3 * i - 2 using (of_0($1, $3)):2 @point_0 title "label 0", \
         file index 3 * i - 2 using (of_1($1, $3)):2 @rim_1 notitle, \
         file index 3 * i - 2 using (of_1($1, $3)):2 @point_1 title "label 1", \
         file index 3 * i - 2 every ::1 using 1:2:(where($0 + 1)) with labels offset 0, 1.2 notitle, \
         file index 3 * i - 2 every ::0::0 using 1:2:(where(0)) with labels offset 0, -1.2 notitle
}
