# shows: a rare class: what accuracy says, what F1 says, and what class weights repair
# needs: rare.dat
# panels: 2

# blocks: a row for each training: the rare class, accuracy, its recall, its F1, macro F1; a row for each
# class with its recall in each training
file = OUT."/rare.dat"
array score[4] = ["accuracy", "its recall", "its F1", "macro F1"]
array training[3] = ["with all of its images", "rare", "rare, with class weights"]
stats file index 0 using 1 every ::0::0 nooutput name "rare"
rare = int(rare_min)
place(k, s) = s - 1 + 0.27 * (k - 2)

set multiplot @two_panels title data_name.": class ".class_name[rare + 1]." is rare, in training and in validation" noenhanced font ",19"
set format y "%g %%"
set yrange [0 : 109]
set ytics 20
if (!TERMINAL) {
    set bmargin 10
    set key width -2
}

set title "four scores of three trainings"
y_text = "score"
@set_ylabel
set xrange [-0.55 : 3.6]
set xtics () scale 0
do for [s = 1 : 4] { set xtics add (score[s] s - 1) }
set boxwidth 0.24
set style fill solid 0.8 border lc rgb "#333333"
plot for [k = 1 : 3] for [s = 1 : 4] file index 0 every ::(k - 1)::(k - 1) using (place(k, s)):(100 * column(s + 1)) with boxes \
         lt k dt 1 lw 1 title (s == 1 ? training[k] : ""), \
     for [k = 1 : 3] for [s = 1 : 4] file index 0 every ::(k - 1)::(k - 1) using (place(k, s)):(100 * column(s + 1)):(sprintf("%.0f", 100 * column(s + 1))) \
         with labels offset 0, 0.6 font ",13" notitle

set title "the recall of every class"
y_text = "of the class's images, found"
@set_ylabel
set xrange [-0.6 : classes - 0.4]
set xtics () scale 0
longest = 0
do for [c = 1 : classes] {
    set xtics add ((TERMINAL ? class_name[c][1:7] : class_name[c]) c - 1)
    longest = strlen(class_name[c]) > longest ? strlen(class_name[c]) : longest
}
if (!TERMINAL && longest > 4) {
    set xtics rotate by -35 offset -1, 0
}
aside(k) = 0.12 * (k - 2)
set label 3 "rare" at rare, graph 0.97 center
set arrow from rare, graph 0.945 to rare, graph 0.915 lc rgb "#444444" lw 1.5
plot for [k = 1 : 3] file index 1 using ($1 + aside(k)):(100 * column(k + 1)) with points lt k ps 1.3 title training[k]
