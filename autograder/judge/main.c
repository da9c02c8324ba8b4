/* The judge: a Criterion program with one test an exercise. It links no exercise of the reference's
 * and nothing of a student's: both run in workers.
 *
 * What to do stands in the environment, because Criterion owns the command line:
 *   JUDGE_PASS       check   judge the exercises
 *                    match   see whether a known mistake gives the same answers
 *                    memory  ask the kept requests again under Valgrind
 *                    bonus   count what gives points beside the 100
 *   JUDGE_EXERCISES  "1.1 1.2": of one lab
 *   JUDGE_KIT        the kit's root
 *   JUDGE_WORK       folder of this grading; the exercise 1.6 has WORK/1.6/
 *   JUDGE_STUDENT    the student's worker; JUDGE_CHECKED  the same, linked for Valgrind
 *   JUDGE_SANDBOX    the layers that it is run in (sandbox/layers.h)
 *   JUDGE_CONFINE    the program that confines it
 *   JUDGE_REFERENCE  the reference's
 *   JUDGE_MISTAKES   folder with EXERCISE-NAME/worker of each mistake, and questions.txt
 *   JUDGE_SEED       a number; other seeds make other cases
 *   JUDGE_CASES      "convergence": of the cases only those in which something is trained
 *   JUDGE_RECORDING  set when all workers are recorders, for a handout
 *
 * Each exercise's verdict is written to WORK/1.6/PASS.json, beside and renamed: what is not there
 * was not judged. Neither the exit status nor anything printed is evidence.
 */
#define _GNU_SOURCE
#include "base/file.h"
#include "catalogue/mistakes.h"
#include "judge/checks.h"
#include "judge/memory_pass.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tgmath.h>

struct named_exercise {
    char id[8];
};

static const char *setting(const char *name)
{
    const char *const value = getenv(name);
    if (!value) {
        panic("judge: %s is not set; `make grade` sets it", name);
    }
    return value;
}

/* Writes a verdict to WORK/EXERCISE/PASS.json. */
static void write_verdict(const char *exercise, json_t *verdict)
{
    char path[1024];
    struct file_writer writer;
    struct message why;
    snprintf(path, sizeof path, "%s/%s/%s.json", setting("JUDGE_WORK"), exercise,
             setting("JUDGE_PASS"));
    if (file_begin(&writer, path, &why) != 0) {
        panic("%s", why.text);
    }
    json_dumpf(verdict, writer.stream, JSON_INDENT(1));
    if (file_finish(&writer, &why) != 0) {
        panic("%s", why.text);
    }
    json_decref(verdict);
}

/* The path of a worker: kernels have some of their own, with the emulator or for a GPU. */
static const char *worker_for(const struct exercise *exercise, const char *name)
{
    static char paths[2][1024];
    const bool of_reference = strcmp(name, "JUDGE_REFERENCE") == 0;
    const bool on_gpu = !of_reference && strcmp(setting("JUDGE_PASS"), "gpu") == 0;
    char *const path = paths[of_reference];
    snprintf(path, sizeof paths[0], "%s%s", setting(name),
             on_gpu                         ? "-gpu"
             : exercise_is_kernel(exercise) ? "-emulated"
                                            : "");
    return path;
}

/* How a student's code is to be run. Without JUDGE_SANDBOX (recordings are made so) as the judge. */
static struct sandbox student_sandbox(void)
{
    struct sandbox sandbox = {.confine = NULL};
    const char *const layers = getenv("JUDGE_SANDBOX");
    if (layers) {
        sandbox.confine = setting("JUDGE_CONFINE");
        layers_read(layers, &sandbox.layers);
    }
    return sandbox;
}

/* A check of the student's worker, or of a known mistake's. */
static struct check new_check(const struct exercise *exercise, struct client worker)
{
    struct check check = {.exercise = exercise, .kit = setting("JUDGE_KIT")};
    check.student = worker;
    check.reference = client_new(worker_for(exercise, "JUDGE_REFERENCE"));
    /* and from the id: an exercise's cases do not depend on which others run */
    uint64_t seed = strtoull(setting("JUDGE_SEED"), NULL, 10);
    for (const char *c = exercise->id; *c; c++) {
        seed = seed * 31 + (unsigned char)*c;
    }
    check.generator = pcg32_seed(seed, 7);
    const char *const cases = getenv("JUDGE_CASES");
    if (cases && strcmp(cases, "convergence") == 0) {
        check.cases = cases_convergence_alone;
    }
    check.convergence = json_array();
    return check;
}

