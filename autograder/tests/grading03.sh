#!/bin/sh
# What `make grade` says of lab 03 where the exercises differ from the earlier labs': splits and masks that
# have many right answers, functions that call one another, optimizers that remember.
. autograder/tests/tap.sh

number=03 lab=03-classifier
. autograder/tests/submission.sh

# text NAME ID: the first fault's sentence
text() {
    of "$1" "$2" '.faults[0].text'
}

# --- the solution

new solved
grade solved
same 'the solution has all points' 100 "$(jq .labs[0].score "$scratch/solved/results.json")"
same 'four optimizers tell of three trainings each' '3.7 3 3.8 3 3.9 3 3.10 3' "$(jq -r '[.labs[0].exercises[] |
    select(.convergence | length > 0) | .id, (.convergence[0].runs | length)] | join(" ")' "$scratch/solved/results.json")"
same 'in fifty places' '50 50' "$(of solved 3.9 '.convergence[0].runs[0] | "\(.student | length) \(.reference | length)"')"
same 'and where the training leads' true "$(of solved 3.9 '[.convergence[0].runs[] | (.student[-1] | tonumber) < 0.4] | all')"

# --- one function of an exercise is written, another is not

new half
todo half standardise.c standardise_apply
todo half softmax_cross_entropy.c softmax_cross_entropy_backward
todo half metrics.c precision_of
todo half early_stopping.c early_stopping_update
todo half adam.c adam_step
todo half dropout.c dropout_backward
todo half batch_norm.c batch_norm_evaluate
todo half batch_norm.c batch_norm_backward
grade half
same 'fit without apply' 'partly 4' "$(stands half 3.1)"
same 'the loss without its gradient' 'passed not started' "$(stands half 3.3 | cut -d ' ' -f 1) $(of half 3.4 .state)"
same 'F1 calls precision, which is not written' 'partly 3' "$(stands half 3.5)"
same 'so precision is named' 'precision_of is not written yet: its TODO still stands.' "$(text half 3.5)"
same 'and nothing else' 1 "$(of half 3.5 '.faults | length')"
same 'restore without update' 'partly 2' "$(stands half 3.6)"
same 'AdamW waits for Adam' 'waits 3.9' "$(of half 3.10 '"\(.state) \(.waits_for | join(" "))"')"
same 'dropout without its way back' 'partly 6' "$(stands half 3.11)"
same 'training without evaluation' 'partly 6' "$(stands half 3.12)"
same 'batch norm forward without its gradient' 'not started' "$(of half 3.13 .state)"
same 'nothing else is wrong' '3.1 3.4 3.5 3.6 3.9 3.10 3.11 3.12 3.13' "$(others half)"

# a mistake is known even where the function that it calls is not written
new partly
todo partly metrics.c precision_of
sed -i 's/matrix\[truth\[i\] \* classes + predicted\[i\]\]/matrix[predicted[i] * classes + truth[i]]/' "$scratch/partly/$lab/metrics.c"
grade partly
same 'swapped axes are known when precision is not written' axes-swapped "$(of partly 3.5 '.faults[0].mistake')"

# --- other ways to be right (a whole lab of them: autograder/tests/others)

new other
body other split.c split_stratified <<'C'
    size_t order[count + 1]; /* all rows shuffled; of each class the first ones go */
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t left = count; left > 1; left--) {
        const size_t j = pcg32_next(generator) % left, kept = order[j];
        order[j] = order[left - 1];
        order[left - 1] = kept;
    }
    size_t quota[256] = {0}, all[256] = {0};
    for (size_t i = 0; i < count; i++)
        all[labels[i]]++;
    for (size_t c = 0; c < classes; c++)
        quota[c] = (size_t)round(share * (real)all[c]);
    split->training_count = split->validation_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (quota[labels[order[i]]] > 0) {
            quota[labels[order[i]]]--;
            split->validation[split->validation_count++] = order[i];
        } else {
            split->training[split->training_count++] = order[i];
        }
    }
