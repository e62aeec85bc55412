"""A client of both vendors, written from their documents alone, with nothing but Python's standard library.

It leans only on what the documents say or plainly imply, takes every reading that they leave open, and runs all fourteen
operations against a server:

    python3 python_client.py access.json            runs everything, prints one line per operation
    python3 python_client.py access.json MISTAKE    makes one call that is signed wrongly in that way

access.json is what `coupon sandbox --output json` prints: addresses, accounts, and ids to work with.
"""

import base64
import datetime
import gzip
import hashlib
import hmac
import http.client
import itertools
import json
import sys
import time
import urllib.parse
import uuid

BEIJING = datetime.timezone(datetime.timedelta(hours=8))


class Refused(Exception):
    """The vendor understood the call and said no."""


class Wire:
    """Posts bytes; every call is sent in another of the ways that HTTP allows."""

    WAYS = itertools.cycle(["plain", "gzip", "chunked", "shouting", "encoded"])

    def __init__(self, base_url):
        url = urllib.parse.urlsplit(base_url)
        self.host, self.base = url.netloc, url.path.rstrip("/")

    def post(self, path, body):
        way = next(self.WAYS)
        connection = http.client.HTTPConnection(self.host, timeout=30)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if way == "gzip":
            headers["Accept-Encoding"] = "gzip"
        if way == "shouting":
            headers = {name.upper(): value for name, value in headers.items()}
        chunked = way == "chunked"
        if chunked:
            headers["Transfer-Encoding"] = "chunked"
        if way == "encoded":
            path = path[:-1] + f"%{ord(path[-1]):02X}"
        half = len(body) // 2
        sent = iter([part for part in (body[:half], body[half:]) if part]) if chunked else body
        connection.request("POST", self.base + path, sent, headers, encode_chunked=chunked)
        answer = connection.getresponse()
        data = answer.read()
        if answer.getheader("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        connection.close()
        check(answer.status == 200, f"HTTP {answer.status}")
        return json.loads(data.decode("utf-8")), answer.getheader("x-sandbox-request")


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def is_none(data):
    """Nothing found has many forms."""
    return data in (None, "", "[]", "null", [], {})


class Qince:
    """digest = MD5 of body|appkey|timestamp, over the bytes that are sent; everything else stands in the path."""

    def __init__(self, access):
        self.wire = Wire(access["base_url"])
        self.openid, self.key = access["openid"], access["app_key"]

    def send(self, path, body, digest=None, timestamp=None):
        timestamp = timestamp or datetime.datetime.now(BEIJING).strftime("%Y%m%d%H%M%S")
        digest = digest or self.digest(body, self.key, timestamp)
        msg_id = uuid.uuid4().hex
        answer, log = self.wire.post(f"/api/{path}/{self.openid}/{timestamp}/{digest}/{msg_id}", body)
        check(answer["msg_id"] == msg_id, "msg_id is echoed")
        return answer, log

    @staticmethod
    def digest(body, key, timestamp):
        return hashlib.md5(body + f"|{key}|{timestamp}".encode()).hexdigest()

    def call(self, module, operation, request):
        body = json.dumps(request, ensure_ascii=False).encode("utf-8")
        answer, _ = self.send(f"{module}/v1/{operation}", body)
        CALLED[operation] = CALLED.get(operation, 0) + 1
        if str(answer["return_code"]) != "0":
            raise Refused(f'{operation}: {answer["return_code"]} {answer.get("return_msg")}')
        data = answer.get("response_data")
        if isinstance(data, str) and data.strip():
            try:
                data = json.loads(data)
            except ValueError:
                pass  # What receiveVoucherInfo answers is not documented: any text will do.
        return data

    def pages(self, module, operation, request, length):
        """Until the empty page; rows can repeat, so they are taken once by id."""
        rows = {}
        for page in itertools.count(1):
            data = self.call(module, operation, request | {"page_number": page, "page_length": length})
            if is_none(data):
                return list(rows.values())
            check(len(data) <= length, "a page is not longer than asked for")
            for row in data:
                rows[str(row["id"])] = row


class Qmai:
    """token = percent-encoded base64 of HMAC-SHA1 over four values of the envelope; params are not signed."""

    def __init__(self, access):
        self.wire = Wire(access["base_url"])
        self.access = access

    def envelope(self, capital, params):
        values = {
            "grantCode": self.access["grant_code"],
            "nonce": str(uuid.uuid4().int % 10**9 + 1),
            "openId": self.access["open_id"],
            "timestamp": str(int(time.time())),
        }
        name = (lambda n: n[0].upper() + n[1:]) if capital else (lambda n: n)
        text = "&".join(f"{name(key)}={value}" for key, value in sorted(values.items()))
        token = hmac.new(self.access["open_key"].encode(), text.encode(), hashlib.sha1).digest()
        values["token"] = urllib.parse.quote(base64.b64encode(token).decode(), safe="-._~")
        return {name(key): value for key, value in values.items()} | {name("params"): params}

    def call(self, operation, path, envelope):
        body = json.dumps(envelope, ensure_ascii=False).encode("utf-8")
        answer, _ = self.wire.post(path, body)
        CALLED[operation] = CALLED.get(operation, 0) + 1
        if str(answer["code"]) == "0":
            check(str(answer["status"]).lower() == "true", "a success has status true")
            return answer.get("data")
        if answer["status"] is True and "不存在" in answer["message"]:
            return None
        raise Refused(f'{operation}: {answer["code"]} {answer["message"]}')

    def customer_coupons(self, **params):
        data = self.call(
            "getCustomerCoupons", "/v3/crm/coupon/getCustomerCoupons", self.envelope(False, params)
        )
        if isinstance(data, dict) and "list" in data:
            data = data["list"]
        if is_none(data):
            return []
        return data if isinstance(data, list) else [data]

    def detail(self, operation, params):
        envelope = self.envelope(True, params) | {"Action": "user.user-coupons-detail"}
        return self.call(operation, "/api/v2", envelope)


CALLED = {}


def refused(what, call):
    try:
        call()
    except Refused:
        return
    raise AssertionError(f"not refused: {what}")


def day(offset):
    return str(datetime.datetime.now(BEIJING).date() + datetime.timedelta(days=offset))


def vouchers(qince, access):
    listed = qince.pages("voucher", "getVoucherInfos", {}, 7)
    check(listed, "the sandbox has vouchers")
    for row in listed:
        check(row["startDate"] <= row["endDate"], f"dates of {row}")
        check(row["tradeRange"] in ("1", "2"), f"tradeRange of {row}")
        check(row["prodMode"] in ("ALL", "TYPE", "BRAND", "PRODUCT"), f"prodMode of {row}")
        check(row["isFinish"] in ("Y", "N"), f"isFinish of {row}")

    customer = access["customers"][0]
    new = {
        "name": "满100减10", "startDate": day(0), "endDate": day(30), "money": "10",
        "doorsillAmount": 100, "doorsillType": "Y", "payType": "UNLIMITED", "remark": "每单一张",
        "grantType": "THIRDPARTY", "eachCmNum": 1, "num": 10, "tradeRange": "2",
        "cmId": customer["id"], "prodMode": "ALL", "businessFromName": "测试", "comment": "",
    }
    voucher = qince.call("voucher", "addVoucherInfo", new)["voucherId"]

    def found():
        window = {"start_create_date": day(-1), "end_create_date": day(1)}
        rows = qince.pages("voucher", "getVoucherInfos", window, 1000)
        return next(row for row in rows if str(row["id"]) == str(voucher))

    row = found()
    check((row["name"], row["endDate"]) == ("满100减10", day(30)), f"as created: {row}")
    check(float(row["money"]) == 10 and float(row["doorsillAmount"]) == 100, f"money in yuan: {row}")
    refused("self-service for named customers",
            lambda: qince.call("voucher", "addVoucherInfo", new | {"grantType": "ZDLQ"}))
    refused("a percentage without its share",
            lambda: qince.call("voucher", "addVoucherInfo", new | {"discountsType": "ZKBL"}))

    claim = {"voucherId": voucher, "cmId": customer["id"]}
    qince.call("voucher", "receiveVoucherInfo", claim)
    refused("more than one per customer", lambda: qince.call("voucher", "receiveVoucherInfo", claim))
    held = qince.call("voucher", "queryVoucherUsedInfo", {"voucherId": voucher})
    check(len(held) == 1 and held[0]["cm_id"] == customer["id"], f"held by the customer: {held}")
    check(str(held[0]["voucher_id"]) == str(voucher), f"of the voucher: {held}")
    used = qince.call("voucher", "queryVoucherUsedInfo", {"voucherId": voucher, "voucherStatus": "1"})
    check(is_none(used), f"not used yet: {used}")
    people = qince.pages("voucher", "getCmInfos", {"voucher_id": voucher}, 1000)
    check(customer["id"] in [person["id"] for person in people], "a holder is listed")

    qince.call("voucher", "modifyVoucherEndDate", {"voucherId": voucher, "endDate": day(60)})
    check(found()["endDate"] == day(60), "the new end date shows")
    qince.call("voucher", "finishVoucher", {"voucherId": voucher})
    check(found()["isFinish"] == "Y", "the end shows")
    other = {"voucherId": voucher, "cmCode": access["customers"][1]["code"]}
    refused("a claim after the end", lambda: qince.call("voucher", "receiveVoucherInfo", other))
    refused("an end without id", lambda: qince.call("voucher", "finishVoucher", {}))


def goods(qince, access):
    rows = qince.pages("coupondetail", "queryCouponDetail", {}, 50)
    check(rows, "the sandbox has 兑货券")
    for row in rows:
        first, last = (part.strip() for part in row["effect_date"].split("~"))
        check(first <= last and row["status"] in ("0", "1"), f"dates and status of {row}")
    deleted = qince.pages("coupondetail", "queryCouponDetail", {"status": "0"}, 1000)
    check(all(row["status"] == "0" for row in deleted), "the filter holds")

    number = "PY" + uuid.uuid4().hex[:16]
    new = {
        "coupon_no": number, "deal_name": "陈列协议", "cm_id": access["customers"][0]["id"],
        "start_date": day(-1), "end_date": day(30), "recycle_date": "10", "doorsill_percent": "80",
        "exts": [{"ext_key": "业务员", "ext_value": "王芳"}],
        "prods": [{"product_id": access["products"][0]["id"], "unit_name": "箱", "num": 10}],
    }
    made = qince.call("coupondetail", "addCoupon", new)
    check(len(made) == 1 and made[0]["id"], f"a list of one: {made}")

    def found(coupon_no=number):
        rows = qince.pages("coupondetail", "queryCouponDetail", {"coupon_no": coupon_no}, 1000)
        check(len(rows) == 1, f"one product, one row: {rows}")
        return rows[0]

    row = found()
    check((row["format_status"], row["is_used"], row["is_back"]) == ("待审批", "未使用", "未回收"), row)
    shown = (row["num"], row["doorsill_value"], row["recycle_sign_time"])
    check(shown == ("10箱", "80.00%", "10天"), f"with their units: {shown}")
    try:
        qince.call("coupondetail", "addCoupon", new)
    except Refused:
        pass  # To answer the first coupon would be as right.
    check(found()["id"] == row["id"], "a number names one coupon")

    change = {"coupon_no": number, "exts": [{"ext_key": "业务员", "ext_value": "李强"}]}
    qince.call("coupondetail", "updateCouponExt", change)
    values = {ext["ext_key"]: ext["ext_value"] for ext in found()["exts"]}
    check(values["业务员"] == "李强", f"the new value: {values}")

    review = {"coupon_no": number, "coupon_status": "1", "confirm_emp": "张敏"}
    qince.call("coupondetail", "approvalCoupon", review)
    check(found()["format_status"] == "执行中", "approved and begun")
    qince.call("coupondetail", "addCoupon", new | {"coupon_no": number + "b"})
    qince.call("coupondetail", "approvalCoupon", review | {"coupon_no": number + "b", "coupon_status": "2"})
    check(found(number + "b")["format_status"] == "被打回", "sent back")
    refused("no agreement", lambda: qince.call("coupondetail", "addCoupon", new | {"deal_name": ""}))
    refused("no opinion", lambda: qince.call("coupondetail", "approvalCoupon", {"coupon_no": number}))


def qmai_coupons(qmai, access):
    seen = 0
    for customer in access["customers"]:
        rows = qmai.customer_coupons(customerId=customer, useStatus="", cardId="")
        cards = [row["cardId"] for row in rows]
        check(len(set(cards)) == len(cards), f"a card once: {cards}")
        for row in rows:
            check(str(row["customerId"]) == customer, f"the customer's own: {row}")
            check(row["beginAt"] <= row["endAt"], f"times of {row}")
        if rows and seen < 5:
            status, card = rows[0]["useStatus"], rows[0]["cardId"]
            alike = qmai.customer_coupons(customerId=customer, useStatus=int(status))
            check(all(str(row["useStatus"]) == str(status) for row in alike), f"status {status}")
            check(card in [row["cardId"] for row in alike], "0 is a filter, too")
            one = qmai.customer_coupons(customerId=customer, cardId=card)
            check([row["cardId"] for row in one] == [card], f"one card: {one}")
        seen += bool(rows)
    check(seen, "somebody holds a coupon")
    check(qmai.customer_coupons(customerId="1", cardId="1") == [], "nobody")
    refused("no customer", lambda: qmai.customer_coupons(useStatus="0"))

    ids = [str(coupon) for coupon in access["coupon_ids"][:3]]
    data = qmai.detail("user-coupons-detail by ids", {"ids": ",".join(ids)})["data"]
    check(sorted(data) == sorted(ids), f"a map by id: {sorted(data)}")
    check(all(str(row["id"]) == key for key, row in data.items()), "the id inside is the key")
    check(is_none(qmai.detail("user-coupons-detail by ids", {"ids": "999999999"})), "unknown")
    user, coupon = access["user_coupons"][0]
    by_user = "user-coupons-detail by user"
    row = qmai.detail(by_user, {"user_id": int(user), "user_coupon_id": coupon})
    check(str(row["user_id"]) == user, f"the user's: {row}")
    check(str(row["coupon"]["id"]) == str(row["coupon_id"]), f"its template: {row}")
    check(is_none(qmai.detail(by_user, {"user_id": 1, "user_coupon_id": coupon})), "another's")


def mistake(qince, name):
    """One call that a careless program makes; what the server says of it is printed."""
    request = {"deal_name": "陈列协议", "page_number": 1, "page_length": 10}
    compact = json.dumps(request, ensure_ascii=False, separators=(",", ":"))
    sent, key = compact.encode("utf-8"), qince.key
    signed = sent
    if name == "wrong-key":
        key = "not-the-key"
    elif name == "gbk":
        signed = compact.encode("gbk")
    elif name == "gbk-sent":
        sent = signed = compact.encode("gbk")
    elif name == "reserialised-body":
        signed = json.dumps(request).encode("utf-8")
    elif name == "key-with-line-end":
        key += "\n"
    now = datetime.datetime.now(datetime.timezone.utc if name == "utc" else BEIJING)
    timestamp = now.strftime("%Y%m%d%H%M%S")
    if name == "epoch":
        timestamp = str(int(time.time()))
    digest = qince.digest(signed, key, timestamp)
    answer, log = qince.send("coupondetail/v1/queryCouponDetail", sent, digest, timestamp)
    check(str(answer["return_code"]) != "0", f"a vendor refuses it: {answer}")
    print(json.dumps({"answer": answer, "log": log}, ensure_ascii=False))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        access = json.load(file)
    qince, qmai = Qince(access["qince"]), Qmai(access["qmai"])
    if len(sys.argv) > 2:
        mistake(qince, sys.argv[2])
        return
    vouchers(qince, access["qince"])
    goods(qince, access["qince"])
    qmai_coupons(qmai, access["qmai"])
    for operation, calls in CALLED.items():
        print(f"{calls:5} {operation}")
    check(len(CALLED) == 14, f"fourteen operations: {sorted(CALLED)}")


main()
