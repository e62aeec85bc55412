"""Writes a client of each vendor from the sandbox's documents for clients, and calls every operation with it.

    python generated.py access.json as-documented|as-observed

openapi-python-client writes the client; a hook signs what is about to be sent. Every operation of the document must be in the
client, every answer must be one of its types, every row must be read without a field that its type does not have. Prints a
line for each operation.
"""

import base64
import hashlib
import hmac
import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

BEIJING = timezone(timedelta(hours=8))


def sign_qince(key):
    """A hook of httpx: the digest in the path is made from the bytes that are about to be sent."""

    def sign(request):
        head, _, msg_id = request.url.path.rsplit("/", 2)
        timestamp = head.rsplit("/", 1)[1]
        digest = hashlib.md5(request.content + f"|{key}|{timestamp}".encode()).hexdigest()
        request.url = request.url.copy_with(path=f"{head}/{digest}/{msg_id}")

    return sign


def signed_qmai(access, capital, params, action=None):
    """The body of a call: four common parameters are signed, params are not."""
    values = {
        "grantCode": access["grant_code"], "nonce": uuid.uuid4().int % 10**9 + 1,
        "openId": access["open_id"], "timestamp": int(time.time()),
    }
    name = (lambda n: n[0].upper() + n[1:]) if capital else (lambda n: n)
    text = "&".join(f"{name(key)}={value}" for key, value in sorted(values.items()))
    token = hmac.new(access["open_key"].encode(), text.encode(), hashlib.sha1).digest()
    values["token"] = urllib.parse.quote(base64.b64encode(token).decode(), safe="-._~")
    body = {name(key): str(value) if capital else value for key, value in values.items()}
    return body | {name("params"): params} | ({"Action": action} if action else {})


def generate(base_url, vendor, profile):
    """The client's package, and the operations that its document has."""
    source = f"{base_url}/_sandbox/openapi/{vendor}-{profile}.json"
    document = json.load(urllib.request.urlopen(source))
    Path(f"{vendor}.json").write_text(json.dumps(document))
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", f"{vendor}.json",
         "--output-path", f"{vendor}_client", "--meta", "none", "--overwrite"],
        capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "WARNING parsing" not in said, said
    operations = {post["post"]["operationId"] for post in document["paths"].values()}
    return importlib.import_module(f"{vendor}_client"), operations


def modules(package):
    """The client's operations, by their names without punctuation."""
    api = importlib.import_module(package.__name__ + ".api")
    found = pkgutil.walk_packages(api.__path__, api.__name__ + ".")
    return {plain(one.name.rsplit(".", 1)[1]): importlib.import_module(one.name)
            for one in found if not one.ispkg}


def plain(name):
    return "".join(letter for letter in name.lower() if letter.isalnum())


def body_type(module):
    return inspect.signature(module.sync_detailed).parameters["body"].annotation


def read_rows(package, data, schema):
    """Reads rows as the document says what they are; a row has no field that its type lacks."""
    for part in schema.get("anyOf", [schema]):
        if "$ref" in part and isinstance(data, dict):
            row = getattr(package.models, part["$ref"].rsplit("/", 1)[1]).from_dict(data)
            assert not row.additional_properties, row.additional_properties
            return 1
        if part.get("type") == "array" and isinstance(data, list):
            return sum(read_rows(package, row, part["items"]) for row in data)
    raise AssertionError(f"{data!r} is nothing of {schema}")


