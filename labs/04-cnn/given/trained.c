#include "04-cnn/given/trained.h"

#include "common/section.h"

enum { stream_of_probe = 90, least_tested = 100 };

struct trained *trained_require(struct lab *lab)
{
    if (!lab->trained) {
        images_measure(&lab->images);
        struct learner *const probe = learner_new_cnn(lab, &lab->model, stream_of_probe);
        learner_measure_speed(probe); /* who lacks an exercise leaves from here */
        section_stop("there is no trained network: 4.7, The training, says why");
    }
    return lab->trained;
}

struct images trained_test_images(struct lab *lab, double seconds)
{
    const double of_image = lab->trained ? lab->trained->speed.evaluation : 0;
    size_t count = lab->images.test.count;
    if (lab->options.images > 0) {
        count = lab->options.images;
    } else if (!lab->options.full && !lab->gpu.backend && of_image > 0 &&
               seconds / of_image < (double)count) {
        count = (size_t)(seconds / of_image);
    }
    count = count < least_tested ? least_tested : count;
    return images_of_set(&lab->model, &lab->images.test, count);
}
