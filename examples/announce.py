#!/usr/bin/env python3
"""Says in a room what it reads: echo "text" | announce.py '#alias:server'"""

import sys
import uuid

from matrix import Refused, Session


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    text = sys.stdin.read().strip()
    if not text:
        print("There is nothing to say.", file=sys.stderr)
        return 2
    try:
        session = Session.sign_in()
        print(session.say(session.join(sys.argv[1]), text, str(uuid.uuid4())))
        session.sign_out()
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


sys.exit(main())
