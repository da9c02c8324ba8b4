# shows: the gradients of mini-batches around the full gradient
# needs: cloud-SET.dat

cloud = OUT."/cloud".DASHSET.".dat"

set title sprintf("%s: gradients of mini-batches of %d, all at the line to begin with", SET, batch)
set xlabel "d loss / d slope"
y_text = "d loss / d offset"
@set_ylabel
set zeroaxis lc rgb "#666666" lw 1 dt 1

plot cloud index 0 with points lt 6 pt 7 ps 0.56 title "mini-batches", \
     cloud index 2 with points lt 2 pt 6 ps 2.8 lw 4 title "all rows at once", \
     cloud index 1 with points lt 7 pt 2 ps 1.8 lw 3 title "mean of the mini-batches"