def qince(access, profile):
    package, operations = generate(access["base_url"], "qince", profile)
    document = json.loads(Path("qince.json").read_text())
    client = package.Client(
        base_url=access["base_url"],
        httpx_args={"event_hooks": {"request": [sign_qince(access["qince"]["app_key"])]}})
    known, today = access["qince"], datetime.now(BEIJING).date()
    customer, product = known["customers"][0]["id"], known["products"][0]["id"]
    until = str(today + timedelta(days=30))
    made = {}

    def call(name, body):
        module = modules(package)[plain(name)]
        answer = module.sync(
            openid=known["openid"], timestamp=datetime.now(BEIJING).strftime("%Y%m%d%H%M%S"),
            digest="0" * 32, msg_id=uuid.uuid4().hex, client=client,
            body=body_type(module).from_dict(body))
        assert type(answer).__name__.endswith("Answer"), answer
        assert str(answer.return_code) == "0", f"{name}: {answer}"
        operations.remove(name)
        path = next(path for path in document["paths"].values() if path["post"]["operationId"] == name)
        schema = path["post"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        content = schema["properties"]["response_data"].get("contentSchema")
        data = json.loads(answer.response_data) if content else None
        print(name, read_rows(package, data, content) if content else "done")
        made[name] = data

    call("voucher.getVoucherInfos", {"page_number": 1, "page_length": 50})
    call("voucher.addVoucherInfo", {
        "name": "满100减10", "startDate": str(today), "endDate": until, "money": "10", "doorsillType": "Y",
        "doorsillAmount": 100, "payType": "UNLIMITED", "grantType": "THIRDPARTY", "eachCmNum": 1, "num": 9,
        "tradeRange": "2", "cmId": customer, "prodMode": "ALL"})
    voucher = str(made["voucher.addVoucherInfo"]["voucherId"])
    call("voucher.receiveVoucherInfo", {"voucherId": voucher, "cmId": customer})
    call("voucher.getCmInfos", {"voucher_id": voucher, "page_number": 1, "page_length": 50})
    call("voucher.queryVoucherUsedInfo", {"voucherId": voucher})
    call("voucher.modifyVoucherEndDate", {"voucherId": voucher, "endDate": str(today + timedelta(days=60))})
    call("voucher.finishVoucher", {"voucherId": voucher})
    call("coupondetail.queryCouponDetail", {"page_number": 1, "page_length": 50})
    deal = made["coupondetail.queryCouponDetail"][0]["deal_name"]
    call("coupondetail.addCoupon", {
        "coupon_no": "GEN-1", "deal_name": deal, "cm_id": customer, "start_date": str(today),
        "end_date": until, "prods": [{"product_id": product, "unit_name": "箱", "num": 3}]})
    call("coupondetail.updateCouponExt", {
        "coupon_no": "GEN-1", "exts": [{"ext_key": "备注", "ext_value": "已确认"}]})
    call("coupondetail.approvalCoupon", {"coupon_no": "GEN-1", "coupon_status": "1", "confirm_emp": "王芳"})
    assert not operations, f"not called: {operations}"


def qmai(access, profile):
    package, operations = generate(access["base_url"], "qmai", profile)
    client = package.Client(base_url=access["base_url"])
    known = access["qmai"]
    user, coupon = known["user_coupons"][0]
    action = "user.user-coupons-detail"
    made = {}

    def call(name, params, action=None):
        module = modules(package)[plain(name)]
        body = signed_qmai(known, name.startswith("v2"), params, action)
        answer = module.sync(client=client, body=body_type(module).from_dict(body))
        assert type(answer).__name__.endswith("Answer"), answer
        assert str(answer.code) == "0", f"{name}: {answer}"
        operations.remove(name)
        made[name] = answer.to_dict().get("data")
        print(name, type(answer.data).__name__)

    call("v3.getCustomerCoupons", {"customerId": user})
    call("v2.user-coupons-detail.by-ids", {"ids": ",".join(known["coupon_ids"][:3])}, action)
    call("v2.user-coupons-detail.by-user", {"user_id": int(user), "user_coupon_id": coupon}, action)
    issue = {"couponId": known["coupon_ids"][0], "customerId": known["customers"][0], "num": 3, "thirdChannel": "pos"}
    call("v3.issueCouponsToCustomer", issue | {"bizId": "gen-1"})
    card, second, third = made["v3.issueCouponsToCustomer"]["cardIdList"]
    call("v2.coupons-vertify", {
        "bizId": "gen-4", "couponsCardList": [second], "ext": {"orderNo": "GEN-2"}}, "communal.user.coupons-vertify")
    call("v2.off-coupon", {"code": third}, "coupon.off-coupon")
    call("v3.writeOffCoupon", {
        "bizId": "gen-2", "couponsCardList": [card], "thirdOrderNo": "GEN-1", "amount": 300,
        "ext": {"orderNo": "GEN-1", "multiStoreId": "1"}})
    call("v3.couponStatus", {"id": card, "type": "1"})
    call("v3.couponReverse", {"bizId": "gen-2"})
    call("v3.recycleCoupons", {"bizId": "gen-3", "cardIdList": [card]})
    call("v3.couponRecovery", {"bizId": "gen-1"})
    # An operation that is not named above is called as the sandbox's own sample has it.
    for name in sorted(operations):
        sample = access["samples"][name]
        call(name, sample["params"], sample["action"])
    assert not operations, f"not called: {operations}"


if __name__ == "__main__":
    sys.path.insert(0, ".")
    all_of_it = json.loads(Path(sys.argv[1]).read_text())
    for vendor in (qince, qmai):
        part = all_of_it["qince" if vendor is qince else "qmai"]
        vendor({"base_url": part["base_url"], **all_of_it}, sys.argv[2])
