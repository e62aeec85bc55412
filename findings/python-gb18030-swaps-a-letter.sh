#!/usr/bin/env bash
# Python's codec gb18030 is the table of the year 2000: the bytes A8BC are the private U+E7C7 and the letter ḿ is the four bytes
# 8135F437. The standard swapped the two in 2005, and gave 18 more pairs public characters in 2022; Node 20 and iconv-lite 0.7.3
# know the first change, Node the second too. A file that Python writes then reads otherwise elsewhere, and the other way round.
#
# Guess: a codec of a current Python has the state of 2005, as the web's decoders have.
# Seen on 2026-11-28, Python 3.11, Node 20.20.2: A8BC is U+E7C7 in Python and U+1E3F in Node and iconv-lite; FE59 (龴) is U+E81E in
# Python and iconv-lite and U+9FB4 in Node.
#
# Needs: python3, node, npm. Ends with 1 if Python agrees with Node.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" iconv-lite@0.7.3 >/dev/null
ours=$(python3 -c 'print(*("%04X" % ord(bytes.fromhex(pair).decode("gb18030")) for pair in ("a8bc", "fe59")))')
theirs=$(node -e '
const iconv = require("iconv-lite");
const show = decode => ["a8bc", "fe59"].map(pair => decode(Buffer.from(pair, "hex")).codePointAt(0).toString(16).toUpperCase()).join(" ");
console.log("iconv-lite: " + show(bytes => iconv.decode(bytes, "gb18030")));
console.log("Node: " + show(bytes => new TextDecoder("gb18030").decode(bytes)));
')
echo "Python: $ours"
echo "$theirs"
[[ "$ours" == "E7C7 E81E" ]] || { echo "changed: Python"; exit 1; }
[[ "$theirs" == $'iconv-lite: 1E3F E81E\nNode: 1E3F 9FB4' ]] || { echo "changed: Node or iconv-lite"; exit 1; }
echo "as seen: three programs have three tables of GB18030"
