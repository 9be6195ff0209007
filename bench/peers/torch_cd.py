"""PyTorch: addmm, sigmoid, rand < p."""

from lacks import lacks

try:
    import torch
except ImportError as error:
    lacks(error)
from dense import TorchDense
from serve import serve

torch.set_num_threads(1)
torch.set_grad_enabled(False)


class Torch:
    def __init__(self, work):
        torch.manual_seed(1)
        self.w, self.bv, self.bh = (torch.tensor(a) for a in (work.w, work.bv, work.bh))
        self.x = torch.tensor(work.rows).float()
        self.restart()

    def restart(self):
        self.v = self.x

    @staticmethod
    def sample(p):
        return (torch.rand_like(p) < p).float()

    def hidden(self, v):
        return torch.sigmoid_(torch.addmm(self.bh, v, self.w))

    def visible(self, h):
        return self.sample(torch.sigmoid_(torch.addmm(self.bv, h, self.w.t())))

    def cd1(self, rate):
        x = self.x
        p = self.hidden(x)
        h = self.sample(p)
        v = self.visible(self.sample(p))
        h_model = self.sample(self.hidden(v))
        scale = rate / len(x)
        self.w.addmm_(x.t(), h, alpha=scale)
        self.w.addmm_(v.t(), h_model, alpha=-scale)
        self.bv.add_((x - v).sum(0), alpha=scale)
        self.bh.add_((h - h_model).sum(0), alpha=scale)

    def gibbs(self):
        self.v = self.visible(self.sample(self.hidden(self.v)))

    def parameters(self):
        return self.w.numpy(), self.bv.numpy(), self.bh.numpy()

    def state(self):
        return self.v.numpy()


if __name__ == '__main__':
    serve('torch ' + torch.__version__, Torch, TorchDense)
