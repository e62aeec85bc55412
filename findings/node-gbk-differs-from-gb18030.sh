#!/usr/bin/env bash
# Node 20's TextDecoder("gbk") is another table than its TextDecoder("gb18030"). The Encoding Standard has one decoder for both
# labels; Node takes ICU's converters, and ICU's GBK has code points of private use where GB18030 has characters, and no
# sequences of four bytes.
#
# Guess: both labels decode alike, as the standard says and as iconv-lite 0.7.3 does for these pairs.
# Seen on 2026-11-28, Node 20.20.2 with ICU 78: A2E3, the euro sign, is U+E76C under gbk and U+20AC under gb18030; A8BF (ǹ) is
# U+E7C8 and U+01F9; 101 pairs of bytes differ; 81308136, U+0086 in gb18030, is an error under gbk.
#
# Needs: node, npm. Ends with 1 if both labels agree.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" iconv-lite@0.7.3 >/dev/null
node -e '
const assert = require("assert"), iconv = require("iconv-lite");
const decode = (label, hex) => {
    try {
        return new TextDecoder(label, { fatal: true }).decode(Buffer.from(hex, "hex"));
    } catch {
        return null;
    }
};
const name = text => text === null ? "error" : "U+" + text.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
for (const [hex, gbk, gb18030] of [["a2e3", "U+E76C", "U+20AC"], ["a8bf", "U+E7C8", "U+01F9"], ["81308136", "error", "U+0086"]]) {
    const found = ["gbk", "gb18030"].map(label => name(decode(label, hex)));
    console.log(hex, ...found);
    assert.deepStrictEqual(found, [gbk, gb18030], "changed");
}
let differ = 0;
for (let first = 0x81; first < 0xff; first++)
    for (let second = 0x40; second < 0xff; second++) {
        const hex = Buffer.from([first, second]).toString("hex");
        differ += decode("gbk", hex) !== decode("gb18030", hex);
    }
console.log(differ + " pairs differ");
assert(differ > 50, "changed");
assert.strictEqual(name(iconv.decode(Buffer.from("a2e3", "hex"), "gbk")), "U+20AC", "changed: iconv-lite");
console.log("as seen: a text in GBK has other characters under the label gbk than under gb18030");
'
