# The tests of the device's kernels: one set of sources, two programs (tests/cuda/twins.h).
#
# build/tests/cuda-emulated  through the emulator, on any machine: part of `make test`
# build/tests/cuda-device    with nvcc's objects, on a GPU: make test-gpu

cuda_test_sources := $(filter-out %/platform_emulator.c %/platform_device.c %/test_cuda_traffic.c, \
    $(wildcard reference/tests/cuda/*.c)) reference/tests/support.c
cuda_test_kernels := $(sort $(wildcard reference/tests/cuda/*.cu))
cuda_test_libs = $$(pkg-config --libs criterion) $(library_libs) -lm

flags_emulated-host := -O1 -I$(emulator_include)
$(eval $(call compile_kind,emulated-host))

build/tests/cuda-emulated: $(emulated_kernels) $(patsubst %.cu,build/emulated/%.o,$(cuda_test_kernels)) \
    $(patsubst %.c,build/emulated-host/%.o,$(cuda_test_sources) reference/tests/cuda/platform_emulator.c \
    reference/tests/cuda/test_cuda_traffic.c) \
    $(filter-out %/message.o,$(emulator_objects)) $(call objects,float,$(library_sources))
	@mkdir -p $(@D)
	@$(CC) $^ -o $@ $(cuda_test_libs)

# What includes CUDA's own headers; they are not held to our warnings.
flags_cuda-host = -O1 -isystem $(abspath $(dir $(NVCC))/../include)
$(eval $(call compile_kind,cuda-host))

build/tests/cuda-device: $(patsubst %.cu,build/cuda/%.o,$(cuda_sources) $(cuda_test_kernels)) \
    $(patsubst %.c,build/cuda-host/%.o,$(cuda_test_sources) reference/tests/cuda/platform_device.c) \
    $(call objects,float,$(library_sources))
	@mkdir -p $(@D)
	@$(NVCC) $(nvcc_link) $^ -o $@ $(cuda_test_libs)

.PHONY: test-gpu
test-gpu:
	@reference/tests/cuda/test_gpu.sh
