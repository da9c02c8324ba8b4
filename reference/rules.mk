# How C becomes objects, and the library's own programs.
#
# build/KIND/path/file.o is path/file.c compiled in one KIND: float and double are the two precisions
# of `real`; asan-float and asan-double have the sanitizers.

CC = gcc
# One definition of each flag's reason: gnu17 contracts a * b + c to one rounding unless told not to,
# and then results would depend on what the compiler saw fit to fuse.
cflags := -std=gnu17 -g -ffp-contract=off -Ireference -Iautograder -Ilabs
warnings := -Wall -Wextra -Wshadow -Wconversion -Wdouble-promotion -Werror
sanitize := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

kinds := float double asan-float asan-double
flags_float := -O2
flags_double := -O1 -DDESCENT_DOUBLE
flags_asan-float := -O1 $(sanitize)
flags_asan-double := -O1 $(sanitize) -DDESCENT_DOUBLE

define compile_kind
build/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	@$$(CC) $$(cflags) $$(flags_$(1)) $$(warnings) -MMD -MP -c $$< -o $$@
endef
$(foreach kind,$(kinds),$(eval $(call compile_kind,$(kind))))
-include $(shell find build -name '*.d' 2>/dev/null)

library_sources := $(filter-out reference/tests/% reference/bench/%,$(wildcard reference/*/*.c reference/*/*/*.c))
# What reads images from files unpacks them with zlib. Whoever is given data in another way, as workers
# are, leaves these out and needs no zlib.
image_file_sources := $(addprefix reference/data/,gunzip.c idx.c fashion_mnist.c)
library_libs := $$(pkg-config --libs zlib)
library_tests := $(wildcard reference/tests/*.c)
objects = $(patsubst %.c,build/$(1)/%.o,$(2))

define reference_test
build/tests/reference-$(1): $(call objects,$(1),$(library_tests) $(library_sources))
	@mkdir -p $$(@D)
	@$$(CC) $$(flags_$(1)) $$^ -o $$@ $$$$(pkg-config --libs criterion) $$(library_libs) -lm
endef
$(foreach kind,$(kinds),$(eval $(call reference_test,$(kind))))

build/bench/step: $(call objects,float,reference/bench/bench_step.c $(library_sources))
	@mkdir -p $(@D)
	@$(CC) $^ -o $@ $(library_libs) -lm

.PHONY: bench
bench: build/bench/step
	@build/bench/step

build/bench/seeds: $(call objects,float,reference/bench/bench_seeds.c $(library_sources))
	@mkdir -p $(@D)
	@$(CC) $^ -o $@ $(library_libs) -lm

.PHONY: bench-seeds
bench-seeds: build/bench/seeds
	@build/bench/seeds
