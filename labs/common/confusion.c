#include "common/confusion.h"

#include "common/section.h"
#include "data/class_weights.h"
#include "train/metrics.h"

void confusion_count(const struct lab_images *images, size_t count, const unsigned char *truth,
                     const unsigned char *predicted, size_t *matrix)
{
    const size_t classes = images->set.classes;
    size_t of_class[image_set_max_classes];
    class_counts(count, NULL, truth, classes, of_class);
    confusion_matrix(count, truth, predicted, classes, matrix);
    for (size_t c = 0; c < classes; c++) {
        size_t sum = 0;
        for (size_t other = 0; other < classes; other++) {
            sum += matrix[c * classes + other];
        }
        if (sum != of_class[c]) {
            section_stop(
                "row %zu of the confusion matrix sums to %zu, and %zu images are of class "
                "%s; is the truth down, the prediction across, does each count begin at 0?",
                c, sum, of_class[c], images->set.class_name[c]);
        }
    }
}

void confusion_write(struct trace *trace, size_t classes, const size_t *matrix)
{
    for (size_t truth = 0; truth < classes; truth++) {
        size_t all = 0;
        for (size_t c = 0; c < classes; c++) {
            all += matrix[truth * classes + c];
        }
        for (size_t c = 0; c < classes; c++) {
            const real images = (real)matrix[truth * classes + c];
            trace_row(trace,
                      (real[]){(real)truth, (real)c, images, all > 0 ? images / (real)all : 0});
        }
    }
}
