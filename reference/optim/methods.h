/* optim/methods.h: the methods that an optimizer can be made with, and how to find one by its name.
 *
 *     name       state          usual settings                              step
 *     sgd                       rate 0.1                                    gradient_descent.h
 *     momentum   previous       rate 0.05, beta 0.9                         momentum.h
 *     nesterov   velocity       rate 0.05, beta 0.9                         nesterov.h
 *     adagrad    sum            rate 0.01, epsilon 1e-10                    adagrad.h
 *     rmsprop    mean_square    rate 0.001, decay 0.99, epsilon 1e-8        rmsprop.h
 *     adam       m, v           rate 0.001, beta1 0.9, beta2 0.999,         adam.h
 *                               epsilon 1e-8
 *     adamw      m, v           as adam, decoupled_decay 0.01               adamw.h
 *
 * decay, beta1, beta2, epsilon and the weight decay are PyTorch's; the rates are where a search for a
 * network's best one may begin.
 *
 *     struct optimizer_settings settings;
 *     if (optimizer_find("adam", &settings, &why) != 0) ...
 *     settings.rate = (real)0.0005;
 *     struct optimizer optimizer = optimizer_new(&arena, parameter, count, settings);
 */
#ifndef DESCENT_OPTIM_METHODS_H
#define DESCENT_OPTIM_METHODS_H

#include "base/message.h"
#include "optim/optimizer.h"

extern const struct optimizer_method optimizer_nesterov;
extern const struct optimizer_method optimizer_adagrad;
extern const struct optimizer_method optimizer_rmsprop;
extern const struct optimizer_method optimizer_adam;
extern const struct optimizer_method optimizer_adamw;

/* All of them, in the order of the table above, a NULL behind the last. */
extern const struct optimizer_method *const optimizer_methods[];

/* The usual settings of the method of this name. Returns 0, or -1 and says which names there are. */
int optimizer_find(const char *name, struct optimizer_settings *settings, struct message *why);

#endif
