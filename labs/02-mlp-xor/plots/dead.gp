# shows: how many ReLU units are dead after training, and what that costs, by learning rate
# needs: dead.dat
# panels: 2

dead = OUT."/dead.dat"
stats dead using 1 nooutput name "rate"

set multiplot @two_panels title "Dead units: ReLU and leaky ReLU after training (bars: the spread of the starts)" font ",19"
set xlabel "learning rate"
set logscale x
set xrange [rate_min / 1.5 : rate_max * 1.5]
set format y "%g %%"
set yrange [-4 : 104]
set ytics 0, 20, 100
# side by side, else one bar would hide the other
aside(series) = series == 1 ? 0.97 : 1.03

set title "units whose sum is above 0 at no point"
y_text = "of all hidden units"
@set_ylabel
plot for [i = 1 : 2] dead index i - 1 using ($1 * aside(i)):(100 * $2):(100 * $3):(100 * $4) with yerrorbars lt i lw 1 ps 0 notitle, \
     dead index 0 using ($1 * aside(1)):(100 * $2) with linespoints lt 1 title "ReLU (dead)", \
     dead index 1 using ($1 * aside(2)):(100 * $2) with linespoints lt 2 title "leaky ReLU"

set title "what it costs"
set yrange [38 : 103] # who guesses has half of the answers right
y_text = "right answers"
@set_ylabel
plot for [i = 1 : 2] dead index i - 1 using ($1 * aside(i)):(100 * $5):(100 * $6):(100 * $7) with yerrorbars lt i lw 1 ps 0 notitle, \
     dead index 0 using ($1 * aside(1)):(100 * $5) with linespoints lt 1 title "ReLU", \
     dead index 1 using ($1 * aside(2)):(100 * $5) with linespoints lt 2 title "leaky ReLU"
