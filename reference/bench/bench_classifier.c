/* The classifiers of labs 03 and 04: images a second, where a step's time goes, and how far that is from what the
 * processor can do.
 *
 *     make bench
 *     build/bench/classifier [--network mlp|cnn] [--data glyphs|FOLDER]
 *     build/bench/classifier --steps N [--batch B] [--threads T] [--optimizer NAME] [--inference] [...]
 *
 * mlp, which is the default, is lab 03's 784-256-128-10, cnn lab 04's network. The first form prints tables; the second, for programs that compare, a line "images_per_second X" for N steps
 * behind a warm-up. The data is Fashion-MNIST where it is installed, else drawn digits; a step begins with making
 * a mini-batch of the images' bytes.
 *
 * Nothing is timed before the fast kernels have trained what the naive ones train, and steps that call malloc
 * are an error. The tables hold medians of rounds of about 20 ms. Before and behind each round runs a canary
 * (ceiling.h); what was measured beside a slow one is measured again, up to a limit.
 */
#include "base/clock.h"
#include "base/flush.h"
#include "bench/ceiling.h"
#include "bench/classifier.h"
#include "bench/measure.h"
#include "bench/product_rates.h"
#include "kernels/fast/blas.h"
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "optim/methods.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

enum { rounds = 9, most_rounds = 50, warm_up = 50, most_threads = 2 };

static const double round_seconds = 0.02, slow_canary = 0.9; /* of the ceiling */
static const size_t batches[] = {1, 16, 64, 256};
enum { count_of_batches = sizeof batches / sizeof *batches };

/* What the whole program measures with. */
static struct classifier_data data;
static enum classifier_network network;
static struct backend fast;
static double ceiling;             /* GFLOP/s of a thread */
static size_t measured, disturbed; /* rounds; those beside a slow canary */

static _Noreturn void stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void begin(struct classifier *classifier, const struct backend *backend,
                  const struct optimizer_method *method, size_t batch)
{
    struct message why;
    if (classifier_begin(classifier, network, &data, backend, method, batch, &why) != 0) {
        stop("%s", why.text);
    }
}

static void use_threads(size_t threads)
{
    struct message why;
    if (threads_start(threads, &why) != 0) {
        stop("%s", why.text);
    }
}

/* --- right before fast ------------------------------------------------------------------------- */

/* The mean difference of two networks' parameters. */
static double difference(const struct classifier *a, const struct classifier *b)
{
    double sum = 0;
    size_t count = 0;
    for (size_t p = 0; p < a->parameters; p++) {
        for (size_t i = 0; i < a->parameter[p].count; i++) {
            sum += (double)fabs(a->parameter[p].value[i] - b->parameter[p].value[i]);
        }
        count += a->parameter[p].count;
    }
    return sum / (double)count;
}

/* Ends the program unless a few steps lead to the same network as with the naive kernels. The mean counts:
 * Adam turns what rounding leaves of a gradient of 0 into a whole step. */
static void require_right(const struct optimizer_method *method)
{
    enum { batch = 16, steps = 3 };
    static struct classifier ours, naive;
    begin(&ours, &fast, method, batch);
    begin(&naive, &naive_backend, method, batch);
    const real loss = classifier_train(&ours, steps), expected = classifier_train(&naive, steps);
    const double apart = difference(&ours, &naive);
    if (!(fabs(loss - expected) < (real)1e-3) || !(apart < 1e-5)) {
        stop("%s: after %d steps the loss is %g, with naive kernels %g; parameters differ by %g in "
             "the mean: "
             "not timed",
             method->name, steps, (double)loss, (double)expected, apart);
    }
    classifier_end(&ours);
    classifier_end(&naive);
}

/* --- rounds ------------------------------------------------------------------------------------ */

enum kind { training, inference };

static void run_steps(struct classifier *classifier, enum kind kind, size_t steps)
{
    if (kind == training) {
        classifier_train(classifier, steps);
    } else {
        classifier_infer(classifier, steps);
    }
}

