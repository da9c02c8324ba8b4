# shows: where the network's parameters stand, and where its work is
# needs: costs.dat
# size: 1250,780

file = OUT."/costs.dat"
stats file using 2 nooutput name "parameters"
stats file using 3 nooutput name "flops"
layers = flops_records
stats file using (strlen(strcol(1))) nooutput name "letters"
with_commas(n) = n >= 1000 ? sprintf("%d,%03d", int(n) / 1000, int(n) % 1000) : sprintf("%d", n)
of_parameters(count) = 100.0 * count / parameters_sum
of_flops(count) = 100.0 * count / flops_sum

set title "Where the parameters stand, and where the work is"
set xlabel "share of all (%)"
set xrange [0 : 112]
set xtics 0, 20, 100
set yrange [layers - 0.4 : -0.6]
set ytics scale 0 noenhanced
set style fill solid 1 noborder
unset grid
if (TERMINAL) {
    set lmargin letters_max + 3
    plot file using (0.5 * of_parameters($2)):($0 - 0.2):(0):(of_parameters($2)):($0 - 0.35):($0 - 0.05):ytic(1) with boxxyerror lt 1 title "parameters", \
         file using (0.5 * of_flops($3)):($0 + 0.2):(0):(of_flops($3)):($0 + 0.05):($0 + 0.35) with boxxyerror lt 2 title "FLOPs"
} else {
    set grid x back lc rgb "#dddddd" lt 1 lw 0.7
    plot file using (0.5 * of_parameters($2)):($0 - 0.2):(0):(of_parameters($2)):($0 - 0.4):($0):ytic(1) with boxxyerror lt 1 title sprintf("parameters, %s in all", with_commas(parameters_sum)), \
         file using (0.5 * of_flops($3)):($0 + 0.2):(0):(of_flops($3)):($0):($0 + 0.4) with boxxyerror lt 2 title sprintf("FLOPs, forward and backward, %.1f million an image", 1e-6 * flops_sum), \
         file using (of_parameters($2) + 0.6):($0 - 0.2):($2 > 0 ? sprintf("%.1f %%", of_parameters($2)) : "") with labels left notitle, \
         file using (of_flops($3) + 0.6):($0 + 0.2):(sprintf("%.1f %%", of_flops($3))) with labels left notitle
}
