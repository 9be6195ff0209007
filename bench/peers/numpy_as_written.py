"""NumPy as the original program writes it: dense products, p + u floored, the hidden layer sampled three times.

TensorFlow computes in float32; so does this, but for the random numbers, which np.random gives as float64.
"""

from lacks import lacks

try:
    import numpy as np
except ImportError as error:
    lacks(error)
from serve import serve


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def sample(p):
    return np.floor(p + np.random.uniform(0, 1, p.shape)).astype(np.float32)


class AsWritten:
    def __init__(self, work):
        np.random.seed(1)
        self.w, self.bv, self.bh = work.w.copy(), work.bv.copy(), work.bh.copy()
        self.x = work.rows.astype(np.float32)
        self.restart()

    def restart(self):
        self.v = self.x

    def step(self, v):
        h = sample(sigmoid(v @ self.w + self.bh))
        return sample(sigmoid(h @ self.w.T + self.bv))

    def cd1(self, rate):
        x = self.x
        x_sample = self.step(x)
        h = sample(sigmoid(x @ self.w + self.bh))
        h_sample = sample(sigmoid(x_sample @ self.w + self.bh))
        scale = np.float32(rate / len(x))
        self.w += scale * (x.T @ h - x_sample.T @ h_sample)
        self.bv += scale * np.sum(x - x_sample, 0)
        self.bh += scale * np.sum(h - h_sample, 0)

    def gibbs(self):
        self.v = self.step(self.v)

    def parameters(self):
        return self.w, self.bv, self.bh

    def state(self):
        return self.v


if __name__ == '__main__':
    serve('numpy ' + np.__version__, AsWritten)
