# shows: your own framework: what you wrote in each lab, and what it can do
# needs: card.dat
# with: MINE=1
# size: 1250,700

file = OUT."/card.dat"
stats file index 0 using 2 nooutput name "lines"
stats file index 0 using 3 nooutput name "functions"
stats file index 0 using 4 nooutput name "files"
stats file index 1 every ::0::0 using 1:2 nooutput name "network"
stats file index 1 every ::0::0 using 3:4 nooutput name "speed"
stats file index 1 every ::1::1 using 1:2 nooutput name "test"
labs = lines_records
trained = network_min_x > 0

grouped(n) = n < 1000 ? sprintf("%d", n) : n < 1e6 ? sprintf("%d,%03d", int(n) / 1000, int(n) % 1000) : \
    sprintf("%d,%03d,%03d", int(n) / 1000000, int(n) / 1000 % 1000, int(n) % 1000)

unset key
unset grid
unset xtics
set border 0
set ytics () scale 0
set xrange [0 : 1.5 * lines_max]
set style fill solid 0.9 noborder
said(lines, functions) = lines > 0 ? sprintf(" %s lines, %d functions", grouped(lines), functions) : " not written yet"

of_data = sprintf("%s images of %s%s", grouped(network_min_y), data_name, speed_min_x > 1 ? sprintf(", %d times", speed_min_x) : "")
array fact[5] = [grouped(lines_sum), sprintf("%d", functions_sum), grouped(network_min_x), \
    speed_min_y > 0 ? grouped(speed_min_y) : "-", sprintf("%.1f %%", 100 * test_min_x)]
facts = trained ? 5 : 2
array of_fact[5] = ["lines of C", sprintf("functions in %d files", files_sum), "parameters trained", \
    "images a second", sprintf("right of %s new images", grouped(test_min_y))]

if (TERMINAL) {
    set title "My own deep-learning framework"
    set yrange [labs + 5.5 : -0.8]
    do for [i = 1 : facts] {
        set label 10 + i fact[i]." ".of_fact[i] at graph 0, first (labs + 0.8 * i - 0.4) left noenhanced
    }
} else {
    set object 1 rect from screen 0.012, 0.02 to screen 0.988, 0.98 fs empty border lc rgb "#0072B2" lw 4
    set label 1 "My own deep-learning framework" at screen 0.06, 0.9 left font ",27" textcolor rgb "#222222"
    set label 2 trained ? "trained on ".of_data : "not trained in this run" at screen 0.06, 0.835 left font ",15" textcolor rgb "#666666" noenhanced
    do for [i = 1 : facts] {
        set label 10 + i fact[i] at screen 0.145 + 0.178 * (i - 1), 0.22 center font ",25" textcolor rgb "#0072B2"
        set label 20 + i of_fact[i] at screen 0.145 + 0.178 * (i - 1), 0.145 center font ",13" textcolor rgb "#444444"
    }
    set tmargin at screen 0.77
    set bmargin at screen 0.32
    set lmargin at screen 0.2
    set rmargin at screen 0.96
    set yrange [labs - 0.4 : -0.6]
}
plot file index 0 using (0.5 * $2):0:(0.5 * $2):(0.34):yticlabels(1) with boxxy lt 1, \
     file index 0 using 2:0:(said($2, $3)) with labels left
