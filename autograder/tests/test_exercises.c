/* The labs' tables: read, and refused with the place of what is wrong. */
#include "catalogue/exercises.h"
#include "tests/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(exercises, .init = test_begin, .fini = stage_end);

#define TABLE "labs/01-linear-sgd/exercises.tsv"

/* id points file functions title parts builds_on uses */
static const char good[] =
    "# id\tpoints\tfile\tfunctions\ttitle\tparts\tbuilds_on\tuses\n"
    "1.1\t6\tkernels/naive/linear.c\tlinear_forward\tthe linear layer, forward\t-\t-\t-\n"
    "\n"
    "1.6\t14\tkernels/naive/"
    "linear.c\tlinear_backward\tbackward\tdx:4,dw:6,db:4\t1.1,1.2\tpcg32_next\n"
    "1.8\t16\tbatches.c\tbatches_shuffle,batches_next\tmini-batches\teach row once:16\t-\t-\n"
    "1.9\t64\tmomentum.c\tmomentum_step\ta step with momentum\t-\t-\t-\n";

static struct kit *read_kit(void)
{
    struct message why;
    put(TABLE, good);
    struct kit *const kit = kit_read(in_folder("").text, &why);
    cr_assert_not_null(kit, "%s", why.text);
    return kit;
}

Test(exercises, a_line_is_an_exercise)
{
    struct kit *const kit = read_kit();
    const struct exercise *const exercise = kit_exercise(kit, "1.6", NULL);
    cr_assert_eq(kit->lab[0].exercises, 4);
    cr_assert_eq(exercise->points, 14);
    cr_assert_str_eq(exercise->file, "kernels/naive/linear.c");
    cr_assert_str_eq(exercise->title, "backward");
    cr_assert_eq(exercise->parts.count, 3);
    cr_assert_str_eq(exercise->parts.name[1], "dw");
    cr_assert_eq(exercise->part_points[1], 6);
    cr_assert_eq(exercise->builds_on.count, 2);
    cr_assert_str_eq(exercise->builds_on.name[1], "1.2");
    cr_assert_str_eq(exercise->uses.name[0], "pcg32_next");
    free(kit);
}

Test(exercises, a_dash_is_nothing)
{
    struct kit *const kit = read_kit();
    const struct exercise *const exercise = kit_exercise(kit, "1.1", NULL);
    cr_assert_eq(exercise->parts.count, 0);
    cr_assert_eq(exercise->builds_on.count, 0);
    cr_assert_eq(exercise->uses.count, 0);
    free(kit);
}

Test(exercises, are_found_by_id_and_labs_by_number)
{
    struct kit *const kit = read_kit();
    const struct lab *lab = NULL;
    cr_assert_eq(kit_exercise(kit, "1.8", &lab), &kit->lab[0].exercise[2]);
    cr_assert_eq(lab, &kit->lab[0]);
    cr_assert_eq(kit_lab(kit, "01"), lab);
    cr_assert_str_eq(lab->title, "linear-sgd");
    cr_assert_null(kit_exercise(kit, "1.7", NULL));
    cr_assert_null(kit_exercise(kit, "1", NULL));
    cr_assert_null(kit_lab(kit, "02"));
    free(kit);
}

Test(exercises, a_basename_has_no_folder)
{
    struct kit *const kit = read_kit();
    cr_assert_str_eq(exercise_basename(kit_exercise(kit, "1.1", NULL)), "linear.c");
    cr_assert_str_eq(exercise_basename(kit_exercise(kit, "1.8", NULL)), "batches.c");
    free(kit);
}

Test(exercises, names_are_found_whole)
{
    const struct names names = {2, {"dx", "dw"}};
    cr_assert_eq(names_find(&names, "dw"), 1);
    cr_assert_eq(names_find(&names, "d"), -1);
    cr_assert_eq(names_find(&names, ""), -1);
}