C
body other dropout.c dropout_forward <<'C'
    for (size_t i = count; i-- > 0;) { /* the last one first, and from whole numbers */
        mask[i] = !training ? 1 : (real)pcg32_next(generator) / (real)4294967296 >= rate ? 1 / (1 - rate) : 0;
        y[i] = mask[i] * x[i];
    }
C
body other standardise.c standardise_fit <<'C'
    for (size_t j = 0; j < columns; j++) { /* Welford's way: one pass */
        double centre = 0, squares = 0;
        for (size_t i = 0; i < count; i++) {
            const double away = (double)x[i * columns + j] - centre;
            centre += away / (double)(i + 1);
            squares += away * ((double)x[i * columns + j] - centre);
        }
        mean[j] = (real)centre;
        deviation[j] = squares > 0 ? (real)sqrt(squares / (double)count) : 1;
    }
C
body other metrics.c f1_of <<'C'
    const real p = precision_of(classes, matrix, label), r = recall_of(classes, matrix, label);
    return p * r > 0 ? 2 / (1 / p + 1 / r) : 0;
C
body other early_stopping.c early_stopping_update <<'C'
    if (loss >= stopping->best_loss || loss != loss)
        return ++stopping->epochs == stopping->best_epoch + stopping->patience;
    stopping->best_epoch = ++stopping->epochs;
    stopping->best_loss = loss;
    for (size_t p = stopping->count; p-- > 0;)
        for (size_t i = stopping->parameter[p].count; i-- > 0;)
            stopping->best[p][i] = stopping->parameter[p].value[i];
    return false;
C
body other adam.c adam_step <<'C'
    const real b1 = settings->beta1, b2 = settings->beta2;
    const real c2 = sqrt(1 - pow(b2, (real)t)), rate = settings->rate * c2 / (1 - pow(b1, (real)t));
    for (size_t i = 0; i < parameter->count; i++) {
        m[i] = m[i] * b1 + parameter->gradient[i] * (1 - b1);
        v[i] = v[i] * b2 + parameter->gradient[i] * parameter->gradient[i] * (1 - b2);
        parameter->value[i] -= rate * m[i] / (sqrt(v[i]) + settings->epsilon * c2);
    }
C
body other adamw.c adamw_step <<'C'
    real before[parameter->count + 1]; /* Adam first, and the decay of what was before */
    for (size_t i = 0; i < parameter->count; i++)
        before[i] = parameter->value[i];
    adam_step(parameter, settings, t, m, v);
    for (size_t i = 0; i < parameter->count; i++)
        parameter->value[i] -= decay * settings->rate * before[i];
C
body other batch_norm.c batch_norm_backward <<'C'
    const size_t k = norm->features; /* through the variance and the mean, step by step */
    for (size_t j = 0; j < k; j++) {
        real dvariance = 0, dmean = 0;
        for (size_t i = 0; i < n; i++) {
            const real dxhat = dy[i * k + j] * norm->gamma[j];
            dbeta[j] += dy[i * k + j];
            dgamma[j] += dy[i * k + j] * xhat[i * k + j];
            dvariance -= dxhat * xhat[i * k + j] / (2 * deviation[j] * deviation[j]);
            dmean -= dxhat / deviation[j];
        }
        for (size_t i = 0; i < n; i++)
            dx[i * k + j] += dy[i * k + j] * norm->gamma[j] / deviation[j] +
                             dvariance * 2 * xhat[i * k + j] * deviation[j] / (real)n + dmean / (real)n;
    }
C
grade other
same 'other ways to be right pass' '' "$(others other)"
[ -z "$(others other)" ] || sed 's/^/# /' "$scratch/other/table"

# --- what costs nothing to write

new cheap
body cheap standardise.c standardise_fit </dev/null
body cheap standardise.c standardise_apply </dev/null
body cheap split.c split_stratified <<'C'
    for (size_t i = 0; i < count; i++)
        split->training[i] = i;
    split->training_count = count;
    split->validation_count = 0;
C
body cheap softmax_cross_entropy.c softmax_cross_entropy_forward <<'C'
    return 0;
