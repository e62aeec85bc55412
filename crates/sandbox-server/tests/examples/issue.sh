#!/bin/sh
# A test against `coupon sandbox --port 8080`; SANDBOX says where it is: http://127.0.0.1:8080. Exit code 0 is a pass.
set -eu
key=sandbox-qince-app-key openid=6006510957283014425

# What a client does: signs the very bytes, and sends them.
call() { # operation body [header]
    time=$(TZ=CST-8 date +%Y%m%d%H%M%S)
    digest=$(printf '%s|%s|%s' "$2" "$key" "$time" | md5sum | cut -d' ' -f1)
    curl -sS -X POST "$SANDBOX/api/$1/$openid/$time/$digest/ci$$" -H "${3:-accept: application/json}" -d "$2"
}
admin() { # path body
    curl -sS -f -X POST "$SANDBOX/_sandbox/$1" -d "$2"
}
has() { # text part
    case $1 in *"$2"*) ;; *) echo "expected $2 in: $1" >&2; exit 1 ;; esac
}

admin reset '{"seed": 7, "coupons": 100}'
has "$(call voucher/v1/getVoucherInfos '{}')" '"return_code":"0"'

# The vendor is down: the client must not take the page for an answer.
has "$(call voucher/v1/getVoucherInfos '{}' 'x-sandbox-fault: 502')" '502 Bad Gateway'

# Ten years later everything that ever ended is over; time goes back with the next reset.
admin clock '{"advance_seconds": 315360000}'
has "$(curl -sS "$SANDBOX/_sandbox/state/held?limit=1")" '"total"'
admin reset ''

# A wrong key is refused, and the log says what is certain about it.
key=another
has "$(call voucher/v1/getVoucherInfos '{}')" '签名错误'
has "$(curl -sS "$SANDBOX/_sandbox/log")" 'differs'
