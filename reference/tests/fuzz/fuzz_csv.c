/* Tables from CSV files. */
#include "data/csv.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_table(const struct csv *csv)
{
    demand(csv->rows > 0 && csv->columns > 0 && csv->columns <= csv_max_columns);
    for (size_t j = 0; j < csv->columns; j++) {
        demand(csv->name[j][0] != '\0' && memchr(csv->name[j], '\0', csv_max_name));
    }
    for (size_t i = 0; i < csv->rows * csv->columns; i++) {
        demand(isfinite(csv->value[i]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct arena arena;
    struct message why;
    if (!arena.memory) {
        demand(arena_create(&arena, 1 << 16, &why) == 0); /* small tables alone fit */
    }
    char *const text = malloc(length + 1);
    memcpy(text, bytes, length);
    text[length] = '\0';
    struct csv csv;
    if (csv_decode("table", text, length, &arena, &csv, &why) == 0) {
        check_table(&csv);
    } else {
        demand_reason(&why, "table:");
    }
    arena_reset(&arena, 0);
    free(text);
    return 0;
}

void make_seeds(void)
{
    static const char *const tables[] = {
        "quiz,final\n25.9,27\n1e3,-0.5\n",
        "\357\273\277a , b,c\r\n 1,2 ,0x1p-3\r\n\r\n\n",
        "a\n1\n\n2\n",
        "a,b\n1,nan\n",
        "a,b\n1\n",
        "a,,b\n1,2,3\n",
        "a\n",
        "a\n1e39\n1e999\n",
    };
    char name[] = "table-0";
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        name[6] = (char)('0' + i);
        write_seed(name, tables[i], strlen(tables[i]));
    }
    char columns[4 * (csv_max_columns + 1)] = "";
    for (size_t j = 0; j <= csv_max_columns; j++) {
        strcat(columns, "1,");
    }
    write_seed("columns", columns, strlen(columns));
}
