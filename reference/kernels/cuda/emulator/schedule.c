/* Runs a launch: block after block, and in a block thread after thread, each until it waits or ends. */
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/machine.h"
#include "kernels/cuda/emulator/shadow.h"
#include "kernels/cuda/emulator/traffic.h"

#include <stdlib.h>
#include <string.h>

struct machine machine = {.now = 1};

/* What kernels read. (Their header calls them const: no thread sees them change.) */
uint3 threadIdx, blockIdx, emulated_block_dim, emulated_grid_dim;

uint3 machine_block(void)
{
    return blockIdx;
}

/* --- the order of threads and blocks ---------------------------------------------------------- */

static enum emulator_order order;
static uint64_t order_state = 1;

void emulator_set_order(enum emulator_order to, uint64_t seed)
{
    order = to;
    order_state = seed * 2 + 1;
}

/* xorshift64*: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016 */
static uint64_t next_random(uint64_t below)
{
    order_state ^= order_state >> 12;
    order_state ^= order_state << 25;
    order_state ^= order_state >> 27;
    return (order_state * 0x2545F4914F6CDD1D >> 33) % below;
}

static void put_in_order(size_t count, uint32_t *list /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        list[i] = (uint32_t)(order == order_descending ? count - 1 - i : i);
    }
    for (size_t i = count; order == order_shuffled && i > 1; i--) {
        const size_t other = next_random(i);
        const uint32_t kept = list[i - 1];
        list[i - 1] = list[other];
        list[other] = kept;
    }
}

/* --- a thread --------------------------------------------------------------------------------- */

/* The threads of the block in the order in which they run, and which is the next. */
static uint32_t place[most_threads];
static unsigned next_place, alive,
    in_warp; /* how many have not ended; how many wait for their warp */

/* The next one who can go on, NULL when all that are left wait. */
static struct thread *next_to_run(void)
{
    while (next_place < machine.count && !machine.given_up) {
        struct thread *const thread = &machine.thread[place[next_place++]];
        if (thread->state == thread_new || thread->state == thread_ready) {
            return thread;
        }
    }
    return NULL;
}

static void make_current(struct thread *thread)
{
    machine.current = thread;
    threadIdx = thread->index;
    thread->accesses = 0;
}

/* A thread that has ended leaves its stack to the next one, if that has not begun: where nobody waits, all threads of
 * a block run on one stack, and none is switched. */
static bool go_on_with_next(void)
{
    struct thread *const self = machine.current;
    struct thread *const next =
        next_place < machine.count ? &machine.thread[place[next_place]] : NULL;
    if (!next || next->state != thread_new) {
        return false;
    }
    next_place++;
    next->fibre = self->fibre;
    next->state = thread_ready;
    self->fibre = (struct fibre){NULL, NULL};
    make_current(next);
    return true;
}

static void thread_body(void)
{
    do {
        machine.launch->call(machine.launch->arguments);
        machine.current->state = thread_done;
        alive--;
    } while (go_on_with_next());
    fibre_switch(&machine.current->fibre, &machine.schedule);
    __builtin_unreachable();
}

static void go_on_with(struct thread *thread, struct fibre *from)
{
    if (thread->state == thread_new) {
        fibre_begin(&thread->fibre, thread_body);
        thread->state = thread_ready;
    }
    make_current(thread);
    fibre_switch(from, &thread->fibre);
}

void machine_give_up(cudaError_t status)
{
    if (!machine.current) {
        exit(1);
    }
    machine.given_up = true;
    machine.status = status;
    fibre_switch(&machine.current->fibre, &machine.schedule);
    __builtin_unreachable();
}

/* Returns when somebody else goes on with this thread. */
static void wait_as(enum thread_state state, const char *file, unsigned line)
{
    struct thread *const self = machine.current;
    self->state = state;
    self->file = file;
    self->line = line;
    struct thread *const next = next_to_run();
    if (next) {
        go_on_with(next, &self->fibre);
    } else {
        fibre_switch(&self->fibre, &machine.schedule);
    }
}

