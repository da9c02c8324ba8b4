# The emulator's own tests: build/tests/corpus-COMPILER-LEVEL, the same kernels by both compilers at each level.

corpus_sources := $(filter-out %/shared_object.cu,$(wildcard reference/tests/emulator/*.cu))
flags_corpus := -O1 -I$(emulator_include)
$(eval $(call compile_kind,corpus))

# $(1) compiler, $(2) level
define corpus_rules
build/corpus/$(1)-$(2)/%.o: %.cu build/emulator/rewrite
	@mkdir -p $$(@D)
	@build/emulator/rewrite $$< > $$(@:.o=.cpp)
	@$(1) $$(emulated_any_flags) $$(call emulated_checks_of,$(1)) -$(2) \
	    -I$(emulator_include) -Ireference $(emulated_warnings) -MMD -MP -MT $$@ -c $$(@:.o=.cpp) -o $$@
build/tests/corpus-$(1)-$(2): $(patsubst %.cu,build/corpus/$(1)-$(2)/%.o,$(corpus_sources)) \
    build/corpus/reference/tests/emulator/corpus.o $(emulator_objects)
	@mkdir -p $$(@D)
	@$$(CC) $$^ -o $$@ -lm
endef
$(foreach compiler,g++ clang++,$(foreach level,O0 O1 O2,$(eval $(call corpus_rules,$(compiler),$(level)))))

# The emulator's parts, without a kernel.
build/tests/cuda-emulator: $(patsubst %.c,build/emulated-host/%.o,$(wildcard reference/tests/emulator/test_*.c)) $(emulator_objects)
	@mkdir -p $(@D)
	@$(CC) $^ -o $@ $$(pkg-config --libs criterion) -lm

# Unchecked kernels and the emulator in a shared object, and a C program that opens it.
build/tests/shared_object.so: $(addprefix build/emulated-shared/reference/,tests/emulator/shared_object.o kernels/cuda/launch.o) \
    $(emulator_shared_objects) reference/tests/emulator/shared_object.map
	@mkdir -p $(@D)
	@$(CC) -shared $(filter %.o,$^) -Wl,-z,defs,--version-script=$(lastword $^) -o $@ -lm
build/tests/open_shared: build/float/reference/tests/emulator/open_shared.o build/tests/shared_object.so
	@$(CC) $< -o $@ -ldl
