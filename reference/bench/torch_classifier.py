"""What accuracy_torch.py and bench_torch.py share: Fashion-MNIST, the networks of labs 03 and 04 and their
optimizers in PyTorch. It needs nothing but torch.
"""

import gzip
import os
import sys

try:
    import torch
except ImportError:
    sys.exit(
        f"{sys.executable} has no torch: make a place for it and say make again:\n"
        "    python3 -m venv build/torch && build/torch/bin/pip install torch\n"
        "    make bench-torch PYTHON=build/torch/bin/python"
    )

FOLDERS = ("datasets/fashion-mnist", "/usr/share/datasets/fashion-mnist")
SIZES = (784, 256, 128, 10)


def read_idx(folder, name, axes):
    """The bytes of an IDX file, packed or not, as a tensor of its shape."""
    path = os.path.join(folder, name)
    if os.path.exists(path):
        with open(path, "rb") as file:
            data = file.read()
    else:
        with gzip.open(path + ".gz", "rb") as file:
            data = file.read()
    if data[:4] != bytes((0, 0, 8, axes)):
        sys.exit(f"{path}: expected an IDX file of bytes with {axes} axes, found {data[:4].hex()}")
    sizes = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(axes)]
    return torch.frombuffer(bytearray(data[4 + 4 * axes :]), dtype=torch.uint8).reshape(sizes)


def find_folder(given):
    """The folder that was given, else the first that has the data."""
    for folder in (given,) if given else FOLDERS:
        if any(
            os.path.exists(os.path.join(folder, "train-images-idx3-ubyte" + ending))
            for ending in ("", ".gz")
        ):
            return folder
    sys.exit(f"no train-images-idx3-ubyte.gz in {given or ' and '.join(FOLDERS)}")


def read_part(folder, part):
    """Images (n, 784) with pixels of 0 to 1, and labels (n); part is "train" or "t10k"."""
    images = read_idx(folder, f"{part}-images-idx3-ubyte", 3).reshape(-1, SIZES[0]).float() / 255
    return images, read_idx(folder, f"{part}-labels-idx1-ubyte", 1).long()


def he(layer):
    """Weights from He's uniform rule, sqrt(6 / fan-in), offsets 0."""
    limit = (6 / layer.weight[0].numel()) ** 0.5
    torch.nn.init.uniform_(layer.weight, -limit, limit)
    torch.nn.init.zeros_(layer.bias)
    return layer


def new_mlp():
    """Lab 03's: linear layers with ReLU between."""
    layers = []
    for fan_in, fan_out in zip(SIZES, SIZES[1:]):
        layers += [he(torch.nn.Linear(fan_in, fan_out)), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def new_cnn():
    """Lab 04's, for rows of 784 pixels: two blocks of convolution, ReLU and max-pooling, and two linear layers."""
    nn = torch.nn
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        he(nn.Conv2d(1, 16, 3, padding=1)),
        nn.ReLU(),
        nn.MaxPool2d(2),
        he(nn.Conv2d(16, 32, 3, padding=1)),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        he(nn.Linear(1568, 128)),
        nn.ReLU(),
        he(nn.Linear(128, 10)),
    )


NETWORKS = {"mlp": new_mlp, "cnn": new_cnn}


def new_optimizer(name, network, **options):
    """The lab's settings: Adam with rate 0.001, or SGD with momentum, rate 0.05 and beta 0.9."""
    if name == "adam":
        return torch.optim.Adam(network.parameters(), lr=0.001, **options)
    return torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9, **options)
