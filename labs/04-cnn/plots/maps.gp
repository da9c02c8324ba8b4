# shows: what each layer of the network makes of one image
# needs: maps.dat
# also: maps_layers.dat
# size: 1560,980

load HERE."/../../common/diverging.inc"
file = OUT."/maps.dat"
names = OUT."/maps_layers.dat"
stats names using 2 nooutput name "layer"
layers = layer_records
array said[layers]
array maps[layers]
array height[layers]
array width[layers]
array first[layers]  # block of the layer's first map
array top[layers]    # line of tiles that it stands in
across = 16
stats names using (said[int($0) + 1] = strcol(1), maps[int($0) + 1] = $2, height[int($0) + 1] = $3, width[int($0) + 1] = $4, $2) nooutput
block = 1
line = 0
gap = 0.22
do for [i = 1 : layers] {
    first[i] = block
    top[i] = line
    block = block + maps[i]
    line = line + (int(maps[i]) + across - 1) / across * 1.06 + gap
}
stats file index 0 using 1:2 nooutput name "image"
wide = 1.06
# each map fills a square of 1
x_of(k, v, size) = wide * (k % across) + (v + 0.5) / size
y_of(i, k, h, size) = top[i] + 1.06 * (k / across) + (h + 0.5) / size

unset key; unset xtics; unset ytics; unset grid
set border 0
if (TERMINAL) {
    # the image, and two maps of the first layers
    set title data_name.": an image, and its map 1 behind the first layers"
    side = image_max_x + 1
    set xrange [-1 : 3.3 * side]
    set yrange [side : -3]
    set label 1 "image" at side / 2.0, -2 center
    set label 2 said[1] at 1.6 * side, -2 center
    set label 3 said[2] at 2.7 * side, -2 center
    plot file index 0 using 1:2:(signed_text($3)) with labels, \
         file index first[1] using (1.1 * side + $1 * side / width[1]):($2 * side / height[1]):(signed_text($3)) with labels, \
         file index first[2] using (2.2 * side + $1 * side / width[2]):($2 * side / height[2]):(signed_text($3)) with labels
} else {
    set title data_name.": what each layer makes of one image"
    set size ratio -1
    # pixels of a map's side, as the picture's width or height allows; the names of layers take 150
    side = (0.98 * 1560 - 150) / (2.3 + wide * across)
    side = side * (line - gap + 0.2) > 0.8 * 980 ? 0.8 * 980 / (line - gap + 0.2) : side
    left = 2.3 + 150 / side
    set lmargin at screen 0.01
    set rmargin at screen 0.99
    set tmargin at screen 0.93
    bottom = 0.93 - side * (line - gap + 0.2) / 980
    set bmargin at screen bottom
    set xrange [-left : wide * across]
    set yrange [line - gap + 0.05 : -0.15]
    do for [i = 1 : layers] {
        set label i sprintf("%s\n%d of %d x %d", said[i], maps[i], height[i], width[i]) at -0.15, top[i] + 0.38 right
    }
    # the image, twice as large
    set label 100 "image" at -left + 1.1, 2.25 center
    set object 100 rect from -left + 0.1, 0 to -left + 2.1, 2 front fs empty border lc rgb "#bbbbbb"
    @diverging
    set cbrange [-1 : 1]
    set cbtics 0.5
    set colorbox horizontal user origin screen 0.36, screen bottom - 0.045 size screen 0.3, screen 0.02
    set cblabel "share of the block's largest number, whatever its sign" offset 0, 0.4
    plot file index 0 using (-left + 0.1 + 2 * ($1 + 0.5) / (image_max_x + 1)):(2 * ($2 + 0.5) / (image_max_y + 1)):(red_of_ink($3)):(green_of_ink($3)):(blue_of_ink($3)) with rgbimage, \
         for [i = 1 : layers] for [k = 0 : maps[i] - 1] file index first[i] + k \
             using (x_of(k, $1, width[i])):(y_of(i, k, $2, height[i])):(red_of($3)):(green_of($3)):(blue_of($3)) with rgbimage, \
         NaN with points palette
}
