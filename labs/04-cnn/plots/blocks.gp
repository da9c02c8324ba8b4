# shows: the matrix product's speed by size: plain, by blocks, and as fast as it comes
# needs: blocks.dat

file = OUT."/blocks.dat"
low = 1e9
high = 0
do for [k = 2 : 4] {
    stats file using k nooutput name "rate"
    low = rate_min < low ? rate_min : low
    high = rate_max > high ? rate_max : high
}
set title "Products of two square matrices, on one thread"
set xlabel "rows and columns"
set logscale x 2
set xrange [28 : 1170]
set xtics (32, 64, 128, 256, 512, 1024)
y_text = "GFLOP/s"
@set_ylabel
set logscale y
log_low = low / 1.5
log_high = high * 1.5
set yrange [log_low : log_high]
set format y "%g"
@log_ticks
plot file using 1:2 with linespoints lt 1 title "plain", \
     file using 1:3 with linespoints lt 2 title "your blocks", \
     file using 1:4 with linespoints lt 3 title "the fast product"
