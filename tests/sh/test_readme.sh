#!/bin/sh
# Every command in the manual prints what the manual says. `tests/readme --update` writes it anew.
exec tests/readme
