"""NumPy as somebody writes it who wants it fast: float32 throughout, nothing allocated in a step, every operation in place,
and float32 random numbers from the Generator."""

from lacks import lacks

try:
    import numpy as np
except ImportError as error:
    lacks(error)
from dense import NumpyDense
from serve import serve


class Tuned:
    def __init__(self, work):
        f32 = np.float32
        b, v, h = work.batch, work.visible, work.hidden
        # SFC64 is the fastest of NumPy's generators.
        self.random = np.random.Generator(np.random.SFC64(1))
        self.w, self.bv, self.bh = work.w.copy(), work.bv.copy(), work.bh.copy()
        self.x = work.rows.astype(f32)
        self.v = np.empty((b, v), f32)
        self.v_new = np.empty((b, v), f32)
        self.u_v = np.empty((b, v), f32)
        self.h, self.h_data, self.p_h, self.u_h = (np.empty((b, h), f32) for _ in range(4))
        self.dw, self.dw_model = np.empty((v, h), f32), np.empty((v, h), f32)
        self.dbv, self.dbh = np.empty(v, f32), np.empty(h, f32)
        self.restart()

    def restart(self):
        np.copyto(self.v, self.x)

    @staticmethod
    def sigmoid(a):
        np.negative(a, out=a)
        np.exp(a, out=a)
        np.add(a, 1, out=a)
        np.reciprocal(a, out=a)

    def hidden(self, v):
        np.matmul(v, self.w, out=self.p_h)
        np.add(self.p_h, self.bh, out=self.p_h)
        self.sigmoid(self.p_h)

    def sample_hidden(self, out):
        self.random.random(out=self.u_h, dtype=np.float32)
        np.less(self.u_h, self.p_h, out=out, casting='unsafe')

    def sample_visible(self, out):
        np.matmul(self.h, self.w.T, out=out)
        np.add(out, self.bv, out=out)
        self.sigmoid(out)
        self.random.random(out=self.u_v, dtype=np.float32)
        np.less(self.u_v, out, out=out, casting='unsafe')

    def cd1(self, rate):
        x, v, dw = self.x, self.v_new, self.dw
        self.hidden(x)
        self.sample_hidden(self.h_data)
        self.sample_hidden(self.h)
        self.sample_visible(v)
        np.matmul(x.T, self.h_data, out=dw)
        self.hidden(v)
        self.sample_hidden(self.h)
        np.matmul(v.T, self.h, out=self.dw_model)
        scale = np.float32(rate / len(x))
        np.subtract(dw, self.dw_model, out=dw)
        np.multiply(dw, scale, out=dw)
        np.add(self.w, dw, out=self.w)
        np.subtract(x, v, out=v)
        np.sum(v, 0, out=self.dbv)
        np.subtract(self.h_data, self.h, out=self.h)
        np.sum(self.h, 0, out=self.dbh)
        self.bv += scale * self.dbv
        self.bh += scale * self.dbh

    def gibbs(self):
        self.hidden(self.v)
        self.sample_hidden(self.h)
        self.sample_visible(self.v)

    def parameters(self):
        return self.w, self.bv, self.bh

    def state(self):
        return self.v


if __name__ == '__main__':
    serve('numpy ' + np.__version__, Tuned, NumpyDense)
