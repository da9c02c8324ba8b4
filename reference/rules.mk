# How C becomes objects, and the library's own programs.
#
# build/KIND/path/file.o is path/file.c compiled in one KIND: float and double are the two precisions
# of `real`; asan-float and asan-double have the sanitizers, tsan-float the one that sees two threads at one
# number; release-float is for benchmarks.

CC = gcc
# One definition of each flag's reason: gnu17 contracts a * b + c to one rounding unless told not to,
# and then results would depend on what the compiler saw fit to fuse.
cflags := -std=gnu17 -g -ffp-contract=off -Ireference -Iautograder -Ilabs
warnings := -Wall -Wextra -Wshadow -Wconversion -Wdouble-promotion -Werror
sanitize := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

kinds := float double asan-float asan-double tsan-float release-float
flags_float := -O2
flags_double := -O1 -DDESCENT_DOUBLE
# for stepping through: every variable is there to be looked at
flags_debug-double := -O0 -DDESCENT_DOUBLE
flags_asan-float := -O1 $(sanitize)
flags_asan-double := -O1 $(sanitize) -DDESCENT_DOUBLE
flags_tsan-float := -O1 -fsanitize=thread
flags_release-float := -O3 -DNDEBUG

define compile_kind
build/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	@$$(CC) $$(cflags) $$(flags_$(1)) $$(warnings) -MMD -MP -c $$< -o $$@
endef
$(foreach kind,$(kinds),$(eval $(call compile_kind,$(kind))))

# The fast kernels' loops are compiled once for each instruction set, and each set made one object in
# which nothing is global but its table, renamed: build/KIND/fast_loops_v3.o has fast_loops_v3. So the
# sources need no macro for names; kernels/fast/fast.c chooses a table when the program runs.
fast_loops := $(wildcard reference/kernels/fast/loops/*.c)
fast_sets := baseline $(if $(filter x86_64-%,$(shell $(CC) -dumpmachine 2>/dev/null)),v3 v4)

# These files alone are vectorised in every kind but the sanitizers'. Three flags give the compiler leave:
# -fno-trapping-math  both sides of a ?: may be computed and one be taken, which gcc 12 needs to
#                     vectorise it. The processor's flags for invalid operations, which nobody reads,
#                     are then raised in vain; no result changes.
# -fno-math-errno     nobody reads errno behind a root: gcc makes a branch for it otherwise. The root is
#                     the same.
# -ffp-contract=fast  products and convolutions only: a * b + c with one rounding instead of two, in half the
#                     time. The last places of a product depend on the instruction set; those of all other
#                     kernels do not.
# Vectors of AVX-512 have 512 bits in these two and where there are divisions and roots; elsewhere 256, which
# compute as much a second on a Zen 4 and leave shorter remainders to the loops that take one number at a
# time: of a batch of 4, none.
contract = $(if $(findstring product,$(1))$(findstring conv,$(1)),-ffp-contract=fast)
wide = $(findstring product,$(1))$(findstring conv,$(1))$(filter fast_adagrad fast_rmsprop fast_adam,$(1))
set_v3 := -march=x86-64-v3
set_v4 = -march=x86-64-v4 -mprefer-vector-width=$(if $(wide),512,256)
# kind, set, file
flags_of_loops = $(if $(findstring asan,$(1)),,-O3) -fno-trapping-math -fno-math-errno $(call contract,$(3)) $(call set_$(2),$(3))

define compile_fast_loops
build/$(1)/fast_loops_$(2)/%.o: reference/kernels/fast/loops/%.c
	@mkdir -p $$(@D)
	@$$(CC) $$(cflags) $$(flags_$(1)) $$(call flags_of_loops,$(1),$(2),$$*) $$(warnings) -MMD -MP -c $$< -o $$@
build/$(1)/fast_loops_$(2).o: $(patsubst reference/kernels/fast/loops/%.c,build/$(1)/fast_loops_$(2)/%.o,$(fast_loops))
	@ld -r $$^ -o $$@.all
	@objcopy --keep-global-symbol=fast_loops_$(2) --redefine-sym fast_loops=fast_loops_$(2) $$@.all $$@
	@rm $$@.all
endef
$(foreach kind,$(kinds),$(foreach set,$(fast_sets),$(eval $(call compile_fast_loops,$(kind),$(set)))))
# AS_BUILT=1: the kit's own objects are up to date, as grade knows, which builds a student's files alone; it
# does not read again which headers each of them hangs on, and so starts in a third of the time.
ifneq ($(AS_BUILT),1)
-include $(shell find build -name '*.d' 2>/dev/null)
endif

# The device's kernels; a handout of the first labs does without.
-include reference/kernels/cuda/rules.mk

library_sources := $(filter-out reference/tests/% reference/bench/%,$(wildcard reference/*/*.c reference/*/*/*.c)) \
    $(fast_loops)
