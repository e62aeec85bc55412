#!/usr/bin/env bash
# Lints the sandbox's OpenAPI documents and writes clients from the plain ones with three generators, outside CI.
# It needs npm and Python; `coupon` is on the PATH or in $COUPON. Prints a line for each; docs/sandbox.md has the last result.
set -euo pipefail
coupon=$(command -v "${COUPON:-coupon}")
work=$(mktemp -d)
trap 'kill "${sandbox:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q openapi-python-client==0.29.1 datamodel-code-generator==0.89.0 2>/dev/null
npm install --silent --no-fund --no-audit @redocly/cli@2.77.0 openapi-typescript@7.13.0 typescript@5.9.3 >/dev/null

"$coupon" sandbox --port 0 --output json >said 2>/dev/null &
sandbox=$!
for _ in $(seq 100); do
    grep -q http said && break
    sleep 0.1
done
base=$(grep -o 'http://[0-9.:]*' said | head -1)

for vendor in qince qmai; do
    for document in "$vendor" "$vendor-as-documented" "$vendor-as-observed"; do
        curl -fsS "$base/_sandbox/openapi/$document.json" -o "$document.json"
        node_modules/.bin/redocly lint "$document.json" >lint 2>&1 || { cat lint; exit 1; }
        echo "redocly lint 2.77.0, $document: valid"
    done
done
for document in qince-as-documented qince-as-observed qmai-as-documented qmai-as-observed; do
    operations=$(grep -o '"operationId"' "$document.json" | wc -l)
    venv/bin/openapi-python-client generate --path "$document.json" --output-path "p-$document" --meta none >said 2>&1
    if grep -q "WARNING parsing" said; then cat said; exit 1; fi
    made=$(find "p-$document/api" -name '*.py' ! -name __init__.py | wc -l)
    echo "openapi-python-client 0.29.1, $document: $made of $operations operations"
    [ "$made" = "$operations" ]
    venv/bin/datamodel-codegen --input "$document.json" --input-file-type openapi --formatters builtin \
        --output-model-type dataclasses.dataclass --output "m_${document//-/_}.py" 2>/dev/null
    answers=$(grep -c '^class .*Answer' "m_${document//-/_}.py")
    echo "datamodel-code-generator 0.89.0, $document: $answers of $operations answers"
    [ "$answers" = "$operations" ]
    node_modules/.bin/openapi-typescript "$document.json" -o "$document.ts" >/dev/null
    node_modules/.bin/tsc --noEmit --strict "$document.ts"
    paths=$(grep -c '^    "/.*": {$' "$document.ts")
    echo "openapi-typescript 7.13.0, $document: $paths of $operations operations, accepted by tsc 5.9.3"
    [ "$paths" = "$operations" ]
done
