"""What PyTorch's optimizers do in 200 steps on a fixed problem, for test_recorded_optimizers.c.

    python3 -m venv build/torch && build/torch/bin/pip install torch
    build/torch/bin/python reference/tests/optimizers.py > reference/tests/optimizers.txt

The test reads optimizers.txt and needs no Python. Run this again when a case is added.

The problem: coefficients u (2), v (3), c (2), and the loss

    L = 1/2 sum_j s_j (v_j - u_(j mod 2)^2)^2 + 1/2 sum_i (u_i - a_i)^2 + log cosh(c_0 - v_2 u_0)

with s = (1, 10, 100) and a = (0.9, -1.4): bent valleys, of slopes a hundredfold apart. c_1 has no
part in it: its gradient is always 0. All numbers are float64.

What stands in a case is what struct optimizer_settings, struct schedule and clip_gradients are given.
Some things PyTorch does not have, and they are put together here from what it has:
- decoupled weight decay of other methods than AdamW: p (1 - rate decay) just before its step, which
  is what its AdamW does; coupled weight decay of AdamW: decay p, added to the gradient;
- clipping at limit / norm: its own divides by norm + 1e-6;
- several kinds of schedule behind a warm-up: LinearLR and then the kind, joined by SequentialLR.
Options of PyTorch that Descent does not have: dampening, maximize, amsgrad, centered, RMSprop's
momentum, Adagrad's lr_decay and first sum.
"""

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

RECORDED = (1, 2, 10, 50, 200)
SCALE = torch.tensor([1.0, 10.0, 100.0])
WANTED = torch.tensor([0.9, -1.4])

CASES = [
    "sgd rate 0.002",
    "sgd rate 0.001 coupled_decay 0.3",
    "sgd rate 0.002 decoupled_decay 0.2",
    "sgd rate 0.003 clip 2.5",
    "sgd rate 0.003 schedule step period 60 factor 0.5",
    "sgd rate 0.003 schedule cosine period 200 last 0.0001",
    "sgd rate 0.003 schedule constant warmup 40",
    "momentum rate 0.001 beta 0.5",
    "momentum rate 0.0005 beta 0.9",
    "momentum rate 0.0005 beta 0.9 coupled_decay 0.2",
    "momentum rate 0.0005 beta 0.9 decoupled_decay 0.2",
    "momentum rate 0.001 beta 0.8 clip 2.5",
    "nesterov rate 0.001 beta 0.5",
    "nesterov rate 0.0005 beta 0.9",
    "nesterov rate 0.0005 beta 0.9 coupled_decay 0.2",
    "nesterov rate 0.0005 beta 0.9 decoupled_decay 0.2",
    "nesterov rate 0.001 beta 0.9 schedule cosine period 180 warmup 20 last 0",
    "adagrad rate 0.1 epsilon 1e-10",
    "adagrad rate 0.1 epsilon 0.5",
    "adagrad rate 0.1 epsilon 1e-10 coupled_decay 0.2",
    "adagrad rate 0.1 epsilon 1e-10 decoupled_decay 0.02",
    "rmsprop rate 0.002 decay 0.99 epsilon 1e-8",
    "rmsprop rate 0.002 decay 0.9 epsilon 0.1",
    "rmsprop rate 0.002 decay 0.9 epsilon 0.01 coupled_decay 0.2",
    "rmsprop rate 0.002 decay 0.99 epsilon 1e-8 decoupled_decay 0.5",
    "adam rate 0.005 beta1 0.9 beta2 0.999 epsilon 1e-8",
    "adam rate 0.0005 beta1 0.5 beta2 0.9 epsilon 1e-8",
    "adam rate 0.01 beta1 0.9 beta2 0.99 epsilon 0.1",
    "adam rate 0.005 beta1 0.9 beta2 0.999 epsilon 1e-8 coupled_decay 0.2",
    "adam rate 0.005 beta1 0.9 beta2 0.999 epsilon 1e-8 decoupled_decay 0.5",
    "adam rate 0.01 beta1 0.9 beta2 0.999 epsilon 1e-8 clip 0.5",
    "adam rate 0.01 beta1 0.9 beta2 0.999 epsilon 1e-8 schedule step period 50 factor 0.3 warmup 10",
    "adamw rate 0.005 beta1 0.9 beta2 0.999 epsilon 1e-8",
    "adamw rate 0.005 beta1 0.9 beta2 0.999 epsilon 1e-8 decoupled_decay 0.01",
    "adamw rate 0.005 beta1 0.8 beta2 0.95 epsilon 0.001 decoupled_decay 0.5",
    "adamw rate 0.005 beta1 0.9 beta2 0.999 epsilon 1e-8 decoupled_decay 0.5 coupled_decay 0.2",
    "adamw rate 0.01 beta1 0.9 beta2 0.999 epsilon 1e-8 decoupled_decay 0.1"
    " schedule cosine period 150 warmup 50 last 0.001",
]


