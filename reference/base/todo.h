/* base/todo.h: what stands in a starter file where a student's code will be.
 *
 * A starter's function has the one line
 *
 *     TODO("1.2", count, yhat, y);
 *
 * which never returns: it tells the program that runs which exercise is missing and where. What the
 * program does then is its own affair: a lab's program skips the section that asked and goes on
 * with the next; the grader's worker answers "not started". Delete the line when you write yours.
 */
#ifndef DESCENT_BASE_TODO_H
#define DESCENT_BASE_TODO_H

struct todo {
    const char *exercise; /* "1.2" */
    const char *function;
    const char *file;
    int line;
};

/* Each program brings its own. The arguments behind the place are not looked at: naming them keeps
 * the compiler from warning that they are unused. */
#ifndef __cplusplus
_Noreturn void todo_reached(struct todo place, ...);

#define TODO(exercise, ...)                                                                        \
    todo_reached((struct todo){exercise, __func__, __FILE__, __LINE__}, __VA_ARGS__)
#elif defined __CUDACC__
/* On a GPU there is nobody to tell: the launch ends with an error. */
#define TODO(exercise, ...) __trap()
#else
/* A CUDA kernel, in the emulator. */
extern "C" __attribute__((noreturn)) void todo_reached(struct todo place, ...);

static inline struct todo todo_at(const char *exercise, const char *function, const char *file,
                                  int line)
{
    const struct todo place = {exercise, function, file, line};
    return place;
}

#define TODO(exercise, ...)                                                                        \
    todo_reached(todo_at(exercise, __func__, __FILE__, __LINE__), __VA_ARGS__)
#endif

#endif
