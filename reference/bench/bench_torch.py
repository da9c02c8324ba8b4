"""Images per second of the classifiers of labs 03 and 04, ours and PyTorch's, in turns.

    python3 -m venv build/torch && build/torch/bin/pip install torch
    make bench-torch PYTHON=build/torch/bin/python [ARGS="--network cnn"]

The same network (784-256-128-10, or lab 04's two convolutions), loss (softmax cross-entropy), data (Fashion-MNIST, standardised with
one mean and deviation) and batches on both sides, subnormal numbers flushed to zero. Ours is
build/bench/classifier, started anew each time; PyTorch runs in processes that live on, so that both
are warm: one as pip installs it, and, where PyTorch multiplies with MKL, one whose MKL takes its
AVX-512 kernels on any processor that has them (mkl/mkl_processor.c). `PyTorch` in the table is the
faster of the two with the defaults, the eager loop that everybody writes. Its variants: foreach=True and
fused=True are two other versions of its optimizers; channels_last lays out images and weights with the
channels side by side; jit is torch.jit.script with optimize_for_inference.

PyTorch finds its images ready as standardised reals; in training a batch of shuffled rows is gathered
in each step, in inference a batch is a slice. A step's loss is not looked at. Where other work takes the
processors away from a measurement, it is made again, up to five times; the last column counts those
that stayed disturbed. Two threads of PyTorch suffer from it most: they wait for each other, spinning.
"""

import argparse
import glob
import json
import os
import statistics
import subprocess
import sys
import time
import warnings

OPTIMIZERS = {"foreach": {"foreach": True}, "fused": {"fused": True}}  # what a variant gives torch.optim
TRAINED = {"mlp": ("", "foreach", "fused"), "cnn": ("", "channels_last", "fused")}  # variants in training
INFERRED = {"mlp": ("",), "cnn": ("", "channels_last", "jit")}
WARM_UP = 50  # steps before each measurement
DISTURBED = 0.03  # the share of its time that a measurement waited for a processor: others are at work
TRIES = 5  # at an undisturbed measurement


def waited(process):
    """Seconds that the threads of a process could have run but had to wait; 0 where Linux does not tell."""
    seconds = 0
    for path in glob.glob(f"/proc/{process}/task/*/schedstat"):
        try:
            with open(path) as file:
                seconds += int(file.read().split()[1]) * 1e-9
        except (OSError, IndexError):
            pass  # a thread that has just ended
    return seconds


# --- PyTorch's side: a process that measures what it is asked for, a line of JSON at a time ---------


