# shows: the confusion matrix: which class is taken for which
# needs: confusion.dat
# size: 1300,1150

load HERE."/../../common/confusion.inc"
