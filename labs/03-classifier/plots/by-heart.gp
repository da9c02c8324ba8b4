# shows: a few images learnt by heart, and what that is worth on others
# needs: by-heart.dat
# panels: 2

file = OUT."/by-heart.dat"
stats file using 6 nooutput name "few"
stats file using ($3 > 0.9999 ? $1 : NaN) nooutput name "known"
stats file using 1 nooutput name "step"
stats file using 2 nooutput name "loss"
few = few_max
has_known = exists("known_records") && known_records > 0
set multiplot @two_panels title sprintf("%s: %d images learnt by heart", data_name, few) noenhanced font ",19"
set xlabel "step"
set xrange [0 : step_max]
if (has_known) {
    set arrow from known_min, graph 0 to known_min, graph 1 nohead lt 8 lw 1.5 back
}
if (!TERMINAL) {
    set bmargin 9
}

set title "the loss"
y_text = "loss"
@set_ylabel
set yrange [0 : *]
plot file using 1:2 with lines lt 1 lw 3.5 title sprintf("the %d images", few), \
     file using 1:4 with lines lt 2 lw 3 title "images that it never saw", \
     log(classes) with lines lt 7 lw 1.5 dt (8,6) title sprintf("ln %d", classes)

if (has_known) {
    set label 3 sprintf("all %d known behind step %d", few, known_min) at known_min, 30 left offset 0.7, 0
}
set title "right answers"
y_text = "accuracy"
@set_ylabel
set yrange [0 : 103]
set format y "%g %%"
plot file using 1:(100 * $3) with lines lt 1 lw 3.5 title sprintf("the %d images", few), \
     file using 1:(100 * $5) with lines lt 2 lw 3 title "images that it never saw", \
     100.0 / classes with lines lt 7 lw 1.5 dt (8,6) title sprintf("one in %d", classes)
