# shows: the gradients of mini-batches around the full gradient
# needs: cloud-SET.dat

cloud = OUT."/cloud".DASHSET.".dat"

# Epochs are whole: where the size does not divide the rows, the short batches that end them scatter
# most.
stats cloud index 0 using 3 nooutput name "size"
has_short = size_min < size_max
rows_text(count) = sprintf(count == 1 ? "%d row" : "%d rows", count)

set title sprintf("%s: the gradients of the mini-batches of whole epochs, all at the first line", SET)
set xlabel "d loss / d slope"
y_text = "d loss / d offset"
@set_ylabel
set zeroaxis lc rgb "#666666" lw 1 dt 1
set key maxrows 2

plot cloud index 0 using ($3 == size_max ? $1 : NaN):2 with points lt 6 pt 7 ps 0.56 \
         title "batches of ".rows_text(size_max), \
     cloud index 0 using ($3 < size_max ? $1 : NaN):2 with points lt 4 pt 13 ps 0.9 \
         title (has_short ? "the last of each epoch, ".rows_text(size_min) : ""), \
     cloud index 2 with points lt 2 pt 6 ps 2.8 lw 4 title "all rows at once", \
     cloud index 1 with points lt 7 pt 2 ps 1.8 lw 3 title "mean, weighted by rows"
