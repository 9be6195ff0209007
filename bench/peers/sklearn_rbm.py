"""scikit-learn's BernoulliRBM. Its step is persistent CD: the chains go on from the last batch's, and hidden units count
with their probabilities, which saves it two of three samplings of the hidden layer. It is called as `fit` calls it, on
float32; `partial_fit` would turn the batch into float64 each time."""

from lacks import lacks

try:
    import numpy as np
    import sklearn
    from sklearn.neural_network import BernoulliRBM
except ImportError as error:
    lacks(error)
from serve import serve


class Sklearn:
    def __init__(self, work):
        f32 = np.float32
        self.x = work.rows.astype(f32)
        self.rbm = BernoulliRBM(n_components=work.hidden, batch_size=work.batch, n_iter=1)
        # This makes the arrays; then they are given our values, in the order and type that it gave them.
        self.rbm.fit(self.x)
        self.random = np.random.RandomState(1)
        self.rbm.random_state_ = self.random
        self.rbm.components_ = np.array(work.w.T, f32, order='F')
        self.rbm.intercept_visible_ = work.bv.astype(f32)
        self.rbm.intercept_hidden_ = work.bh.astype(f32)
        self.check_start()
        self.restart()

    def check_start(self):
        p = self.rbm._mean_hiddens(self.x)
        self.rbm.h_samples_ = (self.random.uniform(size=p.shape) < p).astype(np.float32)

    def restart(self):
        self.v = self.x

    def cd1(self, rate):
        self.rbm.learning_rate = rate
        self.rbm._fit(self.x, self.random)

    def check_cd1(self, rate):
        """CD-1 proper: the chains start at the batch. What it expects of an update is then the same as ours."""
        self.check_start()
        self.cd1(rate)

    def gibbs(self):
        self.v = self.rbm.gibbs(self.v)

    def parameters(self):
        return self.rbm.components_.T, self.rbm.intercept_visible_, self.rbm.intercept_hidden_

    def state(self):
        return self.v


if __name__ == '__main__':
    serve('scikit-learn ' + sklearn.__version__, Sklearn)
