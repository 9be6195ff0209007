"""How a Python peer says that a package is not there."""

import sys


def lacks(error):
    print('missing ' + str(error).replace('\n', ' '), flush=True)
    sys.exit(0)
