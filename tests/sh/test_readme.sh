#!/bin/sh
# SPDX-License-Identifier: MIT
# Every command in every manual prints what the manual says. `tests/readme --update` writes it anew.
# Shells from 3.52 on draw boxes in another way and leave the error codes out: skipped there.
[ "${SHELL_SHOWS_CODES:-yes}" = yes ] || exit 77
exec tests/readme
