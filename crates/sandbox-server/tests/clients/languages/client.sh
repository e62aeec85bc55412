#!/usr/bin/env bash
# Every call of a list, in bash with curl and openssl: client.sh access.tsv calls.tsv
set -euo pipefail
declare -A access
while IFS=$'\t' read -r key value; do access[$key]=$value; done <"$1"

post() { # url, body, field of the code
    answer=$(printf '%s' "$2" | curl -sS --noproxy '*' -H 'Content-Type: application/json' --data-binary @- "$1")
    [[ $answer =~ \"$3\":\"?0\"?[,}] ]] || { echo "$1: $answer" >&2; exit 1; }
}

qince() { # path, body
    local timestamp digest
    timestamp=$(TZ=CST-8 date +%Y%m%d%H%M%S)
    digest=$(printf '%s|%s|%s' "$2" "${access[app_key]}" "$timestamp" | openssl md5 -r | cut -d' ' -f1)
    post "${access[base_url]}/api/$1/${access[openid]}/$timestamp/$digest/$(cat /proc/sys/kernel/random/uuid)" "$2" return_code
}

qmai() { # path, action, params
    local names=(grantCode nonce openId timestamp token params) action=
    if [[ $2 ]]; then
        names=("${names[@]^}")
        action="\"Action\":\"$2\","
    fi
    local nonce=$((RANDOM + 1)) timestamp text token
    timestamp=$(date +%s)
    text="${names[0]}=${access[grant_code]}&${names[1]}=$nonce&${names[2]}=${access[open_id]}&${names[3]}=$timestamp"
    token=$(printf '%s' "$text" | openssl dgst -sha1 -hmac "${access[open_key]}" -binary | base64)
    token=${token//+/%2B} token=${token//\//%2F} token=${token//=/%3D}
    post "${access[base_url]}/$1" "{$action\"${names[0]}\":\"${access[grant_code]}\",\"${names[1]}\":$nonce,\"${names[2]}\":\"${access[open_id]}\",\"${names[3]}\":$timestamp,\"${names[4]}\":\"$token\",\"${names[5]}\":$3}" code
}

# An empty action is two tabs in a row, which read would take for one.
while IFS=$'\x1f' read -r name vendor path action body; do
    if [[ $vendor == qince ]]; then qince "$path" "$body"; else qmai "$path" "$action" "$body"; fi
    echo "$name"
done < <(tr '\t' '\037' <"$2")
