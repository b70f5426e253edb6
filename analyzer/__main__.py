"""``python -m analyzer``: the command line."""

import sys

try:
    from .cli.main import main
except KeyboardInterrupt:  # while it is read from the disk
    sys.exit(130)

if __name__ == "__main__":
    main()