/* As many steps as a round of about 20 ms has, found behind the warm-up. */
static size_t steps_of_round(struct classifier *classifier, enum kind kind)
{
    run_steps(classifier, kind, warm_up);
    const double start = clock_now();
    run_steps(classifier, kind, warm_up);
    return (size_t)(round_seconds * warm_up / (clock_now() - start)) + 1;
}

/* What rounds took, each part of a step and all together; s a step. */
struct times {
    double part[classifier_parts], all;
};

static struct times round_of(struct classifier *classifier, enum kind kind, size_t steps)
{
    struct times times = {.all = 0};
    const size_t calls = malloc_calls();
    memset(classifier->seconds, 0, sizeof classifier->seconds);
    const double start = clock_now();
    run_steps(classifier, kind, steps);
    times.all = (clock_now() - start) / (double)steps;
    for (size_t i = 0; i < classifier_parts; i++) {
        times.part[i] = classifier->seconds[i] / (double)steps;
    }
    if (malloc_calls() != calls) {
        stop("%zu calls of malloc in %zu steps, expected none", malloc_calls() - calls, steps);
    }
    return times;
}

static int by_all(const void *a, const void *b)
{
    const double x = ((const struct times *)a)->all, y = ((const struct times *)b)->all;
    return (x > y) - (x < y);
}

/* The median round of those that nothing disturbed; of the last ones where there are too few. */
static struct times measure(const struct optimizer_method *method, enum kind kind, size_t batch)
{
    static struct classifier classifier;
    struct times good[rounds];
    begin(&classifier, &fast, method, batch);
    const size_t steps = steps_of_round(&classifier, kind);
    size_t have = 0;
    for (size_t round = 0; round < most_rounds && have < rounds; round++) {
        const double before = ceiling_canary();
        const struct times times = round_of(&classifier, kind, steps);
        const bool slow = fmin(before, ceiling_canary()) < slow_canary * ceiling;
        measured++;
        disturbed += slow;
        if (!slow || most_rounds - round <= rounds - have) {
            good[have++] = times;
        }
    }
    classifier_end(&classifier);
    qsort(good, have, sizeof *good, by_all);
    return good[have / 2];
}

/* --- the tables -------------------------------------------------------------------------------- */

static void print_rates(void)
{
    struct times step[3][most_threads];
    printf("\nimages a second\n         training, Adam        training, momentum    inference\n"
           "batch    1 thread  2 threads   1 thread  2 threads   1 thread  2 threads\n");
    for (size_t b = 0; b < count_of_batches; b++) {
        for (size_t t = 0; t < most_threads; t++) {
            use_threads(t + 1);
            step[0][t] = measure(&optimizer_adam, training, batches[b]);
            step[1][t] = measure(&optimizer_momentum, training, batches[b]);
            step[2][t] = measure(&optimizer_adam, inference, batches[b]);
        }
        printf("%5zu", batches[b]);
        for (size_t i = 0; i < 3; i++) {
            for (size_t t = 0; t < most_threads; t++) {
                printf(" %10.0f", (double)batches[b] / step[i][t].all);
            }
            printf(" ");
        }
        printf("\n");
    }
}

static void print_step(const struct optimizer_method *method, size_t threads, double best)
{
    enum { batch = 64 };
    use_threads(threads);
    const struct times step = measure(method, training, batch);
    printf("%-9s %7zu", method->name, threads);
    for (size_t i = 0; i < classifier_parts; i++) {
        printf(" %9.1f", step.part[i] * 1e6);
    }
    const double rate = classifier_training_operations(network, batch) / step.all * 1e-9;
    printf(" %9.1f %9.0f %8.0f %% %8.0f %%\n", step.all * 1e6, rate,
           100 * rate / (best * (double)threads), 100 * rate / (ceiling * (double)threads));
}

static void print_steps(double best)
{
    printf("\na step of 64 images, microseconds; GFLOP/s, and the share of the best product's and "
           "of the ceiling\n"
           "          threads      data   forward  backward optimizer   together   GFLOP/s  "
           "product  ceiling\n");
    for (size_t threads = 1; threads <= most_threads; threads++) {
        print_step(&optimizer_adam, threads, best);
        print_step(&optimizer_momentum, threads, best);
    }
    printf("bytes taken from the system by these steps: 0, calls of malloc: 0\n");
}

