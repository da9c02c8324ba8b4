"""Test accuracy by epoch that PyTorch reaches on Fashion-MNIST with the networks and settings of labs 03
(mlp) and 04 (cnn), as `make bench-accuracy` has them: softmax cross-entropy, batches of 64, five epochs, three seeds,
 55,000 images (5,000 are held out, as many of each class), pixels standardised with one
mean and deviation.

    python3 -m venv build/torch && build/torch/bin/pip install torch
    build/torch/bin/python reference/bench/accuracy_torch.py

With --all also trained on all 60,000, and standardised with a mean and deviation of each pixel (1 where
a pixel never changes). What a line says is the share of the 10,000 test images that are told right.
Seeds choose other numbers here than in C, so that seeds compare as a sample only.
"""

import argparse

from torch_classifier import NETWORKS, find_folder, new_optimizer, read_part, torch

EPOCHS, BATCH, HELD_OUT = 5, 64, 5000
SETTINGS = {"momentum": "SGD with momentum, rate 0.05, beta 0.9", "adam": "Adam, rate 0.001"}
SCALES = {"one": "one mean and deviation for all pixels", "pixel": "a mean and deviation for each pixel"}


def hold_out(labels, count, generator):
    """The numbers of the images that train: without count / 10 of each class."""
    training = []
    for label in range(10):
        numbers = torch.nonzero(labels == label).flatten()
        order = torch.randperm(len(numbers), generator=generator)
        training.append(numbers[order[count // 10 :]])
    return torch.cat(training)


def statistics(images, scale):
    """Mean and deviation, of all pixels or of each."""
    axes = (0, 1) if scale == "one" else (0,)
    deviation, mean = torch.std_mean(images.double(), dim=axes, correction=0)
    return mean.float(), torch.where(deviation > 0, deviation, 1.0).float()


def accuracy(network, images, labels):
    with torch.no_grad():
        return (network(images).argmax(1) == labels).double().mean().item()


def train(network_name, data, optimizer_name, held_out, scale, seed):
    """The test accuracy behind each epoch."""
    (images, labels), (test_images, test_labels) = data
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    if held_out:
        chosen = hold_out(labels, held_out, generator)
        images, labels = images[chosen], labels[chosen]
    mean, deviation = statistics(images, scale)
    images, test_images = (images - mean) / deviation, (test_images - mean) / deviation
    network = NETWORKS[network_name]()
    optimizer = new_optimizer(optimizer_name, network)
    reached = []
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(images), generator=generator).split(BATCH):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(images[rows]), labels[rows]).backward()
            optimizer.step()
        reached.append(accuracy(network, test_images, test_labels))
    return reached


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", help="the folder of Fashion-MNIST")
    parser.add_argument("--network", choices=list(NETWORKS), default="mlp")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--all", action="store_true", help="all images and each pixel as well")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    folder = find_folder(options.data)
    data = read_part(folder, "train"), read_part(folder, "t10k")
    print(f"PyTorch {torch.__version__}, threads: {options.threads}\n")
    print("| optimizer | trained on | standardised by | seed | epoch 1 | 2 | 3 | 4 | 5 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for optimizer_name, words in SETTINGS.items():
        if options.network == "cnn" and optimizer_name != "adam":
            continue
        for held_out in (HELD_OUT, 0) if options.all else (HELD_OUT,):
            for scale in SCALES if options.all else ("one",):
                for seed in range(1, options.seeds + 1):
                    reached = train(options.network, data, optimizer_name, held_out, scale, seed)
                    columns = " | ".join(f"{100 * share:.1f} %" for share in reached)
                    print(f"| {words} | {60000 - held_out:,} | {SCALES[scale]} | {seed} | {columns} |", flush=True)


if __name__ == "__main__":
    main()
