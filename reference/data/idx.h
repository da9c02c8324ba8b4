/* data/idx.h: images and labels from IDX files, the format of MNIST and its relatives.
 *
 * An IDX file, all numbers big endian:
 *
 *     00 00        always
 *     08           the type of the elements: unsigned bytes, the one type that is read here
 *     r            the number of axes: 3 for images (count, rows, columns), 1 for labels (count)
 *     4 r bytes    the axes' sizes
 *     the rest     the elements, row-major
 *
 * Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998, last section.
 * The file may be packed by gzip; that is told from its first bytes, whatever its name.
 *
 * Everything is checked: the start, the number of axes, the sizes, that the elements are all there
 * and nothing more, a label's range, that there are as many labels as images. Memory is taken only
 * for elements that can be there: sizes that promise more than the file holds are refused first.
 * What is wrong is said as `path: what is wrong, what was expected, what stands there`.
 */
#ifndef DESCENT_DATA_IDX_H
#define DESCENT_DATA_IDX_H

#include "base/message.h"
#include "data/image_set.h"

#include <stddef.h>

enum { idx_max_rank = 3 };

struct idx {
    size_t rank;
    size_t size[idx_max_rank];
    size_t count;         /* elements: the product of the sizes, at least 1 */
    unsigned char *bytes; /* (count), to be freed; NULL when reading failed */
};

/* Reads a file that must have `rank` axes, 1 to 3. Returns 0, or -1 and says why. */
int idx_read(const char *path, size_t rank, struct idx *idx, struct message *why);

/* The same from a file that lies in memory; the message does not begin with a path. */
int idx_decode(const unsigned char *file /* (length) */, size_t length, size_t rank,
               struct idx *idx, struct message *why);

/* Reads images and their labels, which must be 0 .. classes-1, into a set that the caller destroys.
 * Returns 0, or -1 and says why; the set then holds nothing. */
int idx_read_images(const char *images, const char *labels, size_t classes,
                    const char *const *class_name /* (classes) */, struct image_set *set,
                    struct message *why);

#endif
