"""A training step of lab 04's network on a GPU with PyTorch: eager, and as a CUDA graph; and five epochs' time.

    python3 reference/bench/gpu_torch.py [--data FOLDER] [--batch 64 1024] [--epochs 5]

In fp32 without TF32, Adam (capturable and fused), all images on the device as bytes, a batch gathered and standardised
there in each step; a step's loss is not looked at. Where PyTorch has no GPU, a line says so; --device cpu tries the
script itself, without a graph. With --made, random bytes stand in for the data: a step takes as long.
"""

import argparse
import statistics
import time

from torch_classifier import find_folder, new_cnn, new_optimizer, read_idx, torch

WARM_UP = 20
ROUNDS = 5


class Training:
    def __init__(self, images, labels, batch, device):
        torch.manual_seed(1)
        self.images, self.labels, self.batch, self.device = images, labels, batch, device
        pixels = images.float() / 255
        self.mean, self.deviation = pixels.mean(), pixels.std()
        self.network = new_cnn().to(device)
        options = {"fused": True, "capturable": True} if device == "cuda" else {}
        self.optimizer = new_optimizer("adam", self.network, **options)
        self.rows = torch.randint(len(images), (batch,), device=device)  # the batch's images
        self.graph = None

    def eager(self):
        self.optimizer.zero_grad(set_to_none=self.graph is None)
        x = (self.images[self.rows].float() / 255 - self.mean) / self.deviation
        torch.nn.functional.cross_entropy(self.network(x), self.labels[self.rows]).backward()
        self.optimizer.step()

    def record(self):
        """The step as a graph; PyTorch wants some steps in another stream before."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(3):
                self.eager()
        torch.cuda.current_stream().wait_stream(stream)
        self.optimizer.zero_grad(set_to_none=True)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.eager()
        self.graph = graph

    def step(self):
        if self.graph:
            self.graph.replay()
        else:
            self.eager()

    def epoch(self):
        """Whole batches of all images, in a new order."""
        order = torch.randperm(len(self.images), device=self.device)
        for rows in order[: len(order) // self.batch * self.batch].split(self.batch):
            self.rows.copy_(rows)
            self.step()

    def wait(self):
        if self.device == "cuda":
            torch.cuda.synchronize()


def seconds(training, work):
    training.wait()
    start = time.perf_counter()
    work()
    training.wait()
    return time.perf_counter() - start


def step_seconds(training, steps):
    """The median of some rounds; the batch is the same in all steps."""

    def several():
        for _ in range(steps):
            training.step()

    for _ in range(WARM_UP):
        training.step()
    return statistics.median(seconds(training, several) / steps for _ in range(ROUNDS))


def measure(arguments, images, labels):
    for batch in arguments.batch:
        for way in ("eager", "graph") if arguments.device == "cuda" else ("eager",):
            training = Training(images, labels, batch, arguments.device)
            if way == "graph":
                training.record()
            step = step_seconds(training, arguments.steps)
            epochs = seconds(training, lambda: [training.epoch() for _ in range(arguments.epochs)])
            print(
                f"PyTorch {torch.__version__} {way:5}  batch {batch:4}: {step * 1e6:9.1f} us a step,"
                f" {arguments.epochs} epochs {epochs:.2f} s",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data")
    parser.add_argument("--made", action="store_true", help="random bytes instead of Fashion-MNIST")
    parser.add_argument("--images", type=int, default=60000, help="the first so many")
    parser.add_argument("--batch", type=int, nargs="+", default=[64, 1024])
    parser.add_argument("--steps", type=int, default=200, help="in each of five rounds")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    arguments = parser.parse_args()
    if arguments.device == "cuda" and not torch.cuda.is_available():
        print(f"PyTorch {torch.__version__} has no GPU here (skipped)")
        return
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    if arguments.made:
        images = torch.randint(256, (60000, 784), dtype=torch.uint8)
        labels = torch.randint(10, (60000,))
    else:
        folder = find_folder(arguments.data)
        images = read_idx(folder, "train-images-idx3-ubyte", 3).reshape(-1, 784)
        labels = read_idx(folder, "train-labels-idx1-ubyte", 1).long()
    if arguments.device == "cuda":
        print(torch.cuda.get_device_name())
    images, labels = (part[: arguments.images].to(arguments.device) for part in (images, labels))
    measure(arguments, images, labels)


main()