def start():
    values = ([0.4, -0.7], [1.3, 0.2, 0.8], [0.6, 1.5])
    return [torch.tensor(v, requires_grad=True) for v in values]


def loss_of(u, v, c):
    valley = (SCALE * (v - u[[0, 1, 0]] ** 2) ** 2).sum() / 2
    return valley + ((u - WANTED) ** 2).sum() / 2 + torch.log(torch.cosh(c[0] - v[2] * u[0]))


def options_of(case):
    words = case.split()
    named = dict(zip(words[1::2], words[2::2]))
    return words[0], {k: v if k == "schedule" else float(v) for k, v in named.items()}


def optimizer_of(method, o, parameters):
    rate, pull = o["rate"], o.get("coupled_decay", 0)
    if method in ("sgd", "momentum", "nesterov"):
        return torch.optim.SGD(parameters, lr=rate, momentum=o.get("beta", 0), weight_decay=pull,
                               nesterov=method == "nesterov")
    if method == "adagrad":
        return torch.optim.Adagrad(parameters, lr=rate, eps=o["epsilon"], weight_decay=pull)
    if method == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=rate, alpha=o["decay"], eps=o["epsilon"],
                                   weight_decay=pull)
    adam = dict(lr=rate, betas=(o["beta1"], o["beta2"]), eps=o["epsilon"])
    if method == "adamw":
        return torch.optim.AdamW(parameters, weight_decay=o.get("decoupled_decay", 0), **adam)
    return torch.optim.Adam(parameters, weight_decay=pull, **adam)


def schedule_of(optimizer, o):
    kinds = {
        "constant": lambda: torch.optim.lr_scheduler.ConstantLR(optimizer, factor=1.0),
        "step": lambda: torch.optim.lr_scheduler.StepLR(
            optimizer, step_size=int(o["period"]), gamma=o["factor"]),
        "cosine": lambda: torch.optim.lr_scheduler.CosineAnnealingLR(
            optimizer, T_max=int(o["period"]), eta_min=o["last"]),
    }
    warmup = int(o.get("warmup", 0))
    if not warmup:
        return kinds[o["schedule"]]()
    rising = torch.optim.lr_scheduler.LinearLR(
        optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
    return torch.optim.lr_scheduler.SequentialLR(
        optimizer, [rising, kinds[o["schedule"]]()], milestones=[warmup])


def clip(parameters, limit):
    norm = torch.nn.utils.clip_grad_norm_(parameters, float("inf"))
    if norm > limit:
        for p in parameters:
            p.grad.mul_(limit / norm)


def decay(method, parameters, optimizer, o):
    """The kind of weight decay that PyTorch's optimizer does not make itself."""
    for p in parameters:
        if method == "adamw":
            p.grad.add_(o.get("coupled_decay", 0) * p.data)
        else:
            p.data.mul_(1 - optimizer.param_groups[0]["lr"] * o.get("decoupled_decay", 0))


def text_of(tensors):
    return " ".join(repr(x) for t in tensors for x in t.tolist())


def record(case):
    method, o = options_of(case)
    parameters = start()
    optimizer = optimizer_of(method, o, parameters)
    schedule = schedule_of(optimizer, o) if "schedule" in o else None
    print("case", case)
    for step in range(1, RECORDED[-1] + 1):
        optimizer.zero_grad()
        loss_of(*parameters).backward()
        if "clip" in o:
            clip(parameters, o["clip"])
        decay(method, parameters, optimizer, o)
        optimizer.step()
        if schedule:
            schedule.step()
        if step in RECORDED:
            print("step", step, text_of(parameters))


if __name__ == "__main__":
    print(f"# Made by optimizers.py with PyTorch {torch.__version__.split('+')[0]}: u (2), v (3), c (2).")
    parameters = start()
    print("start", text_of(parameters))
    loss_of(*parameters).backward()
    print("gradient", text_of([p.grad for p in parameters]))
    for case in CASES:
        record(case)
