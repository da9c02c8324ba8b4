# shows: the data with the first line, the last and the best
# needs: first-SET.dat
# also: last-SET.dat best-SET.dat

first = OUT."/first".DASHSET.".dat"
best  = OUT."/best".DASHSET.".dat"
last  = OUT."/last".DASHSET.".dat"

equation(slope, offset) = sprintf("y = %.4g x %s %.4g", slope, offset < 0 ? "-" : "+", abs(offset))

# the first line is drawn from one end to the other: so are all
array end_x[2]
array end_y[2]
do for [i = 1 : 2] {
    stats first index 1 every ::(i - 1)::(i - 1) using 1:2 nooutput name "point"
    end_x[i] = point_min_x
    end_y[i] = point_min_y
}
first_slope = (end_y[2] - end_y[1]) / (end_x[2] - end_x[1])
first_line = equation(first_slope, end_y[1] - first_slope * end_x[1])
best_line = ""
if (has_best) {
    stats best index 1 every ::0::0 using 1:2 nooutput name "lowest"
    best_line = equation(lowest_min_x, lowest_min_y)
}
if (has_last) {
    stats last using 1:2 nooutput name "learnt"
}
has_learnt = exists("learnt_min_x") # not when the training diverged
last_y(x) = has_learnt ? learnt_min_x * x + learnt_min_y : NaN
last_line = has_learnt ? "last line: ".equation(learnt_min_x, learnt_min_y) : has_last ? "last line: diverged" : ""

set title sprintf("%s: %d rows, and a line that learns from them", SET, rows)
set xlabel x_name.unit
y_text = y_name.unit
@set_ylabel
set xrange [end_x[1] : end_x[2]]
set offsets graph 0, 0, 0.04, 0.04
set key maxrows 2

many = rows > 200
plot first index 0 with points lt 8 pt 7 ps (many ? 0.35 : 1.1) title "data", \
     first index 1 with lines lt 2 lw 3 title "first line: ".first_line, \
     last_y(x) with lines lt 1 lw 5 title last_line, \
     (has_best ? best : first) index 0 using 1:(has_best ? $2 : NaN) with lines lt 7 lw 1.5 dt (8,6) \
         title (has_best ? "least squares: ".best_line : "")