static json_t *faults_of(const struct check *check)
{
    json_t *const faults = json_array();
    for (size_t i = 0; i < check->faults; i++) {
        const struct fault *const fault = &check->fault[i];
        json_t *const object = json_pack("{s:s, s:s, s:s}", "subject", fault->subject, "text",
                                         fault->text, "case", fault->case_name);
        if (*fault->means) {
            json_object_set_new(object, "means", json_string(fault->means));
        }
        if (*fault->function) {
            json_object_set_new(object, "function", json_string(fault->function));
        }
        if (fault->line > 0) {
            json_object_set_new(object, "line", json_integer(fault->line));
        }
        if (*fault->where) {
            json_object_set_new(object, "where", json_string(fault->where));
            json_object_set_new(object, "expected", json_string(fault->expected));
            json_object_set_new(object, "got", json_string(fault->got));
        }
        json_array_append_new(faults, object);
    }
    return faults;
}

static json_t *list_of(const struct names *names)
{
    json_t *const list = json_array();
    for (size_t i = 0; i < names->count; i++) {
        json_array_append_new(list, json_string(names->name[i]));
    }
    return list;
}

static json_t *parts_of(const struct check *check)
{
    const struct exercise *const exercise = check->exercise;
    json_t *const parts = json_array();
    for (size_t i = 0; i < exercise->parts.count; i++) {
        json_array_append_new(parts, json_pack("{s:s, s:i, s:i}", "name", exercise->parts.name[i],
                                               "points", (int)check_part_points(check, i), "max",
                                               (int)exercise->part_points[i]));
    }
    return parts;
}

static void run_check_pass(const struct exercise *exercise)
{
    char folder[1000], path[1024];
    snprintf(folder, sizeof folder, "%s/%s", setting("JUDGE_WORK"), exercise->id);
    snprintf(path, sizeof path, "%s/requests", folder);
    struct check check = new_check(
        exercise, client_new_confined(worker_for(exercise, "JUDGE_STUDENT"), student_sandbox()));
    check.work = folder;
    /* Valgrind has nothing to tell of kernels: the emulator has looked at every access */
    check.requests = exercise_is_kernel(exercise) ? NULL : fopen(path, "wb");
    checks_find(exercise->id)->run(&check);
    check_finish(&check);
    if (check.requests) {
        fclose(check.requests);
    }
    write_verdict(exercise->id,
                  json_pack("{s:s, s:i, s:s, s:o, s:o, s:o, s:o, s:f, s:f}", "state",
                            state_word(check.state), "points", (int)check_points(&check),
                            "waits_for", check.waits_for, "parts", parts_of(&check), "unasked",
                            list_of(&check.unasked), "faults", faults_of(&check), "convergence",
                            check.convergence, "fingerprint", check.fingerprint,
                            "first_fingerprint", check.first_fingerprint));
}

static bool close_to(double a, double b)
{
    return a == b || fabs(a - b) <= 1e-6 * fmax(1.0, fabs(a)) || (isnan(a) && isnan(b));
}

/* Whether a fault of the student's is one that the check of a mistake can have as well. */
static bool is_comparable(const json_t *fault)
{
    const char *const subject = json_string_value(json_object_get(fault, "subject"));
    return strcmp(subject, "convergence") != 0 && strncmp(subject, "unwritten", 9) != 0;
}

/* Where a crash is all that is known, it must have come in the same case; a kernel that left an array must
 * have done so in the same thread, at the same element. */
static bool same_fault(const struct fault *mistake, const json_t *student)
{
    const char *const subject = json_string_value(json_object_get(student, "subject"));
    const char *const got = json_string_value(json_object_get(student, "got"));
    const char *const where = json_string_value(json_object_get(student, "case"));
    const char *const text = json_string_value(json_object_get(student, "text"));
    return strcmp(mistake->subject, subject) == 0 &&
           (strcmp(subject, "out of bounds") != 0 || strcmp(mistake->text, text) == 0) &&
           (!got || close_to(strtod(got, NULL), strtod(mistake->got, NULL))) &&
           (strcmp(subject, "stopped") != 0 || strcmp(mistake->case_name, where) == 0);
}

