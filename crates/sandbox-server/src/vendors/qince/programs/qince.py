import hashlib, urllib.request, uuid
from datetime import datetime, timedelta, timezone

openid, app_key = @openid@, @key@
body = @body@.encode()
timestamp = datetime.now(timezone(timedelta(hours=8))).strftime("%Y%m%d%H%M%S")
digest = hashlib.md5(body + f"|{app_key}|{timestamp}".encode()).hexdigest()
url = @url@ + f"/{openid}/{timestamp}/{digest}/{uuid.uuid4().hex}"
request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
print(urllib.request.urlopen(request).read().decode())
