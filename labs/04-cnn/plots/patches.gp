# shows: the parts of images that excite each filter most
# needs: patches.dat patches_layers.dat
# also: filters.dat
# size: 1560,1110

load HERE."/../../common/diverging.inc"
file = OUT."/patches.dat"
layers = OUT."/patches_layers.dat"
across = 8
stats layers using 1 nooutput name "layer"
blocks = layer_records
array filters[blocks]
array shown[blocks] # patches of each filter
array size_of[blocks]
stats layers using (filters[int($0) + 1] = int($1), shown[int($0) + 1] = int($2), size_of[int($0) + 1] = $3, $1) nooutput
first(b) = b == 1 ? 0 : filters[1] * shown[1]
if (has_filters) {
    stats OUT."/filters.dat" using 1 nooutput name "kernel"
    stats OUT."/filters.dat" using 3 nooutput name "weight"
    scale = abs(weight_min) > weight_max ? abs(weight_min) : weight_max
    kernel = kernel_max + 1
}
# a patch is a square of 1; a filter has 3 x 3 of them, its number on their left, and of the first
# convolution itself
step = 1.06
cell = 3 * step + 0.5
head_of(b) = b == 1 && has_filters ? 1.5 : 0.75
left_of(f, b) = (cell + head_of(b)) * (f % across) + head_of(b)
x_of(f, p, v, b) = left_of(f, b) + step * (p % 3) + (v + 0.5) / size_of[b]
y_of(f, p, h, b) = cell * (f / across) + step * (p / 3) + (h + 0.5) / size_of[b]

unset key; unset xtics; unset ytics; unset grid
set border 0
if (TERMINAL) {
    set title data_name.": the three places that excite filters 1 to 3 of the last convolution drawn most"
    n = size_of[blocks]
    set xrange [-1 : 3.4 * n]
    set yrange [3.4 * n : -1]
    plot for [f = 0 : 2] for [p = 0 : 2] file index first(blocks) + shown[blocks] * f + p using (1.15 * n * p + $1):(1.15 * n * f + $2):(signed_text($3 < 0 ? 0 : $3)) with labels
} else {
    set multiplot title data_name.": for each filter the nine parts of images that excite it most; black is 1, white 0, pale blue padding" noenhanced font ",19"
    set lmargin at screen 0.01
    set rmargin at screen 0.99
    top = 0.91
    do for [b = 1 : blocks] {
        lines = (filters[b] + across - 1) / across
        set size ratio -1
        # as high as squares of this width are, or as there is room
        bottom = top - 0.98 * 1560 * (cell * lines - 0.1) / (across * (cell + head_of(b)) + 0.3) / 1110
        bottom = bottom < 0.015 ? 0.015 : bottom
        set tmargin at screen top
        set bmargin at screen bottom
        top = bottom - 0.055
        set title sprintf("convolution %d: each filter sees %d x %d pixels%s", b, size_of[b], size_of[b], b == 1 && has_filters ? "; left of them the filter itself" : "")
        set xrange [-0.3 : across * (cell + head_of(b))]
        set yrange [cell * lines - 0.3 : -0.2]
        unset object
        unset label
        do for [f = 0 : filters[b] - 1] {
            set object 1 + f rect from left_of(f, b) - 0.06, cell * (f / across) - 0.06 to left_of(f, b) + 3 * step, cell * (f / across) + 3 * step \
                back fc rgb "#b8b8b8" fs solid noborder
            set label 1 + f sprintf("%d", f + 1) at left_of(f, b) - 0.2, cell * (f / across) + 0.3 right font ",13"
        }
        plot for [k = 0 : shown[b] * filters[b] - 1] file index first(b) + k \
                 using (x_of(k / shown[b], k % shown[b], $1, b)):(y_of(k / shown[b], k % shown[b], $2, b)):(red_of_ink($3)):(green_of_ink($3)):(blue_of_ink($3)) with rgbimage, \
             for [f = 0 : (b == 1 && has_filters ? filters[1] - 1 : -1)] OUT."/filters.dat" index 3 * f + 1 \
                 using (left_of(f, 1) - 1.5 + ($1 + 0.5) * 1.2 / kernel):(cell * (f / across) + 0.95 + ($2 + 0.5) * 1.2 / kernel):(red_of($3 / scale)):(green_of($3 / scale)):(blue_of($3 / scale)) with rgbimage
    }
}
