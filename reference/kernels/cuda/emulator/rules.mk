# The emulator, and how .cu files become objects that run on it.
#
# build/emulated/path/file.o is path/file.cu, rewritten (rewrite.c), compiled by $(CXX) so that it reports every
# access to the emulator: with the entry points of two sanitizers, but linked without their runtimes.

CXX = g++
# empty where there is no such compiler: then kernels are neither run nor graded, and all else is
has_cxx := $(shell command -v $(firstword $(CXX)) 2>/dev/null)

# -O1: where a fault is, its line is right; DWARF 4: so is its file. No exceptions and no guards: a program of plain C and the emulator's
# objects can be linked by the C compiler.
emulated_any_flags := -std=gnu++17 -g -gdwarf-4 -ffp-contract=off -fno-exceptions -fno-rtti -fno-threadsafe-statics
emulated_checks := -O1 -fstack-clash-protection -fsanitize=thread -fsanitize=bounds -fsanitize=alignment
# g++ makes four accesses of a float4's one otherwise
emulated_checks_gcc := -fno-tree-sra
# clang leaves the read of x += y out otherwise
emulated_checks_clang := -mllvm -tsan-instrument-read-before-write
# of a compiler
emulated_checks_of = $(emulated_checks) $(emulated_checks_$(if $(findstring clang,$(1)),clang,gcc))
emulated_flags = $(emulated_any_flags) $(call emulated_checks_of,$(CXX))
emulator_include := reference/kernels/cuda/emulator/include

build/emulator/rewrite: reference/kernels/cuda/emulator/rewrite.c
	@mkdir -p $(@D)
	@$(CC) $(cflags) -O2 $(warnings) $< -o $@

# g++ does not know #pragma unroll, which nvcc does
emulated_warnings := -Wall -Wextra -Werror -Wno-unknown-pragmas
build/emulated/%.o: %.cu build/emulator/rewrite
	@mkdir -p $(@D)
	@build/emulator/rewrite $< > $(@:.o=.cpp)
	@$(CXX) $(emulated_flags) -I$(emulator_include) -Ireference -Iautograder $(emulated_warnings) -MMD -MP -MT $@ -c $(@:.o=.cpp) -o $@

# build/emulated-shared/path/file.o: the same at -O2 and without a look at any access, for what computes a lot. Can be linked into
# a shared object, with $(emulator_shared_objects), or into a program.
emulated_shared_flags := $(emulated_any_flags) -fstack-clash-protection -O2 -fPIC -fno-semantic-interposition
build/emulated-shared/%.o: %.cu build/emulator/rewrite
	@mkdir -p $(@D)
	@build/emulator/rewrite $< > $(@:.o=.cpp)
	@$(CXX) $(emulated_shared_flags) -I$(emulator_include) -Ireference -Iautograder $(emulated_warnings) -MMD -MP -MT $@ -c $(@:.o=.cpp) -o $@

.PHONY: list-emulated-flags list-cxx
list-emulated-flags:
	@echo $(emulated_flags)
list-cxx:
	@echo $(has_cxx)

# The emulator itself: C, compiled to be fast.
flags_emulator := -O2 -I$(emulator_include)
$(eval $(call compile_kind,emulator))
emulator_sources := $(filter-out %/rewrite.c %/at_end.c %/unchecked.c,$(wildcard reference/kernels/cuda/emulator/*.c))
emulator_objects := $(patsubst %.c,build/emulator/%.o,$(emulator_sources) reference/base/message.c)
emulated_kernels := $(patsubst %.cu,build/emulated/%.o,$(cuda_sources))

# The one for unchecked kernels.
flags_emulator-shared := -O2 -fPIC -fno-semantic-interposition -I$(emulator_include)
$(eval $(call compile_kind,emulator-shared))
emulator_shared_sources := $(filter-out %/check.c %/accesses.c %/sanitizer_calls.c %/traffic.c %/warp_access.c,$(emulator_sources)) reference/kernels/cuda/emulator/unchecked.c
emulator_shared_objects := $(patsubst %.c,build/emulator-shared/%.o,$(emulator_shared_sources) reference/base/message.c)
emulated_shared_kernels := $(patsubst %.cu,build/emulated-shared/%.o,$(cuda_sources))

# make emulate FILE=my.cu: a program of anyone's. ARGS="its arguments", ORDERS=20 how many orders of threads it is run
# in once more, CXX=clang++ the other compiler
.PHONY: emulate
emulate: build/emulator/rewrite $(emulator_objects) build/emulator/reference/kernels/cuda/emulator/at_end.o
	@ORDERS='$(ORDERS)' ARGS='$(ARGS)' reference/kernels/cuda/emulator/emulate.sh '$(FILE)' \
	    '$(CXX) $(emulated_flags) -I$(emulator_include) -Ireference' $(filter %.o,$^)

-include reference/tests/emulator/rules.mk
