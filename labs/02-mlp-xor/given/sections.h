/* sections.h: lab 02's sections, in the files beside this one. `context` is a struct lab. */
#ifndef DESCENT_LAB02_SECTIONS_H
#define DESCENT_LAB02_SECTIONS_H

/* activations.c */
void show_sigmoid(void *context);
void show_tanh(void *context);
void show_relu(void *context);

/* graph.c */
void show_graph(void *context);
void show_walk_back(void *context);

/* products.c */
void show_collapse(void *context);
void show_layer(void *context);

/* costs.c */
void show_costs(void *context);
void show_cost_gradients(void *context);

/* signals.c */
void show_xavier(void *context);
void show_he(void *context);

/* worked_example.c, by_hand.c, xor.c, boundary.c, hidden_space.c */
void show_worked_example(void *context);
void show_weights_by_hand(void *context);
void show_one_layer_against_two(void *context);
void show_activations_on_xor(void *context);
void show_boundary(void *context);
void show_hidden_space(void *context);

/* fit.c, depth.c, dead.c */
void show_fit(void *context);
void show_surface(void *context);
void show_vanishing(void *context);
void show_dead(void *context);

#endif