/* True when the check of a mistake found what the student's check had found, convergence aside. */
static bool same_verdict(const struct check *mistake, const json_t *student)
{
    const json_t *const faults = json_object_get(student, "faults");
    if (!close_to(mistake->fingerprint, json_real_value(json_object_get(student, "fingerprint")))) {
        return false;
    }
    size_t mine = 0, theirs = 0, index;
    const json_t *fault;
    json_array_foreach(faults, index, fault)
    {
        if (!is_comparable(fault)) {
            continue;
        }
        theirs++;
        for (size_t i = 0; i < mistake->faults; i++) {
            mine += same_fault(&mistake->fault[i], fault) ? 1 : 0;
        }
    }
    return theirs > 0 && mine == theirs && mistake->faults == theirs;
}

/* The same of the first finding, in the same case: what reads outside of its arrays answers by chance later. */
static bool same_beginning(const struct check *mistake, const json_t *student)
{
    const json_t *const first = json_array_get(json_object_get(student, "faults"), 0);
    const double theirs = json_real_value(json_object_get(student, "first_fingerprint"));
    return first && is_comparable(first) && mistake->faults > 0 &&
           close_to(mistake->first_fingerprint, theirs) &&
           strcmp(mistake->fault[0].case_name, json_string_value(json_object_get(first, "case"))) ==
               0 &&
           same_fault(&mistake->fault[0], first);
}

/* What the student has not written was not asked of them: nor is it of a known mistake. */
static void leave_out(struct check *check, const json_t *unasked)
{
    size_t index;
    const json_t *name;
    json_array_foreach(unasked, index, name)
    {
        if (index < exercise_max_names) {
            snprintf(check->left_out.name[index], exercise_max_name, "%s", json_string_value(name));
            check->left_out.count = index + 1;
        }
    }
}

static bool mistake_matches(const struct exercise *exercise, const struct mistake *mistake,
                            const json_t *student)
{
    char worker[1024];
    snprintf(worker, sizeof worker, "%s/%s-%s/worker", setting("JUDGE_MISTAKES"), exercise->id,
             mistake->name);
    struct check check = new_check(exercise, client_new(worker));
    check.cases = cases_without_convergence; /* it depends on the order of random numbers */
    leave_out(&check, json_object_get(student, "unasked"));
    checks_find(exercise->id)->run(&check);
    check_finish(&check);
    const bool same =
        mistake->outside ? same_beginning(&check, student) : same_verdict(&check, student);
    json_decref(check.convergence);
    return same;
}

static void run_match_pass(const struct exercise *exercise)
{
    char path[1024];
    struct message why;
    snprintf(path, sizeof path, "%s/%s/check.json", setting("JUDGE_WORK"), exercise->id);
    json_t *const student = json_load_file(path, 0, NULL);
    snprintf(path, sizeof path, "%s/questions.txt", setting("JUDGE_MISTAKES"));
    struct mistakes *const mistakes = mistakes_read(path, &why);
    if (!student || !mistakes) {
        panic("judge: %s", mistakes ? "no verdict to match" : why.text);
    }
    for (size_t i = 0; i < mistakes->count; i++) {
        const struct mistake *const mistake = &mistakes->mistake[i];
        if (strcmp(mistake->exercise, exercise->id) == 0 &&
            mistake_matches(exercise, mistake, student)) {
            write_verdict(exercise->id, json_pack("{s:s, s:s, s:s}", "mistake", mistake->name,
                                                  "says", mistake->says, "asks", mistake->asks));
            break;
        }
    }
    json_decref(student);
    mistakes_free(mistakes);
}

/* All kept requests of the exercises, one behind the other. */
static unsigned char *kept_requests(const char *exercises, size_t *length)
{
    unsigned char *all = NULL;
    char list[1024];
    *length = 0;
    snprintf(list, sizeof list, "%s", exercises);
    for (char *rest = list, *id; (id = strsep(&rest, " "));) {
        char path[1024];
        unsigned char *bytes;
        size_t count;
        struct message why;
        snprintf(path, sizeof path, "%s/%s/requests", setting("JUDGE_WORK"), id);
        if (*id == '\0' || file_read(path, (size_t)1 << 28, &bytes, &count, &why) != 0) {
            continue;
        }
        all = realloc(all, *length + count + 1);
        if (!all) {
            panic("judge: no memory for the requests");
        }
        memcpy(all + *length, bytes, count);
        *length += count;
        free(bytes);
    }
    return all;
}