C
body cheap softmax_cross_entropy.c softmax_cross_entropy_backward </dev/null
for function in precision_of recall_of f1_of; do
    body cheap metrics.c $function <<'C'
    return 0;
C
done
body cheap metrics.c confusion_matrix <<'C'
    for (size_t i = 0; i < classes * classes; i++)
        matrix[i] = 0;
C
body cheap early_stopping.c early_stopping_update <<'C'
    return false;
C
body cheap early_stopping.c early_stopping_restore </dev/null
for file in adagrad rmsprop adam adamw; do
    body cheap $file.c ${file}_step </dev/null
done
body cheap dropout.c dropout_forward <<'C'
    for (size_t i = 0; i < count; i++) {
        mask[i] = 1;
        y[i] = x[i];
    }
C
body cheap dropout.c dropout_backward </dev/null
body cheap batch_norm.c batch_norm_train <<'C'
    for (size_t i = 0; i < n * norm->features; i++)
        y[i] = xhat[i] = x[i];
    for (size_t j = 0; j < norm->features; j++)
        deviation[j] = 1;
C
body cheap batch_norm.c batch_norm_evaluate <<'C'
    for (size_t i = 0; i < n * norm->features; i++)
        y[i] = x[i];
C
body cheap batch_norm.c batch_norm_backward </dev/null
grade cheap
same 'zeros, the input and nothing at all earn nothing' 0 "$(jq .labs[0].score "$scratch/cheap/results.json")"
[ "$(jq .labs[0].score "$scratch/cheap/results.json")" = 0 ] || sed 's/^/# /' "$scratch/cheap/table"

# --- what is wrong in another way than by numbers

# wrong NAME ID FILE FUNCTION 'TEXT' <<C: with that body the exercise says TEXT
wrong() {
    new "$1"
    body "$1" "$3" "$4"
    grade "$1"
    same "$1 is told" "$5" "$(text "$1" "$2")"
    same "$1 costs nothing else" "$2" "$(others "$1")"
}

new other-source
sed -i 's/^#include <tgmath.h>/&\nstatic struct pcg32 own = {1, 1};/; s/pcg32_below(generator,/pcg32_below((void)generator, \&own,/' \
    "$scratch/other-source/$lab/split.c"
sed -i 's/pcg32_below((void)generator, &own,/pcg32_below(\&own,/' "$scratch/other-source/$lab/split.c"
grade other-source
same 'a split from another generator is told' \
    'Two calls with equal generators give different splits: draw from the generator that is given, and from nothing else.' \
    "$(text other-source 3.2)"
same 'it keeps what is right' 'partly 7' "$(stands other-source 3.2)"
new uncounted
sed -i '/training_count = split->validation_count = 0;/d' "$scratch/uncounted/$lab/split.c"
grade uncounted
echo "# counts that are not begun at 0: $(stands uncounted 3.2): $(text uncounted 3.2)"
same 'counts that are not begun at 0 earn nothing' 0 "$(of uncounted 3.2 .points)"

wrong another-generator 3.11 dropout.c dropout_forward \
    'Two calls with equal generators give different masks: draw from the generator that is given, and from nothing else.' <<'C'
    static uint32_t state = 12345; /* as rand() keeps one */
    for (size_t i = 0; i < count; i++) {
        struct pcg32 own = {((uint64_t)state << 32 | state) * UINT64_C(6364136223846793005), 1};
        mask[i] = !training ? 1 : pcg32_uniform(&own, 0, 1) < rate ? 0 : 1 / (1 - rate);
        state = pcg32_next(&own);
        y[i] = x[i] * mask[i];
    }
C
wrong own-seed 3.11 dropout.c dropout_forward \
    'The masks of one pass and of the next are not independent: each pass draws its own, from the generator that is given.' <<'C'
    struct pcg32 own = {42, 1};
    for (size_t i = 0; i < count; i++) {
        mask[i] = !training ? 1 : pcg32_uniform(&own, 0, 1) < rate ? 0 : 1 / (1 - rate);
        y[i] = x[i] * mask[i];
    }