static void print_tables(void)
{
    struct fast_loops here[fast_loops_max];
    struct message why;
    fast_loops_here(here);
    blas_load(&why);
    require_right(&optimizer_adam);
    require_right(&optimizer_momentum);
    ceiling = ceiling_measure();
    printf("%s, %s, %s, %s, subnormal numbers %s\n", classifier_network_name(network), REAL_NAME,
           here[0].instructions, data.name, subnormals_are_flushed() ? "flushed" : "not flushed");
    printf("multiply-add ceiling: %.0f GFLOP/s a thread; %s\n", ceiling, blas_describe().text);
    const double best = product_rates_print(&fast, ceiling);
    print_steps(best);
    print_rates();
    printf("\n%zu of %zu rounds were disturbed and repeated\n", disturbed, measured);
}

/* --- the command line -------------------------------------------------------------------------- */

struct options {
    size_t steps, batch, threads;
    const char *optimizer, *data;
    enum kind kind;
};

static size_t count_of(const char *option, const char *text)
{
    char *end;
    const unsigned long count = strtoul(text, &end, 10);
    if (*text < '1' || *text > '9' || *end) {
        fprintf(stderr, "bench: --%s: expected a number above 0, found '%s'\n", option, text);
        exit(2);
    }
    return count;
}

static enum classifier_network network_of(const char *name)
{
    for (enum classifier_network known = 0; known < classifier_networks; known++) {
        if (strcmp(name, classifier_network_name(known)) == 0) {
            return known;
        }
    }
    fprintf(stderr, "bench: --network: expected mlp or cnn, found '%s'\n", name);
    exit(2);
}

static struct options options_of(int count, char **argument)
{
    static const struct option list[] = {
        {"network", required_argument, NULL, 'n'},   {"steps", required_argument, NULL, 's'},
        {"batch", required_argument, NULL, 'b'},     {"threads", required_argument, NULL, 't'},
        {"optimizer", required_argument, NULL, 'o'}, {"inference", no_argument, NULL, 'i'},
        {"data", required_argument, NULL, 'd'},      {NULL, 0, NULL, 0},
    };
    struct options options = {.batch = 64, .threads = 1, .optimizer = "adam"};
    for (int key; (key = getopt_long(count, argument, "", list, NULL)) != -1;) {
        switch (key) {
        case 'n':
            network = network_of(optarg);
            break;
        case 's':
            options.steps = count_of("steps", optarg);
            break;
        case 'b':
            options.batch = count_of("batch", optarg);
            break;
        case 't':
            options.threads = count_of("threads", optarg);
            break;
        case 'o':
            options.optimizer = optarg;
            break;
        case 'i':
            options.kind = inference;
            break;
        case 'd':
            options.data = optarg;
            break;
        default:
            exit(2);
        }
    }
    return options;
}

/* The line for programs. */
static void print_one_rate(const struct options *options)
{
    static struct classifier classifier;
    struct optimizer_settings settings;
    struct message why;
    if (optimizer_find(options->optimizer, &settings, &why) != 0) {
        stop("--optimizer: %s", why.text);
    }
    use_threads(options->threads);
    require_right(settings.method);
    begin(&classifier, &fast, settings.method, options->batch);
    run_steps(&classifier, options->kind, warm_up);
    const struct times times = round_of(&classifier, options->kind, options->steps);
    printf("images_per_second %.0f\n", (double)options->batch / times.all);
    classifier_end(&classifier);
}

int main(int count, char **argument)
{
    const struct options options = options_of(count, argument);
    struct message why;
    flush_subnormals();
    fast = fast_backend();
    if (classifier_data_read(&data, options.data, &why) != 0) {
        stop("%s", why.text);
    }
    if (options.steps > 0) {
        print_one_rate(&options);
    } else {
        print_tables();
    }
    image_set_destroy(&data.images);
    return 0;
}
