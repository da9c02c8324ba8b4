# shows: what an answer costs, by the logit of the truth or of another class, and how steep that is
# needs: softmax.dat
# panels: 2

file = OUT."/softmax.dat"
set multiplot @two_panels title "Softmax cross-entropy: ten logits, one of them moves, nine are 0" font ",19"
set xlabel "the logit that moves"
set xrange [-10 : 10]
set xtics 2
set zeroaxis lc rgb "#666666" lw 1 dt 1
if (!TERMINAL) {
    set bmargin 9 # room for the names, in both panels
}

set title "the loss"
y_text = "loss"
@set_ylabel
set yrange [0 : 12.5]
set ytics 2
plot file using 1:2 with lines lt 1 lw 3.5 title "the truth's logit moves", \
     file using 1:4 with lines lt 2 lw 3 title "another's logit moves", \
     log(10) with lines lt 7 lw 1.5 dt (8,6) title "ln 10: all alike"

set title "how steep the loss is there, measured"
y_text = "change of the loss per change of the logit"
@set_ylabel
set yrange [-1.1 : 1.1]
set ytics 0.5
plot file using 1:3 with lines lt 1 lw 3.5 title "the truth's logit moves", \
     file using 1:5 with lines lt 2 lw 3 title "another's logit moves"