Test(exercises, labs_come_by_number_and_the_rest_is_passed_over)
{
    put("labs/04-cnn/exercises.tsv", "4.1\t1\ta.c\tf\tt\t-\t-\t-\n");
    put("labs/common/draw.sh", "");
    put("labs/1-one/exercises.tsv", "");
    put("labs/README.md", "");
    struct kit *const kit = read_kit();
    cr_assert_eq(kit->labs, 2);
    cr_assert_str_eq(kit->lab[0].number, "01");
    cr_assert_str_eq(kit->lab[1].folder, "04-cnn");
    free(kit);
}

/* Refuses a table of a remark and this line, and returns why behind the path. */
static const char *refused(const char *line)
{
    static struct message why;
    char text[8192];
    snprintf(text, sizeof text, "# remark\n%s\n", line);
    put(TABLE, text);
    cr_assert_null(kit_read(in_folder(".").text, &why), "accepted: %s", line);
    const char *const message = without_folder(why.text);
    cr_assert_eq(strncmp(message, "./" TABLE ":2: ", strlen("./" TABLE ":2: ")), 0, "%s", message);
    return message + strlen("./" TABLE ":2: ");
}

Test(exercises, other_columns_are_refused)
{
    cr_assert_str_eq(refused("1.1 6 a.c f t - - -"),
                     "expected 8 columns separated by tabs, found 1");
    cr_assert_str_eq(refused("1.1\t6\ta.c\tf\tt\t-\t-"),
                     "expected 8 columns separated by tabs, found 7");
    cr_assert_str_eq(refused("1.1\t6\ta.c\tf\tt\t-\t-\t-\t-"),
                     "expected 8 columns separated by tabs, found 9");
}

Test(exercises, points_that_are_no_number_are_refused)
{
    cr_assert_str_eq(refused("1.1\tsix\ta.c\tf\tt\t-\t-\t-"),
                     "expected a number of points, found 'six'");
    cr_assert_str_eq(refused("1.1\t\ta.c\tf\tt\t-\t-\t-"), "expected a number of points, found ''");
    cr_assert_str_eq(refused("1.1\t-6\ta.c\tf\tt\t-\t-\t-"),
                     "expected a number of points, found '-6'");
    cr_assert_str_eq(refused("1.1\t6+\ta.c\tf\tt\t-\t-\t-"),
                     "expected a number of points, found '6'");
    cr_assert_str_eq(refused("1.1\t4294967302\ta.c\tf\tt\t-\t-\t-"),
                     "expected a number of points, found '4294967302'");
}

Test(exercises, parts_that_do_not_sum_are_refused)
{
    cr_assert_str_eq(refused("1.6\t14\ta.c\tf\tt\tdx:4,dw:6\t-\t-"),
                     "the parts of 1.6 do not sum to its 14 points");
    cr_assert_str_eq(refused("1.6\t14\ta.c\tf\tt\tdx:4,dw:6,db\t-\t-"),
                     "the parts of 1.6 do not sum to its 14 points");
    cr_assert_str_eq(refused("1.6\t14\ta.c\tf\tt\tdx:4294967295,dw:15\t-\t-"),
                     "the parts of 1.6 do not sum to its 14 points");
}

Test(exercises, lists_with_holes_are_refused)
{
    static const char wanted[] = "a list is empty, too long, or holds an empty name";
    cr_assert_str_eq(refused("1.1\t6\ta.c\t\tt\t-\t-\t-"), wanted);
    cr_assert_str_eq(refused("1.1\t6\ta.c\tf,,g\tt\t-\t-\t-"), wanted);
    cr_assert_str_eq(refused("1.1\t6\ta.c\tf,\tt\t-\t-\t-"), wanted);
    cr_assert_str_eq(refused("1.1\t6\ta.c\ta,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q\tt\t-\t-\t-"), wanted);
    char line[256] = "1.1\t6\ta.c\t";
    memset(line + strlen(line), 'f', exercise_max_name);
    strcat(line, "\tt\t-\t-\t-");
    cr_assert_str_eq(refused(line), wanted);
}

