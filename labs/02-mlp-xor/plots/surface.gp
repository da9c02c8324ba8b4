# shows: a surface, followed by networks of more and more hidden units, and how the error falls
# needs: surface.dat surface_loss.dat
# also: fit_loss.dat
# panels: 2

maps = OUT."/surface.dat"
losses = OUT."/surface_loss.dat"
curve_losses = OUT."/fit_loss.dat"
stats losses using 1 nooutput
fits = STATS_records
array units[fits]
array loss[fits]
array has_loss[fits] # 0 of one that diverged
do for [i = 1 : fits] {
    stats losses using 1 every ::(i - 1)::(i - 1) nooutput name "of"
    units[i] = of_min
    undefine mean_*
    stats losses using 4 every ::(i - 1)::(i - 1) nooutput name "mean"
    has_loss[i] = exists("mean_min")
    loss[i] = has_loss[i] ? mean_min : 0
}
count_text(i) = units[i] == 0 ? "no hidden unit" : sprintf("%d units", units[i])
named(i) = sprintf("%s: %s", count_text(i), has_loss[i] ? sprintf("%.2g", loss[i]) : "diverged")

if (TERMINAL) {
    # a cut through the middle stands for the maps
    stats maps index 0 using 3 nooutput
    middle = (int(sqrt(STATS_records) + 0.5) - 1) / 2
    set multiplot @two_panels
    set title "One hidden layer follows a surface: a cut through the middle"
    set xlabel "x0, where x1 = 0"
    y_text = "y"
    @set_ylabel
    set xrange [-1 : 1]
    set yrange [-1 : 1.25]
    plot maps index 0 using 1:3 every ::middle::middle with points lt 7 pt 7 title "target", \
         for [i = 2 : fits] maps index i using 1:3 every ::middle::middle with points lt i - 1 title named(i)
    set autoscale y
} else {
    # the target and the fits in three columns, the errors on the right
    set multiplot title "One hidden layer follows a surface (beside its size: the mean squared error)" font ",19"
    # viridis: as bright as it is high, whoever looks at it. N. Smith, S. van der Walt, "A better default
    # colormap for matplotlib", 2015
    set palette defined (0 "#440154", 1 "#472d7b", 2 "#3b528b", 3 "#2c728e", 4 "#21918c", \
                         5 "#28ae80", 6 "#5ec962", 7 "#addc30", 8 "#fde725")
    set cbrange [-0.7 : 1]
    set cbtics 0.5
    set colorbox user origin screen 0.61, 0.1 size screen 0.01, 0.77
    set xrange [-1 : 1]
    set yrange [-1 : 1]
    unset grid
    unset key
    do for [place = 0 : (fits < 5 ? fits : 5)] {
        set lmargin at screen 0.045 + 0.192 * (place % 3)
        set rmargin at screen 0.215 + 0.192 * (place % 3)
        set bmargin at screen place < 3 ? 0.53 : 0.1
        set tmargin at screen place < 3 ? 0.87 : 0.44
        set xtics 1
        set ytics 1
        set format x (place + 3 > fits ? "%g" : "")
        set format y (place % 3 == 0 ? "%g" : "")
        set xlabel (place + 3 > fits ? "x0" : "") offset 0, 0.6
        set ylabel (place % 3 == 0 ? "x1" : "") offset 0.8, 0
        set title place == 0 ? "the target" : named(place) offset 0, -0.5
        plot maps index place using 1:2:3 with image
        unset colorbox
    }
    set lmargin at screen 0.74
    set rmargin at screen 0.98
    set bmargin at screen 0.2
    set tmargin at screen 0.87
    @set_grid
    set ytics auto
    set xlabel offset 0, 0
    set ylabel offset 0, 0
    set key bmargin center vertical
}

set title "how the error falls" offset 0, TERMINAL ? 1 : -0.5
set xlabel "hidden units"
y_text = "mean squared error"
@set_ylabel
set autoscale y
set logscale y
set format y TERMINAL ? "%.0e" : "10^{%L}"
set xrange [-0.3 : fits - 0.7]
unset xtics
set format x "%g"
set xtics () nomirror
do for [i = 1 : fits] { set xtics add (sprintf("%d", units[i]) i - 1) }
plot losses using 0:(shown($4)) with linespoints lt 1 title "surface (2 inputs)", \
     has_fit_loss ? curve_losses : losses using 0:(has_fit_loss ? shown($4) : NaN) with linespoints lt 2 \
         title (has_fit_loss ? "curve (1 input)" : "")
