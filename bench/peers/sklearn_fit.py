"""scikit-learn's BernoulliRBM learning a whole table: `sklearn_fit.py BITS COLUMNS HIDDEN BATCH RATE EPOCHS`. BITS is a file of
bytes 0 and 1. Prints one line of JSON: the version, the milliseconds of `fit`, and the parameters."""

from lacks import lacks

try:
    import numpy as np
    import sklearn
    from sklearn.neural_network import BernoulliRBM
except ImportError as error:
    lacks(error)
import json
import sys
import time

path, columns, hidden, batch, rate, epochs = sys.argv[1:]
rows = np.fromfile(path, np.uint8).reshape(-1, int(columns)).astype(np.float32)
rbm = BernoulliRBM(int(hidden), learning_rate=float(rate), batch_size=int(batch), n_iter=int(epochs), random_state=1)
# The first call of a process loads what later ones find loaded.
BernoulliRBM(2, n_iter=1).fit(rows[:100])
start = time.perf_counter()
rbm.fit(rows)
ms = 1000 * (time.perf_counter() - start)
print(
    json.dumps(
        {
            'version': 'scikit-learn ' + sklearn.__version__,
            'ms': ms,
            'w': rbm.components_.T.flatten().tolist(),
            'bv': rbm.intercept_visible_.tolist(),
            'bh': rbm.intercept_hidden_.tolist(),
        }
    )
)