class Measured:
    """The data, and a network with its optimizer for each setting."""

    def __init__(self, folder):
        from torch_classifier import read_part, torch

        self.torch = torch
        torch.set_flush_denormal(True)  # before there are threads: they take it over
        images, self.labels = read_part(folder, "train")
        deviation, mean = torch.std_mean(images, correction=0)
        self.images = (images - mean) / deviation
        self.trained = {}
        self.start = 0  # where the next batch begins

    def facts(self):
        torch = self.torch
        return {
            "version": torch.__version__,
            "capability": torch.backends.cpu.get_cpu_capability(),
            "mkl": torch.backends.mkl.is_available(),
            "config": torch.__config__.show(),
            "parallel": torch.__config__.parallel_info(),
        }

    def product(self, n, k, m):
        """GFLOP/s of x (n,k) times w (m,k) transposed, on one thread, at best."""
        torch = self.torch
        torch.set_num_threads(1)
        x, w = torch.randn(n, k), torch.randn(m, k)
        best, often = float("inf"), max(1, 100_000_000 // (n * k * m))
        for _ in range(30):
            begin = time.perf_counter()
            for _ in range(often):
                torch.nn.functional.linear(x, w)
            best = min(best, (time.perf_counter() - begin) / often)
        return 2e-9 * n * k * m / best

    def setting(self, network, optimizer, variant):
        from torch_classifier import NETWORKS, new_optimizer

        key = network, optimizer, variant
        if key not in self.trained:
            self.torch.manual_seed(1)
            made = NETWORKS[network]()
            if variant == "channels_last":
                made = made.to(memory_format=self.torch.channels_last)
            options = OPTIMIZERS.get(variant, {})
            its_optimizer = new_optimizer(optimizer, made, **options)
            if variant == "jit":
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # that jit is to make way for torch.compile one day
                    made = self.torch.jit.optimize_for_inference(self.torch.jit.script(made.eval()))
            self.trained[key] = made, its_optimizer
        return self.trained[key]

    def batches(self, steps, batch):
        """The starts of the next batches; over the end of the data it goes on at the beginning."""
        for _ in range(steps):
            if self.start + batch > len(self.images):
                self.start = 0
            yield self.start
            self.start += batch

    def train(self, steps, batch, network, optimizer):
        images, labels = self.images, self.labels
        loss = self.torch.nn.functional.cross_entropy
        order = self.torch.randperm(len(images))
        for start in self.batches(steps, batch):
            rows = order[start : start + batch]
            optimizer.zero_grad()
            loss(network(images[rows]), labels[rows]).backward()
            optimizer.step()

    def infer(self, steps, batch, network):
        with self.torch.inference_mode():
            for start in self.batches(steps, batch):
                network(self.images[start : start + batch])

    def rate(self, network, steps, batch, threads, optimizer, variant, inference):
        """Images per second, and the share of the time that this process waited for a processor."""
        self.torch.set_num_threads(threads)
        model, its_optimizer = self.setting(network, optimizer, variant)
        for count in (WARM_UP, steps):
            begin, lost = time.perf_counter(), waited("self")
            if inference:
                self.infer(count, batch, model)
            else:
                self.train(count, batch, model, its_optimizer)
        seconds = time.perf_counter() - begin
        return steps * batch / seconds, (waited("self") - lost) / seconds


def serve(folder):
    measured = Measured(folder)
    for line in sys.stdin:
        question = json.loads(line)
        answer = getattr(measured, question.pop("what"))(**question)
        print(json.dumps(answer), flush=True)


class Torch:
    """Such a process, from outside."""

    def __init__(self, folder, preload=None):
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("OPENBLAS_", "MKL_", "OMP_", "GOMP_", "KMP_"))
        }
        if preload:
            environment["LD_PRELOAD"] = os.path.abspath(preload)
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--serve", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def ask(self, what, **question):
        print(json.dumps({"what": what, **question}), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit("bench-torch: PyTorch's process has ended; what it said stands above")
        return json.loads(answer)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


# --- our side ---------------------------------------------------------------------------------------


def our_rate(program, folder, network, steps, batch, threads, optimizer, inference):
    """As PyTorch's."""
    command = [program, "--steps", str(steps), "--batch", str(batch), "--threads", str(threads)]
    command += ["--network", network, "--optimizer", optimizer, "--data", folder] + (["--inference"] if inference else [])
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        words = process.stdout.read().split()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # what /proc says of it stays
        lost = waited(process.pid) / (time.perf_counter() - begin)
    if process.returncode != 0 or "images_per_second" not in words:
        sys.exit(f"bench-torch: {' '.join(command)}: status {process.returncode}, no images_per_second")
    return float(words[words.index("images_per_second") + 1]), lost


# --- the comparison ---------------------------------------------------------------------------------


def undisturbed(ask):
    """The rate that ask() gives, of the try that waited least; and whether that was much."""
    tries = []
    while len(tries) < TRIES and (not tries or tries[-1][1] > DISTURBED):
        tries.append(ask())
    rate, lost = min(tries, key=lambda one: one[1])
    return rate, lost > DISTURBED


def measure(program, folder, peers, rounds, task):
    """{contestant: [images per second in each round]}, and how many of these were disturbed; a
    contestant is "ours" or (BLAS, variant)."""
    variants = (INFERRED if task["inference"] else TRAINED)[task["network"]]
    rates = {"ours": []} | {(blas, variant): [] for variant in variants for blas in peers}
    disturbed = 0
    for _ in range(rounds):
        for contestant, its_rates in rates.items():
            if contestant == "ours":
                rate, bad = undisturbed(lambda: our_rate(program, folder, **task))
            else:
                peer, variant = peers[contestant[0]], contestant[1]
                rate, bad = undisturbed(lambda: peer.ask("rate", variant=variant, **task))
            its_rates.append(rate)
            disturbed += bad
    return rates, disturbed


def row_of(task, rates, disturbed, best):
    """A row of the table: medians, how many times ours is faster, and the disturbed measurements."""
    middle = {contestant: statistics.median(its_rates) for contestant, its_rates in rates.items()}
    ours = middle["ours"]
    paired = [a / b for a, b in zip(rates["ours"], rates[best, ""])]
    columns = [task["batch"], task["threads"]]
    columns.append("inference" if task["inference"] else "training, " + task["optimizer"])
    columns += [f"{ours:,.0f}", f"{middle[best, '']:,.0f}", f"**{ours / middle[best, '']:.2f}**"]
    columns.append(f"{min(paired):.2f} to {max(paired):.2f}")
    others = dict.fromkeys(TRAINED[task["network"]] + INFERRED[task["network"]])
    for contestant in [("installed", "")] + [(best, variant) for variant in others if variant]:
        rate = middle.get(contestant)
        columns.append(f"{rate:,.0f} ({ours / rate:.2f})" if rate else "")
    columns.append(f"{disturbed} of {sum(len(its_rates) for its_rates in rates.values())}")
    return "| " + " | ".join(str(column) for column in columns) + " |"


def tasks(network, batches, all_threads):
    """What is measured, in the order of the table."""
    for batch in batches:
        steps = max(100, min(3000, (40_000 if network == "mlp" else 10_000) // batch))
        trained = ("adam", "momentum") if network == "mlp" else ("adam",)
        for inference, optimizers in ((False, trained), (True, ("adam",))):
            for optimizer in optimizers:
                for threads in all_threads:
                    yield {
                        "network": network,
                        "steps": steps,
                        "batch": batch,
                        "threads": threads,
                        "optimizer": optimizer,
                        "inference": inference,
                    }


def numbers(text):
    return [int(number) for number in text.split(",")]


def choose_best(peers):
    """The peer with the faster products, after a line for each about them."""
    speed = {}
    for blas, peer in peers.items():
        small, large = peer.ask("product", n=64, k=784, m=256), peer.ask("product", n=1024, k=1024, m=1024)
        speed[blas] = small
        print(f"products, {blas}: 64 x 784 x 256 {small:.0f} GFLOP/s, 1024 x 1024 x 1024 {large:.0f}")
    return max(speed, key=speed.get)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", help="the folder of Fashion-MNIST")
    parser.add_argument("--network", choices=list(TRAINED), default="mlp")
    parser.add_argument("--program", default="build/bench/classifier", help="ours")
    parser.add_argument("--preload", help="the library made of mkl/mkl_processor.c")
    parser.add_argument("--batches", default="64", help="such as 1,16,64,256")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        return serve(options.serve)
    from torch_classifier import find_folder

    folder = find_folder(options.data)
    peers = {"installed": Torch(folder)}
    facts = peers["installed"].ask("facts")
    print(f"PyTorch {facts['version']}, its loops for {facts['capability']}")
    print(facts["config"])
    print(facts["parallel"])
    if facts["mkl"] and options.preload:
        peers["MKL with AVX-512"] = Torch(folder, options.preload)
    best = choose_best(peers)
    print(f"\nmedians of {options.rounds} rounds in turns, images per second; `PyTorch` is: {best}\n")
    others = dict.fromkeys(TRAINED[options.network] + INFERRED[options.network])
    heads = ["batch", "threads", "", "ours", "PyTorch", "ours / PyTorch", "in the rounds", "as installed"]
    heads += [variant for variant in others if variant] + ["disturbed"]
    print("| " + " | ".join(heads) + " |\n|" + " --- |" * len(heads))
    for task in tasks(options.network, numbers(options.batches), numbers(options.threads)):
        rates, disturbed = measure(options.program, folder, peers, options.rounds, task)
        print(row_of(task, rates, disturbed, best), flush=True)
    for peer in peers.values():
        peer.end()


if __name__ == "__main__":
    main()
