"""scikit-learn's BernoulliRBM. Its step is persistent CD: the chains go on from the last batch's, and hidden units count
with their probabilities, which saves it two of three samplings of the hidden layer. `partial_fit` works in float64."""

from lacks import lacks

try:
    import numpy as np
    import sklearn
    from sklearn.neural_network import BernoulliRBM
except ImportError as error:
    lacks(error)
from serve import serve

# The batch is fixed: looking for NaN in it at each step is no part of the work.
sklearn.set_config(assume_finite=True)


class Sklearn:
    def __init__(self, work):
        self.x = work.rows.astype(np.float64)
        self.rbm = BernoulliRBM(n_components=work.hidden, batch_size=work.batch, random_state=np.random.RandomState(1))
        # The first call makes the arrays; then they are given our values, in the order and type it gave them.
        self.rbm.partial_fit(self.x)
        self.rbm.components_ = np.asfortranarray(work.w.T, np.float64)
        self.rbm.intercept_visible_ = work.bv.astype(np.float64)
        self.rbm.intercept_hidden_ = work.bh.astype(np.float64)
        self.check_start()
        self.restart()

    def check_start(self):
        p = self.rbm._mean_hiddens(self.x)
        self.rbm.h_samples_ = (self.rbm.random_state_.uniform(size=p.shape) < p).astype(np.float64)

    def restart(self):
        self.v = self.x

    def cd1(self, rate):
        self.rbm.learning_rate = rate
        self.rbm.partial_fit(self.x)

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
