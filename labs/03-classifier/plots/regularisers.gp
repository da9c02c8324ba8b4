# shows: too many parameters on few images: the loss by epoch, with and without what helps
# needs: regularisers.dat

file = OUT."/regularisers.dat"
networks = 6
array said[6] = ["nothing", "early stopping", "dropout", "weight decay", "batch norm", "all of them"]
array type_of[6] = [7, 5, 1, 3, 4, 2]

# the first epochs, where all fall alike, may leave the picture above
stats file index 1 using 1 nooutput name "epoch"
highest = 0
do for [i = 1 : networks] {
    undefine end_*
    stats file index 2 * i - 1 using (shown($4)) every ::int(epoch_max / 8) nooutput name "end"
    highest = exists("end_max") && end_max > highest ? end_max : highest
}

set title data_name.": too many parameters on few images"
set xlabel "epoch"
set xrange [0 : epoch_max]
y_text = TERMINAL ? "loss in validation" : "loss: in validation (thick), in training (thin)"
@set_ylabel
set yrange [0 : highest * 1.05]
plot for [i = 1 : networks] file index 2 * i - 1 using 1:(TERMINAL ? NaN : $2) with lines lt type_of[i] lw 1 notitle, \
     for [i = 1 : networks] file index 2 * i - 1 using 1:4 with lines lt type_of[i] lw 3 title said[i], \
     for [i in "2 6"] file index 2 * int(i) - 2 using 1:4 with points lt type_of[int(i)] pt 6 ps 2 lw 3 title i eq "2" ? "what comes back" : ""