static void run_memory_pass(const char *exercises)
{
    char xml[1024];
    size_t length;
    struct message why;
    const struct sandbox sandbox = student_sandbox();
    snprintf(xml, sizeof xml, "%s/valgrind.xml", setting("JUDGE_WORK"));
    unsigned char *const requests = kept_requests(exercises, &length);
    json_t *const faults = memory_pass(&(struct valgrind_run){.tool = valgrind_memory,
                                                              .worker = setting("JUDGE_CHECKED"),
                                                              .sandbox = &sandbox,
                                                              .report_path = xml},
                                       requests, length, &why);
    if (!faults) {
        panic("judge: %s", why.text);
    }
    free(requests);
    write_verdict(".", json_pack("{s:o}", "faults", faults));
}

static void run_bonus_pass(const struct exercise *exercise)
{
    char log[1024];
    struct message why;
    const struct sandbox sandbox = student_sandbox();
    const struct exercise_bonus *const counted_here = checks_find_bonus(exercise->id);
    snprintf(log, sizeof log, "%s/%s/cachegrind.log", setting("JUDGE_WORK"), exercise->id);
    const struct valgrind_run run = {.tool = valgrind_cache,
                                     .worker = setting("JUDGE_CHECKED"),
                                     .sandbox = &sandbox,
                                     .report_path = log};
    json_t *const bonus = counted_here ? counted_here->count(&run, &why) : NULL;
    if (!bonus) {
        panic("judge: %s", counted_here ? why.text : "nothing is counted in this exercise");
    }
    write_verdict(exercise->id, bonus);
}

/* A student's own kernel, which has passed, on the GPU of this machine. */
static void run_gpu_pass(const struct exercise *exercise)
{
    struct check check =
        new_check(exercise, client_new_on_gpu(worker_for(exercise, "JUDGE_STUDENT")));
    check.cases = cases_on_gpu;
    checks_find(exercise->id)->run(&check);
    check_finish(&check);
    write_verdict(exercise->id, json_pack("{s:s, s:o}", "state", state_word(check.state), "faults",
                                          faults_of(&check)));
    json_decref(check.convergence);
}

ParameterizedTestParameters(judge, exercise)
{
    static struct named_exercise list[lab_max_exercises];
    size_t count = 0;
    char words[1024];
    snprintf(words, sizeof words, "%s", setting("JUDGE_EXERCISES"));
    if (strcmp(setting("JUDGE_PASS"), "memory") == 0) {
        strcpy(list[count++].id, "memory");
    } else {
        for (char *rest = words, *id; (id = strsep(&rest, " ")) && count < lab_max_exercises;) {
            if (*id != '\0') {
                snprintf(list[count++].id, sizeof list->id, "%.7s", id);
            }
        }
    }
    return cr_make_param_array(struct named_exercise, list, count);
}

ParameterizedTest(struct named_exercise *parameter, judge, exercise, .timeout = 600)
{
    struct message why;
    const char *const pass = setting("JUDGE_PASS");
    if (strcmp(pass, "memory") == 0) {
        run_memory_pass(setting("JUDGE_EXERCISES"));
        return;
    }
    struct kit *const kit = kit_read(setting("JUDGE_KIT"), &why);
    const struct exercise *const exercise = kit ? kit_exercise(kit, parameter->id, NULL) : NULL;
    if (!exercise || !checks_find(parameter->id)) {
        panic("judge: no exercise %s: %s", parameter->id, kit ? "not in a lab's table" : why.text);
    }
    if (strcmp(pass, "match") == 0) {
        run_match_pass(exercise);
    } else if (strcmp(pass, "gpu") == 0) {
        run_gpu_pass(exercise);
    } else if (strcmp(pass, "bonus") == 0) {
        run_bonus_pass(exercise);
    } else {
        run_check_pass(exercise);
    }
    free(kit);
}