Test(exercises, long_words_are_refused)
{
    static const char wanted[] = "an id, file or title is too long";
    char line[256] = "1.1\t6\ta.c\tf\t";
    memset(line + strlen(line), 't', 96);
    strcat(line, "\t-\t-\t-");
    cr_assert_str_eq(refused(line), wanted);
    cr_assert_str_eq(refused("1.100000\t6\ta.c\tf\tt\t-\t-\t-"), wanted);
}

Test(exercises, more_than_a_lab_holds_are_refused)
{
    char text[4096] = "";
    struct message why;
    for (int i = 0; i <= lab_max_exercises; i++) {
        strcat(text, "1.1\t1\ta.c\tf\tt\t-\t-\t-\n");
    }
    put(TABLE, text);
    cr_assert_null(kit_read(in_folder(".").text, &why));
    cr_assert_str_eq(without_folder(why.text), "./" TABLE ":33: more than 32 exercises");
}

Test(exercises, a_lab_without_a_table_is_refused)
{
    struct message why;
    put("labs/02-logistic/README.md", "");
    cr_assert_null(kit_read(in_folder(".").text, &why));
    cr_assert_str_eq(without_folder(why.text),
                     "./labs/02-logistic/exercises.tsv: No such file or directory");
}

Test(exercises, a_folder_without_labs_is_no_kit)
{
    struct message why;
    cr_assert_null(kit_read(in_folder("none").text, &why));
    cr_assert_str_eq(without_folder(why.text), "none: not the kit: no folder labs/ is there");
}

Test(exercises, more_labs_than_a_kit_holds_are_refused)
{
    struct message why;
    for (int i = 1; i <= kit_max_labs + 1; i++) {
        char name[64];
        snprintf(name, sizeof name, "labs/%02d-x/exercises.tsv", i);
        put(name, "");
    }
    cr_assert_null(kit_read(in_folder(".").text, &why));
    cr_assert_str_eq(without_folder(why.text), "./labs: more than 8 labs");
}

/* Reads a table of these lines as lab 04's. */
static const struct lab *read_lab(struct kit **kit, const char *lines)
{
    struct message why;
    put("labs/04-cnn/exercises.tsv", lines);
    *kit = kit_read(in_folder(".").text, &why);
    cr_assert_not_null(*kit, "%s", why.text);
    return kit_lab(*kit, "04");
}

/* 6 x 100/36 = 16.67, 14 x 100/36 = 38.89, 16 x 100/36 = 44.44: two points go to the largest remainders. */
Test(exercises, missing_points_are_spread_in_proportion)
{
    struct kit *kit;
    const struct lab *const lab = read_lab(&kit, "4.1\t6\ta.c\tf\tt\t-\t-\t-\n"
                                                 "4.2\t14\ta.c\tg\tt\t-\t-\t-\n"
                                                 "4.3\t16\ta.c\th\tt\t-\t-\t-\n");
    cr_assert_eq(lab->exercise[0].points, 17);
    cr_assert_eq(lab->exercise[1].points, 39);
    cr_assert_eq(lab->exercise[2].points, 44);
    free(kit);
}

Test(exercises, of_equal_remainders_the_earlier_gets_the_point)
{
    struct kit *kit;
    const struct lab *const lab = read_lab(&kit, "4.1\t2\ta.c\tf\tt\t-\t-\t-\n"
                                                 "4.2\t2\ta.c\tg\tt\t-\t-\t-\n"
                                                 "4.3\t2\ta.c\th\tt\t-\t-\t-\n");
    cr_assert_eq(lab->exercise[0].points, 34);
    cr_assert_eq(lab->exercise[1].points, 33);
    cr_assert_eq(lab->exercise[2].points, 33);
    free(kit);
}

