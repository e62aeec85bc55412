import base64, hashlib, hmac, json, random, time, urllib.parse, urllib.request

open_id, grant_code, open_key = @open_id@, @grant_code@, @key@
params = @body@
nonce, timestamp = random.randint(1, 10**9), int(time.time())
text = f"@signed_first@@signed_grant_code@={grant_code}&@signed_nonce@={nonce}&@signed_open_id@={open_id}&@signed_timestamp@={timestamp}"
mac = hmac.new(open_key.encode(), text.encode(), hashlib.sha1).digest()
token = urllib.parse.quote(base64.b64encode(mac).decode(), safe="")
body = {
    "@sent_open_id@": open_id, "@sent_grant_code@": grant_code, "@sent_nonce@": str(nonce),
    "@sent_timestamp@": str(timestamp), "@sent_token@": token, "@sent_params@": json.loads(params),
}@action_python@
request = urllib.request.Request(@url@, json.dumps(body).encode(), {"Content-Type": "application/json"})
print(urllib.request.urlopen(request).read().decode())