# What reads images from files unpacks them with zlib, and photographs with libpng. Whoever is given data in
# another way, as workers are, leaves these out and needs neither.
image_file_sources := $(addprefix reference/data/,gunzip.c idx.c fashion_mnist.c png_image.c)
library_libs := $$(pkg-config --libs zlib libpng)
library_tests := $(wildcard reference/tests/*.c)

# objects KIND, SOURCES: one object for each source, and one for each set of fast loops
objects = $(patsubst %.c,build/$(1)/%.o,$(filter-out $(fast_loops),$(2))) \
    $(if $(filter $(fast_loops),$(2)),$(patsubst %,build/$(1)/fast_loops_%.o,$(fast_sets)))

define reference_test
build/tests/reference-$(1): $(call objects,$(1),$(library_tests) $(library_sources))
	@mkdir -p $$(@D)
	@$$(CC) $$(flags_$(1)) $$^ -o $$@ $$$$(pkg-config --libs criterion) $$(library_libs) -lm
endef
$(foreach kind,$(kinds),$(eval $(call reference_test,$(kind))))

# For the tests: the sets, the library's objects of a kind, and the flags with which one file is compiled
# (KIND=float SET=v3 FILE=fast_relu).
.PHONY: list-fast-sets list-library-objects list-loop-flags
list-fast-sets:
	@echo $(fast_sets)
list-library-objects:
	@echo $(call objects,$(KIND),$(library_sources))
list-loop-flags:
	@echo $(cflags) $(flags_$(KIND)) $(call flags_of_loops,$(KIND),$(SET),$(FILE)) $(warnings)

# Fuzz targets: what reads files, called by libFuzzer with files of its own making (tests/fuzz/fuzz.h).
# libFuzzer is clang's, and so the whole library is compiled by clang here.
flags_fuzz := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
fuzz_targets := $(patsubst reference/tests/fuzz/fuzz_%.c,%,$(wildcard reference/tests/fuzz/fuzz_*.c))
build/fuzz/% build/fuzz/%.o build/fuzz/%.d: CC := clang
$(eval $(call compile_kind,fuzz))
$(foreach set,$(fast_sets),$(eval $(call compile_fast_loops,fuzz,$(set))))

define fuzz_target
build/fuzz/$(1): $(call objects,fuzz,reference/tests/fuzz/fuzz_$(1).c reference/tests/fuzz/fuzz.c $(library_sources))
	@$$(CC) -fsanitize=fuzzer,address,undefined $$^ -o $$@ $$(library_libs) -lm
endef
$(foreach target,$(fuzz_targets),$(eval $(call fuzz_target,$(target))))

# SECONDS=600: seconds for each target; TARGET=idx: this one alone
.PHONY: fuzz
fuzz: $(patsubst %,build/fuzz/%,$(or $(TARGET),$(fuzz_targets)))
	@reference/tests/fuzz/fuzz.sh '$(or $(SECONDS),60)' $(or $(TARGET),$(fuzz_targets))

# Benchmarks, the library's own and lab 01's in the kind in which the labs' programs are built.
bench_helpers := $(filter-out reference/bench/bench_%,$(wildcard reference/bench/*.c))

# $(1) name, $(2) kind
define benchmark
build/bench/$(1): $(call objects,$(2),reference/bench/bench_$(1).c $(bench_helpers) $(library_sources))
	@mkdir -p $$(@D)
	@$$(CC) $$^ -o $$@ $$(library_libs) -lm
endef
$(eval $(call benchmark,step,float))
$(eval $(call benchmark,seeds,float))
$(eval $(call benchmark,accuracy,float))
$(eval $(call benchmark,xor,release-float))
$(eval $(call benchmark,products,release-float))
$(eval $(call benchmark,convolution,release-float))
$(eval $(call benchmark,classifier,release-float))
# gcc 12 makes a slower loop of this with -O3: 280 ns a step, with -O2 200
build/release-float/reference/bench/xor_by_hand.o: flags_release-float := -O2 -DNDEBUG
# its multiplications and additions are to be one instruction where there is such a one
build/release-float/reference/bench/ceiling.o: flags_release-float := -O3 -DNDEBUG -ffp-contract=fast

# The ladder of the matrix product is compiled for the very processor, all its rungs alike; its multiplications
# and additions may be one instruction, and vectors be as long as registers.
flags_native-float := -O3 -DNDEBUG -march=native -ffp-contract=fast \
    $(if $(filter x86_64-%,$(shell $(CC) -dumpmachine 2>/dev/null)),-mprefer-vector-width=512)
$(eval $(call compile_kind,native-float))
ladder_sources := reference/kernels/naive/matmul.c $(wildcard reference/kernels/ladder/*.c)
build/bench/ladder: $(call objects,native-float,$(ladder_sources)) \
    $(call objects,release-float,reference/bench/bench_ladder.c $(bench_helpers) $(filter-out $(ladder_sources),$(library_sources)))
	@mkdir -p $(@D)
	@$(CC) $^ -o $@ $(library_libs) -lm

.PHONY: bench bench-seeds bench-accuracy bench-products bench-convolution bench-ladder
bench: build/bench/step build/bench/xor build/bench/classifier build/bench/convolution
	@build/bench/step
	@build/bench/xor
	@build/bench/classifier
	@build/bench/classifier --network cnn
	@build/bench/convolution 1

bench-seeds: build/bench/seeds
	@build/bench/seeds

bench-accuracy: build/bench/accuracy
	@build/bench/accuracy mlp
	@build/bench/accuracy cnn

bench-products: build/bench/products
	@build/bench/products

bench-convolution: build/bench/convolution
	@build/bench/convolution 1
	@build/bench/convolution 2

bench-ladder: build/bench/ladder
	@build/bench/ladder

# The classifier beside PyTorch's. PYTHON: one that has torch; reference/bench/bench_torch.py says how.
PYTHON ?= python3
build/bench/mkl_processor.so: reference/bench/mkl/mkl_processor.c
	@mkdir -p $(@D)
	@$(CC) $(warnings) -shared -fPIC $< -o $@
.PHONY: bench-torch
bench-torch: build/bench/classifier build/bench/mkl_processor.so
	@$(PYTHON) reference/bench/bench_torch.py --preload build/bench/mkl_processor.so $(ARGS)

-include reference/tests/cuda/rules.mk

# What the emulator takes for a thread, a barrier, a shuffle and an access: by the compilers that are here, and unchecked.
build/bench/emulator-cost/%: build/corpus/%-O1/reference/bench/emulator_cost.o $(emulator_objects)
	@mkdir -p $(@D)
	@$(CC) $^ -o $@ -lm
build/bench/emulator-cost/unchecked: build/emulated-shared/reference/bench/emulator_cost.o $(emulator_shared_objects)
	@mkdir -p $(@D)
	@$(CC) $^ -o $@ -lm
.PHONY: bench-emulator
bench-emulator: $(addprefix build/bench/emulator-cost/,g++ unchecked)
	@! command -v clang++ >/dev/null || $(MAKE) -s build/bench/emulator-cost/clang++
	@reference/bench/bench_emulator.sh build/bench/emulator-cost/*[+d]

# What each rung of the device's matrix product moves.
build/bench/traffic: build/emulated-host/reference/bench/bench_traffic.o $(emulated_kernels) \
    $(filter-out %/message.o,$(emulator_objects)) $(call objects,float,$(library_sources))
	@mkdir -p $(@D)
	@$(CC) $^ -o $@ $(library_libs) -lm
.PHONY: bench-traffic
bench-traffic: build/bench/traffic
	@build/bench/traffic

# The device's kernels beside cuBLAS, where that is, and beside a copy; the two ways of a convolution.
cublas := $(and $(NVCC),$(wildcard $(dir $(NVCC))../include/cublas_v2.h))
build/cuda/reference/bench/bench_gpu.o: nvcc_flags += $(if $(cublas),-DWITH_CUBLAS)
build/bench/gpu build/bench/gpu_convolution: build/bench/%: build/cuda/reference/bench/bench_%.o $(patsubst %.cu,build/cuda/%.o,$(cuda_sources)) \
    $(call objects,float,reference/bench/measure.c $(library_sources)) $(call objects,float,reference/bench/malloc_calls.c)
	@mkdir -p $(@D)
	@$(NVCC) $(nvcc_link) $^ -o $@ $(if $(cublas),-lcublas -Xlinker -rpath=$(abspath $(dir $(NVCC))../lib64)) $(library_libs) -lm
# Where there is no GPU, the device's library is not built for it.
$(eval $(call benchmark,gpu_training,release-float))
.PHONY: bench-gpu
bench-gpu: $(if $(NVCC),build/gpu/probe)
	@if [ -z '$(NVCC)' ]; then echo 'bench-gpu: skipped, there is no nvcc'; \
	elif why=$$(build/gpu/probe); then $(MAKE) -s bench-gpu-there; else echo "bench-gpu: skipped, no GPU: $$why"; fi
.PHONY: bench-gpu-there
bench-gpu-there: build/bench/gpu build/bench/gpu_convolution build/bench/gpu_training build/cuda/descent_cuda.so
	@build/bench/gpu
	@build/bench/gpu_convolution
	@build/bench/gpu_training $(ARGS)
