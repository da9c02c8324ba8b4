# shows: how many images a second pass a convolution, in several ways
# needs: product.dat
# size: 1350,700

file = OUT."/product.dat"
stats file using 2 nooutput name "first"
stats file using 3 nooutput name "second"
has_second = second_min > 0 # a network of one convolution has none
least = has_second && second_min < first_min ? second_min : first_min
most = has_second && second_max > first_max ? second_max : first_max
low = 10.0 ** floor(log10(least))
set title "One convolution, several ways, on one thread"
set xlabel "images a second"
set logscale x
set xrange [low : most * 4]
set format x "10^{%L}"
if (TERMINAL) { set format x "%g" }
set yrange [first_records - 0.4 : -0.6]
set ytics scale 0 noenhanced
set style fill solid 1 noborder
unset grid
with_commas(n) = n >= 1000 ? sprintf("%d,%03d", int(n) / 1000, int(n) % 1000) : sprintf("%d", n)
if (TERMINAL) {
    set lmargin 28
    plot file using (sqrt(low * $2)):($0 - 0.2):(low):2:($0 - 0.35):($0 - 0.05):ytic(1) with boxxyerror lt 1 title "the first convolution", \
         file using (sqrt(low * $3)):($0 + 0.2):(low):3:($0 + 0.05):($0 + 0.35) with boxxyerror lt 2 title (has_second ? "the second" : "")
} else {
    set grid x back lc rgb "#dddddd" lt 1 lw 0.7
    plot file using (sqrt(low * $2)):($0 - 0.2):(low):2:($0 - 0.4):($0):ytic(1) with boxxyerror lt 1 title "the first convolution", \
         file using (sqrt(low * $3)):($0 + 0.2):(low):3:($0):($0 + 0.4) with boxxyerror lt 2 title (has_second ? "the second convolution" : ""), \
         file using ($2 * 1.06):($0 - 0.2):(with_commas($2)) with labels left notitle, \
         file using ($3 * 1.06):($0 + 0.2):(has_second ? with_commas($3) : "") with labels left notitle
}
