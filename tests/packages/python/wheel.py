# SPDX-License-Identifier: MIT
"""wheel.py FOLDER WHEEL: packs a folder as a wheel, with its RECORD. The same files give the same bytes."""

import base64
import hashlib
import os
import sys
import zipfile

folder, wheel = sys.argv[1:]
names = sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, files in os.walk(folder) for name in files)
info = next(name for name in names if name.endswith(".dist-info/WHEEL"))
record = os.path.join(os.path.dirname(info), "RECORD")
lines = []

with zipfile.ZipFile(wheel, "w") as archive:
    def add(name, content):
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o100644 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)

    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            content = file.read()
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(content)}\n")
        add(name, content)
    add(record, "".join(lines) + f"{record},,\n")
