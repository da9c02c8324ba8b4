# shows: bytes that kernels ask for and memory moves, for a product of 256 x 256
# needs: traffic.dat
# with: make traffic
# size: 1250,700

file = OUT."/traffic.dat"
limit = 134.217728 / 12
low = 0.3
set title "c = a b, 256 x 256: what threads ask for, and what memory moves"
set xlabel "millions of bytes"
set logscale x
set xrange [low : 3000]
set format x "%g"
set yrange [3.6 : -0.6]
set ytics scale 0 noenhanced
set style fill solid 1 noborder
unset grid
set arrow 1 from limit, graph 0 to limit, graph 1 nohead lt 7 dt (6,4) front
set label 1 (TERMINAL ? "4.14's limit" : sprintf("4.14 allows %.1f asked for", limit)) at limit * (TERMINAL ? 1.3 : 1.1), (TERMINAL ? -0.5 : 3.42) left
if (TERMINAL) {
    set lmargin 22
    plot file using (sqrt(low * $2)):($0 - 0.2):(low):2:($0 - 0.35):($0 - 0.05):ytic(1) with boxxyerror lt 1 title "asked for", \
         file using (sqrt(low * $3)):($0 + 0.2):(low):3:($0 + 0.05):($0 + 0.35) with boxxyerror lt 2 title "moved"
} else {
    set grid x back lc rgb "#dddddd" lt 1 lw 0.7
    plot file using (sqrt(low * $2)):($0 - 0.2):(low):2:($0 - 0.4):($0):ytic(1) with boxxyerror lt 1 title "asked for by the threads", \
         file using (sqrt(low * $3)):($0 + 0.2):(low):3:($0):($0 + 0.4) with boxxyerror lt 2 title "moved in segments of 32 bytes", \
         file using ($2 / 1.06):($0 - 0.2):($2 > 0 ? sprintf("%.1f", $2) : "") with labels right textcolor rgb "#ffffff" notitle, \
         file using ($3 / 1.06):($0 + 0.2):($3 > 0 ? sprintf("%.1f", $3) : "") with labels right textcolor rgb "#ffffff" notitle
}
