"""The dense kernels of bench/cases/dense.ts: one step of each, with its own inputs, in NumPy or PyTorch."""

import numpy as np


def inputs(first):
    k = np.arange(first, first + 65536, dtype=np.uint64)
    return ((k * 2654435761 % 2**32) / 2**32 - 0.5).astype(np.float32)


class NumpyDense:
    """In place, float32."""

    def __init__(self):
        f32 = np.float32
        self.a, self.b = inputs(0), inputs(65536)
        self.w = self.b.reshape(256, 256)
        self.x, self.dy = self.a[: 64 * 256].reshape(64, 256), self.b[: 64 * 256].reshape(64, 256)
        self.out, self.m, self.v, self.t, self.u = (np.zeros(65536, f32) for _ in range(5))

    def product(self, a, b):
        out = self.out[: a.shape[0] * b.shape[1]].reshape(a.shape[0], b.shape[1])
        product = self.t[: out.size].reshape(out.shape)
        np.matmul(a, b, out=product)
        np.add(out, product, out=out)
        return out

    def matvec(self):
        return self.product(self.x[:1], self.w)

    def matmul(self):
        return self.product(self.x, self.w)

    def gradient(self):
        return self.product(self.x.T, self.dy)

    def tanh(self):
        return np.tanh(self.a[:16384], out=self.out[:16384])

    def adam(self):
        f32 = np.float32
        g, m, v, t, u = self.b, self.m, self.v, self.t, self.u
        m *= f32(0.9)
        np.multiply(g, f32(0.1), out=t)
        m += t
        v *= f32(0.999)
        np.multiply(g, g, out=t)
        t *= f32(0.001)
        v += t
        np.sqrt(v, out=t)
        t *= f32(1 / np.sqrt(1 - 0.999))
        t += f32(1e-8)
        np.multiply(m, f32(1e-3 / (1 - 0.9)), out=u)
        u /= t
        self.out -= u
        return self.out


class TorchDense:
    def __init__(self):
        import torch

        self.torch = torch
        self.a, self.b = torch.tensor(inputs(0)), torch.tensor(inputs(65536))
        self.w = self.b.view(256, 256)
        self.x, self.dy = self.a[: 64 * 256].view(64, 256), self.b[: 64 * 256].view(64, 256)
        self.out = torch.zeros(65536)
        self.parameter = torch.nn.Parameter(self.out)
        self.parameter.grad = self.b
        self.optimiser = torch.optim.Adam([self.parameter], lr=1e-3)

    def matvec(self):
        return self.out[:256].view(1, 256).addmm_(self.x[:1], self.w)

    def matmul(self):
        return self.out[: 64 * 256].view(64, 256).addmm_(self.x, self.w)

    def gradient(self):
        return self.out.view(256, 256).addmm_(self.x.t(), self.dy)

    def tanh(self):
        return self.torch.tanh(self.a[:16384], out=self.out[:16384])

    def adam(self):
        self.optimiser.step()
        return self.out