/* 12 of 76 become 16, of which the parts have 5.33, 2.67, 2.67, 4 and 1.33. */
Test(exercises, the_parts_share_what_their_exercise_got)
{
    static const unsigned wanted[] = {5, 3, 3, 4, 1};
    struct kit *kit;
    const struct lab *const lab = read_lab(
        &kit, "4.1\t3\ta.c\tf\tt\t-\t-\t-\n"
              "4.2\t12\ta.c\tg\tt\tone channel:4,channels:2,stride:2,padding:3,batch:1\t-\t-\n"
              "4.3\t61\ta.c\th\tt\t-\t-\t-\n");
    cr_assert_eq(lab->exercise[1].points, 16);
    for (size_t i = 0; i < 5; i++) {
        cr_assert_eq(lab->exercise[1].part_points[i], wanted[i], "part %zu has %u", i,
                     lab->exercise[1].part_points[i]);
    }
    free(kit);
}

Test(exercises, a_bonus_stands_beside_the_points)
{
    struct kit *kit;
    const struct lab *const lab = read_lab(&kit, "4.1\t95+5\ta.c\tf\tt\t-\t-\t-\n"
                                                 "4.2\t5\ta.c\tg\tt\t-\t-\t-\n");
    cr_assert_eq(lab->exercise[0].points, 95);
    cr_assert_eq(lab->exercise[0].bonus, 5);
    cr_assert_eq(lab->exercise[1].bonus, 0);
    free(kit);
}

Test(exercises, a_full_table_keeps_its_points)
{
    struct kit *const kit = read_kit();
    static const unsigned points[] = {6, 14, 16, 64};
    for (size_t i = 0; i < 4; i++) {
        cr_assert_eq(kit->lab[0].exercise[i].points, points[i]);
    }
    cr_assert_eq(kit->lab[0].exercise[1].part_points[0], 4);
    free(kit);
}

/* Whatever a table holds, it comes to 100 and nobody's points fall. */
Test(exercises, no_exercise_and_no_part_loses_points)
{
    for (unsigned first = 1; first <= 60; first++) {
        char lines[512];
        struct kit *kit;
        snprintf(lines, sizeof lines,
                 "4.1\t%u\ta.c\tf\tt\t-\t-\t-\n4.2\t1\ta.c\tg\tt\t-\t-\t-\n"
                 "4.3\t%u\ta.c\th\tt\tdx:%u,dw:3\t-\t-\n",
                 first, first / 2 + 3, first / 2);
        const struct lab *const lab = read_lab(&kit, lines);
        const struct exercise *const last = &lab->exercise[2];
        cr_assert_eq(lab->exercise[0].points + lab->exercise[1].points + last->points, 100);
        cr_assert_geq(lab->exercise[0].points, first);
        cr_assert_geq(lab->exercise[1].points, 1);
        cr_assert_geq(last->points, first / 2 + 3);
        cr_assert_geq(last->part_points[0], first / 2);
        cr_assert_geq(last->part_points[1], 3);
        cr_assert_eq(last->part_points[0] + last->part_points[1], last->points);
        free(kit);
    }
}

Test(exercises, more_than_100_points_are_refused)
{
    struct message why;
    put(TABLE, "1.1\t60\ta.c\tf\tt\t-\t-\t-\n1.2\t41\ta.c\tg\tt\t-\t-\t-\n");
    cr_assert_null(kit_read(in_folder(".").text, &why));
    cr_assert_str_eq(without_folder(why.text), "the points of lab 01 sum to 101: more than 100");
}

/* The kit's own tables. */
Test(exercises, the_labs_tables_are_well_formed)
{
    struct message why;
    struct kit *const kit = kit_read(".", &why);
    cr_assert_not_null(kit, "%s", why.text);
    cr_assert_geq(kit->labs, 1);
    for (size_t i = 0; i < kit->labs; i++) {
        unsigned sum = 0;
        for (size_t j = 0; j < kit->lab[i].exercises; j++) {
            const struct names *const needs = &kit->lab[i].exercise[j].builds_on;
            sum += kit->lab[i].exercise[j].points;
            for (size_t k = 0; k < needs->count; k++) {
                cr_assert(kit_exercise(kit, needs->name[k], NULL), "%s", needs->name[k]);
            }
        }
        cr_assert_eq(sum, 100, "lab %s has %u points", kit->lab[i].number, sum);
    }
    free(kit);
}
