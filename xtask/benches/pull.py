"""What a user would write: every page of queryCouponDetail into SQLite, with nothing but the standard library.

Arguments: base_url openid app_key file
"""

import hashlib
import http.client
import json
import sqlite3
import sys
import time
import urllib.parse
import uuid

OPERATION = "coupondetail/v1/queryCouponDetail"
FIELDS = [
    "id", "status", "coupon_no", "create_time", "modify_time", "effect_date", "format_status", "doorsill_value",
    "recycle_sign_time", "deal_name", "deal_id", "cm_code", "cm_name", "cm_id", "prod_id", "prod_code", "prod_name", "num",
    "price", "is_used", "used_time", "order_no", "order_id", "is_back", "sign_num", "sign_time",
]


def rows(connection, path, openid, app_key, page):
    body = json.dumps({"page_number": page, "page_length": 1000})
    now = time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + 8 * 3600))
    digest = hashlib.md5(f"{body}|{app_key}|{now}".encode()).hexdigest()
    url = f"{path}/api/{OPERATION}/{openid}/{now}/{digest}/{uuid.uuid4().hex}"
    connection.request("POST", url, body, {"Content-Type": "application/json; charset=utf-8"})
    answer = json.loads(connection.getresponse().read())
    if str(answer["return_code"]) != "0":
        sys.exit(answer["return_msg"])
    return json.loads(answer["response_data"])


def main(base_url, openid, app_key, file):
    url = urllib.parse.urlparse(base_url)
    connection = http.client.HTTPConnection(url.hostname, url.port)
    store = sqlite3.connect(file)
    columns = ", ".join(FIELDS)
    store.execute(f"CREATE TABLE coupons ({columns}, raw, UNIQUE (id))")
    marks = ", ".join("?" * (len(FIELDS) + 1))
    upsert = f"INSERT OR REPLACE INTO coupons ({columns}, raw) VALUES ({marks})"
    page = 1
    while found := rows(connection, url.path, openid, app_key, page):
        values = ([row.get(field) for field in FIELDS] + [json.dumps(row, ensure_ascii=False)] for row in found)
        with store:
            store.executemany(upsert, values)
        page += 1


main(*sys.argv[1:])
