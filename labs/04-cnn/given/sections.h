/* sections.h: lab 04's sections, in the files beside this one. `context` is a struct lab. */
#ifndef DESCENT_LAB04_SECTIONS_H
#define DESCENT_LAB04_SECTIONS_H

/* sizes.c, edges.c, costs.c */
void show_sizes(void *context);
void show_edges(void *context);
void show_costs(void *context);

/* conv_gradient.c, pooling.c */
void show_gradient_by_b(void *context);
void show_gradient_by_w(void *context);
void show_gradient_by_x(void *context);
void show_pooling(void *context);
void show_pool_gradient(void *context);

/* training.c, shifts.c */
void show_training(void *context);
void show_shifts(void *context);

/* filters.c, maps.c, patches.c: of the network that show_training trained (trained.h) */
void show_filters(void *context);
void show_maps(void *context);
void show_patches(void *context);

/* profile.c */
void show_profile(void *context);

/* columns.c, product.c, blocks.c */
void show_columns(void *context);
void show_counts(void *context);
void show_product(void *context);
void show_blocks(void *context);

/* photo.c, card.c */
void show_photo(void *context);
void show_card(void *context);

#endif
