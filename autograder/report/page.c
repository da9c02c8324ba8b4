#include "report/page.h"

#include "report/graded.h"
#include "report/text.h"

#include <math.h>

void page_begin(FILE *page, const char *title, const char *script)
{
    html_print(page,
               "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src 'unsafe-inline'%s\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<title>%s</title>\n<style>\n",
               script ? "; script-src 'unsafe-inline'" : "", title);
    fputs(page_style, page);
    fputs("</style>\n", page);
    if (script) {
        fprintf(page, "<script>\n%s</script>\n", script);
    }
    fputs("</head>\n<body>\n", page);
}

void page_end(FILE *page)
{
    fputs("</body>\n</html>\n", page);
}

void page_bar(FILE *page, double part, double whole, const char *tone)
{
    const double share = whole > 0 ? fmin(fmax(part / whole, 0), 1) : 0;
    html_print(page, "<span class=\"bar\"><i class=\"%s\" style=\"width:%g%%\"></i></span>", tone,
               round(share * 1000) / 10);
}

void page_score(FILE *page, const json_t *lab)
{
    const double score = graded_number(lab, "score"), max = graded_number(lab, "max");
    if (lab_is_incomplete(lab)) {
        html_print(page, "incomplete, %g of %g so far", score, max);
    } else {
        html_print(page, "<b>%g</b> of %g", score, max);
    }
    if (lab_has_bonus(lab)) {
        html_print(page, ", and a bonus of %g of %g", graded_number(lab, "bonus"),
                   graded_number(lab, "bonus_max"));
    }
}

void page_of_student(size_t number, char name[40])
{
    snprintf(name, 40, "student-%04zu.html", number);
}