/* --- what kernels call ------------------------------------------------------------------------ */

void emulated_syncthreads(const char *file, unsigned line)
{
    wait_as(thread_at_barrier, file, line);
}

unsigned emulated_lane(void)
{
    return machine.current->number % warp_lanes;
}

unsigned emulated_active_mask(void)
{
    return 1u
           << emulated_lane(); /* lanes run one by one: which others are near is chance on a device */
}

static void join_warp(unsigned mask, bool exchanges, const char *file, unsigned line)
{
    struct thread *const self = machine.current;
    if (!(mask >> emulated_lane() & 1)) {
        fault_lane_outside_mask(mask, file, line);
        machine_give_up(cudaErrorLaunchFailure);
    }
    self->mask = mask;
    self->exchanges = exchanges;
    in_warp++;
    wait_as(thread_in_warp, file, line);
}

void emulated_syncwarp(unsigned mask, const char *file, unsigned line)
{
    join_warp(mask, false, file, line);
}

const uint64_t *emulated_exchange(unsigned mask, uint64_t value, const char *file, unsigned line)
{
    machine.current->brought = value;
    join_warp(mask, true, file, line);
    return machine.current->got;
}

/* --- who waits for whom ----------------------------------------------------------------------- */

/* The lanes that a warp has: the last one of a block may have fewer than 32. */
static unsigned lanes_of(unsigned warp)
{
    const unsigned left = machine.count - warp * warp_lanes;
    return left < warp_lanes ? left : warp_lanes;
}

static unsigned whole_mask(unsigned lanes)
{
    return lanes == warp_lanes ? 0xffffffffu : (1u << lanes) - 1;
}

static bool waits_with(const struct thread *thread, const struct thread *first)
{
    return thread->state == thread_in_warp && thread->mask == first->mask &&
           thread->exchanges == first->exchanges;
}

/* True when all lanes that `first` waits for wait with it. */
static bool is_complete(const struct thread *of_warp, unsigned mask, const struct thread *first)
{
    for (unsigned lane = 0; lane < warp_lanes; lane++) {
        if ((mask >> lane & 1) && !waits_with(&of_warp[lane], first)) {
            return false;
        }
    }
    return true;
}

/* What lanes brought, kept with the first of them until all have read it: who exchanges with others the next time
 * comes to it later. */
static uint64_t exchanged[most_threads][warp_lanes];

static void release(struct thread *of_warp, unsigned mask, bool exchanges)
{
    uint64_t *const all = exchanged[of_warp[__builtin_ctz(mask)].number];
    for (unsigned lane = 0; exchanges && lane < warp_lanes; lane++) {
        all[lane] = mask >> lane & 1 ? of_warp[lane].brought : 0;
    }
    for (unsigned lane = 0; lane < warp_lanes; lane++) {
        if (mask >> lane & 1) {
            of_warp[lane].got = all;
            of_warp[lane].state = thread_ready;
            in_warp--;
        }
    }
}

/* Lets those go on whose partners have all come. Returns whether there were any. */
static bool release_warp(unsigned warp)
{
    struct thread *const of_warp = &machine.thread[warp * warp_lanes];
    const unsigned lanes = lanes_of(warp);
    bool released = false;
    for (unsigned lane = 0; lane < lanes; lane++) {
        const struct thread *const first = &of_warp[lane];
        const unsigned mask = first->mask & whole_mask(lanes);
        if (first->state == thread_in_warp && is_complete(of_warp, mask, first)) {
            const bool exchanges = first->exchanges;
            machine.since_warp[warp] += !exchanges; /* shuffles do not order memory */
            release(of_warp, mask, exchanges);
            released = true;
        }
    }
    return released;
}

static bool release_warps(void)
{
    bool released = false;
    for (unsigned warp = 0; in_warp > 0 && warp * warp_lanes < machine.count; warp++) {
        released = release_warp(warp) || released;
    }
    return released;
}

