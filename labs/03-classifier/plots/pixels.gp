# shows: the mean image, how much each pixel changes, and its scale before and after standardising
# needs: pixels.dat
# also: scales.dat
# panels: 3

file = OUT."/pixels.dat"
scales = OUT."/scales.dat"
# a pixel that never changes has by agreement the deviation 1
changing(deviation, constant) = constant > 0 ? NaN : deviation
unchanging(row, constant) = constant > 0 ? row : NaN

# read before axes have ranges, as those would leave numbers out
stats file using 1:2 nooutput name "side"
stats file using 3 nooutput name "mean"
stats file using (changing($4, $5)) nooutput name "deviation"
stats file using 5 nooutput name "constant"
heat_columns = side_max_x + 1
heat_rows = side_max_y + 1
load HERE."/../../common/heat.inc"

set multiplot @three_panels title data_name.": the pixels, and their scale" noenhanced font ",19"
if (!TERMINAL) {
    set tmargin at screen 0.85
    set bmargin at screen 0.27
    set lmargin at screen 0.02
    set rmargin at screen 0.27
    set colorbox horizontal user origin screen 0.02, screen 0.21 size screen 0.217, screen 0.02
    set cbtics 0.2 scale 0.5
}
heat = 3
heat_high = mean_max
set title "the mean image"
@heat_axes
@ink_on_paper
plot file @heat_map notitle

if (!TERMINAL) {
    set lmargin at screen 0.315
    set rmargin at screen 0.565
    set colorbox horizontal user origin screen 0.315, screen 0.21 size screen 0.217, screen 0.02
    set cbtics 0.1
    set key at screen 0.31, screen 0.13 left top horizontal Left reverse
}
heat_high = deviation_max
set title "how much each pixel changes: its deviation"
@viridis
set cbrange [0 : heat_high]
if (TERMINAL) {
    plot file using 1:2:(heat_text(changing($4, $5))) with labels notitle
} else {
    plot file using 1:2:(changing($4, $5)) with image notitle, \
         file using 1:(unchanging($2, $5)) with points lt 2 pt 2 ps 0.6 lw 1.5 \
             title (constant_sum > 0 ? sprintf("never change: %d", constant_sum) : "")
}

set size noratio
set border 3
unset colorbox
set xtics 1 nomirror out
set xrange [-2 : 5]
set title "the numbers of all pixels"
set xlabel "a pixel's number"
y_text = "share of all numbers"
@set_ylabel
set logscale y
set yrange [0.01 : 200]
set ytics 10 nomirror out
set format y "%g %%"
percent(share) = share > 0 ? 100 * share : 1e-9 # below the axis
@set_grid
if (!TERMINAL) {
    set lmargin at screen 0.66
    set rmargin at screen 0.985
    set key bmargin center vertical
}
if (has_scales) {
    plot scales using 1:(percent($2)) with histeps lt 1 lw 3 title "before", \
         scales using 1:(percent($3)) with histeps lt 2 title "after, each pixel on a scale of its own", \
         scales using 1:(percent($4)) with histeps lt 3 title "after, one scale for all pixels"
} else {
    exercise = "3.1"
    @set_waiting
    plot NaN notitle
}