C
wrong exact-share 3.11 dropout.c dropout_forward \
    'Elements are not dropped independently: of 1500 passes over three elements, 0 kept all and 0 none; about 324 and 96 would be right.' <<'C'
    const size_t dropped = training ? (size_t)(rate * (real)count + (real)0.5) : 0;
    for (size_t i = 0; i < count; i++)
        mask[i] = training ? 1 / (1 - rate) : 1;
    for (size_t i = 0; i < dropped;) {
        const size_t j = pcg32_below(generator, (uint32_t)count);
        i += mask[j] > 0 ? 1 : 0;
        mask[j] = 0;
    }
    for (size_t i = 0; i < count; i++)
        y[i] = x[i] * mask[i];
C
wrong unwritten-mask 3.11 dropout.c dropout_forward \
    'In 4 of 4 places the mask is neither 0 nor 1.25: the first of them is nan. It was not written.' <<'C'
    for (size_t i = 0; i < count; i++)
        y[i] = !training ? x[i] : pcg32_uniform(generator, 0, 1) < rate ? 0 : x[i] / (1 - rate);
C
wrong never-stops 3.6 early_stopping.c early_stopping_update \
    'It never said that training should end; it should behind epoch 4.' <<'C'
    stopping->epochs++;
    return loss < stopping->best_loss && stopping->epochs > 100;
C

new own-count
sed -i 's/^#include <tgmath.h>/&\nstatic size_t steps;/; s/^    const real beta1/    t = ++steps;\n&/' "$scratch/own-count/$lab/adam.c"
grade own-count
same 'steps that are counted over all parameters are told' 'value is wrong.' "$(text own-count 3.9)"
same 'in the first case behind the handout' true "$(of own-count 3.9 '.faults[0].case | startswith("one step")')"
new cleared
sed -i 's/^    adam_step.*/&\n    for (size_t i = 0; i < parameter->count; i++) parameter->gradient[i] = 0;/' "$scratch/cleared/$lab/adamw.c"
grade cleared
same 'a gradient that is cleared is told' 'gradients was changed: it is an input, to be read only.' "$(text cleared 3.10)"
new centred
sed -i 's/^        deviation\[j\] = sqrt.*/        for (size_t i = 0; i < n; i++) ((real *)x)[i * features + j] -= mean;\n        mean = 0;\n&/' \
    "$scratch/centred/$lab/batch_norm.c"
grade centred
same 'an input that is centred in place is told' 'x was changed: it is an input, to be read only.' "$(text centred 3.12)"

# what the few steps do not show, the training does
new late
sed -i 's/(real)t)/(real)(t > 100 ? t - 100 : t))/g' "$scratch/late/$lab/adam.c"
grade late
check 'a mistake that comes late shows in the training' sh -c \
    "echo '$(text late 3.9)' | grep -q 'steps on one neuron, Adam the loss is .*; the reference, from the same start, has'"

# --- under Valgrind

new beyond
sed -i 's/i < parameter->count; i++) {/i <= parameter->count; i++) {\n        if (i == parameter->count) { (void)*(volatile real *)\&sum[i]; break; }/' \
    "$scratch/beyond/$lab/adagrad.c"
sed -i 's/^#include <tgmath.h>/&\n#include <stdlib.h>/; s/^    split->training_count = split.*/&\n    size_t *const lost = malloc(count * sizeof *lost);\n    *(volatile size_t *)lost = 0;/' \
    "$scratch/beyond/$lab/split.c"
build/autograder/grade --student "$scratch/beyond" --work "$scratch/beyond/work" \
    --results "$scratch/beyond/results.json" --lab 03 >"$scratch/beyond/table" 2>&1
same 'reading beyond an array is a memory fault' 'memory fault 0' "$(stands beyond 3.7)"
same 'where it is read' "$(grep -n volatile "$scratch/beyond/$lab/adagrad.c" | cut -d : -f 1)" "$(of beyond 3.7 '.faults[0].line')"
same 'memory that is never given back, too' 'memory fault 0' "$(stands beyond 3.2)"
same 'nothing else has a fault' '3.2 3.7' "$(others beyond)"
finish
