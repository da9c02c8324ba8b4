/* tests/emulator/corpus.c: runs every case of corpus.h and prints TAP.
 *
 * usage: corpus [--lines] ORDERS     from the repository's root
 *
 * Of a faulty case every report must be of its kind and name its kernel, and with --lines a marked line. Of a
 * correct one there must be no report, and right numbers, in ascending, descending and ORDERS shuffled orders
 * of threads and blocks. Each case has a process of its own, since some faults end the program.
 */
#include "tests/emulator/corpus.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool with_lines;
static uint64_t orders;

/* --- in a case's process ---------------------------------------------------------------------- */

static const struct faulty_case *faulty; /* the one that runs; NULL while a correct one does */
static bool right = true;

static bool is_marked(const struct emulator_place *place)
{
    FILE *const file = fopen(place->file, "r");
    char line[256] = "";
    for (unsigned i = 0; file && i < place->line && fgets(line, sizeof line, file); i++) {
    }
    if (file) {
        fclose(file);
    }
    return file && place->line > 0 && strstr(line, "/* <- */");
}

/* Launches and copies stand in the host's code, where no line is known. */
static bool has_line(enum emulator_fault_kind kind)
{
    return kind != fault_launch && kind != fault_copy && kind != fault_device_pointer;
}

static bool is_expected(const struct emulator_fault *fault)
{
    if (!faulty || fault->kind != faulty->kind || strcmp(fault->kernel, faulty->kernel) != 0) {
        return false;
    }
    if (!with_lines || faulty->name || !has_line(fault->kind)) {
        return true;
    }
    const bool two = fault->kind == fault_race || fault->kind == fault_race_of_blocks ||
                     fault->kind == fault_missing_syncwarp;
    return is_marked(&fault->place) && (!two || is_marked(&fault->other_place));
}

/* Also reached when a fault ends the program. Ends the process: 0 when all was as it should be. */
static void conclude(void)
{
    const size_t count = emulator_fault_count();
    right = right && (count > 0) == (faulty != NULL);
    for (size_t i = 0; i < count; i++) {
        if (!is_expected(emulator_fault(i))) {
            right = false;
            emulator_print_fault(stderr, emulator_fault(i));
        }
    }
    fflush(NULL);
    _exit(right ? 0 : 1);
}

static void run_faulty(const void *of)
{
    faulty = of;
    faulty->run();
}

static void run_correct(const void *of)
{
    const struct correct_case *const correct = of;
    for (uint64_t run = 0; run < orders + 2 && right && emulator_fault_count() == 0; run++) {
        emulator_reset();
        emulator_set_order(run == 0   ? order_ascending
                           : run == 1 ? order_descending
                                      : order_shuffled,
                           run);
        right = correct->run();
        if (!right) {
            fprintf(stderr, "wrong numbers in run %lu\n", (unsigned long)run);
        }
    }
}

/* --- all of them ------------------------------------------------------------------------------ */

static unsigned number, failures;

static void run_case(const char *what, const char *name, void (*run)(const void *), const void *of)
{
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        alarm(180); /* under qemu an endless kernel takes a minute */
        atexit(conclude);
        run(of);
        exit(0);
    }
    int status = 1;
    waitpid(child, &status, 0);
    failures += status != 0;
    printf("%sok %u - %s: %s\n", status == 0 ? "" : "not ", ++number, what, name);
    if (status != 0 && WIFSIGNALED(status)) {
        printf("# signal %d\n", WTERMSIG(status));
    }
}

static void run_all_faulty(const struct faulty_case *of)
{
    for (; of->run; of++) {
        run_case("reported", of->name ? of->name : of->kernel, run_faulty, of);
    }
}

static void run_all_correct(const struct correct_case *of)
{
    for (; of->run; of++) {
        run_case("silent", of->name, run_correct, of);
    }
}

int main(int count, char **arguments)
{
    with_lines = count > 1 && strcmp(arguments[1], "--lines") == 0;
    if (count != 2 + with_lines) {
        fputs("usage: corpus [--lines] ORDERS\n", stderr);
        return 2;
    }
    orders = strtoull(arguments[1 + with_lines], NULL, 10);
    run_all_faulty(faulty_memory);
    run_all_faulty(faulty_races);
    run_all_faulty(faulty_waiting);
    run_all_faulty(faulty_structs);
    run_all_faulty(faulty_host);
    run_all_correct(correct_memory);
    run_all_correct(correct_order);
    run_all_correct(correct_warps);
    run_all_correct(correct_structs);
    run_all_correct(correct_host);
    printf("1..%u\n", number);
    return failures > 0;
}
