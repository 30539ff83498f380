#!/usr/bin/env bash
# Replaces the placeholders of a tree in place, the way such loops are written: for each key, one search of the whole tree and one
# edit of each file found. Usage: sed-loop.sh SETTINGS TREE. Values hold no `|`, `&` or backslash, paths no quotes.
set -euo pipefail

while IFS='=' read -r placeholder value; do
  { grep -rl -- "$placeholder" "$2" || true; } | xargs -r -n 1 sed -i -e "s|$placeholder|$value|g"
done <"$1"
