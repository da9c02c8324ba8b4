# shows: the data with the first line, the last and the best
# needs: first-SET.dat
# also: last-SET.dat best-SET.dat

first = OUT."/first".DASHSET.".dat"
best  = OUT."/best".DASHSET.".dat"
last  = OUT."/last".DASHSET.".dat"

stats first index 0 using 1 nooutput
if (has_last) {
    stats last using 1:2 nooutput name "end"
}
learnt = exists("end_min_x") # not when the training diverged
last_line(x) = learnt ? end_min_x * x + end_min_y : NaN

set title sprintf("%s: %d rows, and a line that learns from them", SET, rows)
set xlabel x_name.unit
y_text = y_name.unit
@set_ylabel
set xrange [STATS_min - 0.03 * (STATS_max - STATS_min) : STATS_max + 0.03 * (STATS_max - STATS_min)]
set offsets graph 0, 0, 0.04, 0.04

many = rows > 200
plot first index 0 with points lt 8 pt 7 ps (many ? 0.35 : 1.1) title "data", \
     first index 1 with lines lt 2 lw 3 title "first line", \
     last_line(x) with lines lt 1 lw 5 title (learnt ? "last line" : has_last ? "last line: diverged" : ""), \
     (has_best ? best : first) index 0 using 1:(has_best ? $2 : NaN) with lines lt 7 lw 1.5 dt (8,6) \
         title (has_best ? "least squares" : "")
