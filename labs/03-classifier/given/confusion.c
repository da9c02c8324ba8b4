#include "03-classifier/given/confusion.h"

#include "common/section.h"
#include "data/class_weights.h"
#include "train/metrics.h"

void confusion_count(const struct lab *lab, size_t count, const unsigned char *truth,
                     const unsigned char *predicted, size_t *matrix)
{
    const size_t classes = lab->set.classes;
    size_t images[image_set_max_classes];
    class_counts(count, NULL, truth, classes, images);
    confusion_matrix(count, truth, predicted, classes, matrix);
    for (size_t c = 0; c < classes; c++) {
        size_t sum = 0;
        for (size_t other = 0; other < classes; other++) {
            sum += matrix[c * classes + other];
        }
        if (sum != images[c]) {
            section_stop(
                "row %zu of the confusion matrix sums to %zu, and %zu images are of class "
                "%s; is the truth down, the prediction across, does each count begin at 0?",
                c, sum, images[c], lab->set.class_name[c]);
        }
    }
}