/* Nobody can go on but through the barrier: all must stand there, and at the same one. */
static void pass_barrier(void)
{
    const struct thread *const first = &machine.thread[0];
    for (unsigned i = 0; i < machine.count; i++) {
        const struct thread *const thread = &machine.thread[i];
        if (thread->state != thread_at_barrier || thread->line != first->line ||
            (thread->file != first->file && strcmp(thread->file, first->file) != 0)) {
            fault_stuck();
            machine.given_up = true;
            machine.status = cudaErrorLaunchFailure;
            return;
        }
    }
    for (unsigned i = 0; i < machine.count; i++) {
        machine.thread[i].state = thread_ready;
    }
    traffic_barrier();
    machine.now++;
    memset(machine.since_warp, 0, sizeof machine.since_warp);
}

/* --- a block, a launch ------------------------------------------------------------------------ */

/* Lets everyone who can go on run until they wait or end. */
static void sweep(void)
{
    struct thread *next;
    for (next_place = 0; (next = next_to_run());) {
        go_on_with(next, &machine.schedule);
        if (machine.current->state == thread_done) {
            fibre_end(&machine.current->fibre);
        }
        machine.current = NULL;
    }
}

static void begin_block(void)
{
    machine.block_began = ++machine.now;
    memset(machine.since_warp, 0, sizeof machine.since_warp);
    for (unsigned i = 0; i < machine.count; i++) {
        machine.thread[i].state = thread_new;
    }
    alive = machine.count;
    in_warp = 0;
}

static void run_block(void)
{
    begin_block();
    while (alive > 0 && !machine.given_up) {
        if (order == order_shuffled) {
            put_in_order(machine.count, place);
        }
        sweep();
        traffic_interval();
        if (alive > 0 && !machine.given_up && !release_warps()) {
            pass_barrier();
        }
    }
}

static void begin_launch(const struct launch *launch)
{
    const dim3 threads = launch->threads;
    machine.launch = launch;
    machine.count = threads.x * threads.y * threads.z;
    machine.given_up = false;
    machine.launch_began = ++machine.now;
    for (unsigned i = 0; i < machine.count; i++) {
        machine.thread[i].number = i;
        machine.thread[i].index =
            (uint3){i % threads.x, i / threads.x % threads.y, i / (threads.x * threads.y)};
    }
    emulated_block_dim = (uint3){threads.x, threads.y, threads.z};
    emulated_grid_dim = (uint3){launch->blocks.x, launch->blocks.y, launch->blocks.z};
    put_in_order(machine.count, place);
}

static void end_launch(void)
{
    for (unsigned i = 0; i < machine.count; i++) {
        fibre_end(&machine.thread[i].fibre); /* of those that a fault left standing */
    }
    machine.launch = NULL;
    machine.now++;
    if (machine.given_up) {
        machine.last_error = machine.status;
    }
}

/* Blocks in shuffled order: i -> (i step + start) mod count visits each once when step and count have no
 * common divisor. */
static size_t common_divisor(size_t a, size_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

void schedule_run(const struct launch *launch)
{
    const dim3 blocks = launch->blocks;
    const size_t count = (size_t)blocks.x * blocks.y * blocks.z;
    size_t step = order == order_descending ? count - 1 : 1, start = step == 1 ? 0 : step;
    if (order == order_shuffled) {
        start = next_random(count);
        do {
            step = 1 + next_random(count);
        } while (common_divisor(step, count) != 1);
    }
    begin_launch(launch);
    for (size_t i = 0, at = start % count; i < count && !machine.given_up; i++) {
        blockIdx = (uint3){(unsigned)(at % blocks.x), (unsigned)(at / blocks.x % blocks.y),
                           (unsigned)(at / ((size_t)blocks.x * blocks.y))};
        run_block();
        at = (at + step) % count;
    }
    end_launch();
}
