"""Tests of a client against `coupon sandbox --port 8080`; SANDBOX says where it is: http://127.0.0.1:8080."""
import hashlib
import json
import os
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone

import pytest

SANDBOX = os.environ["SANDBOX"]


def send(method, path, body=None, headers={}):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(SANDBOX + path, data, headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def call(operation, body, headers={}):
    """What your client does: signs, sends, and reads `response_data`."""
    account = send("GET", "/_sandbox/accounts")["qince"]
    data = json.dumps(body).encode()
    time = datetime.now(timezone(timedelta(hours=8))).strftime("%Y%m%d%H%M%S")
    digest = hashlib.md5(data + f"|{account['app_key']}|{time}".encode()).hexdigest()
    path = f"/api/{operation}/{account['openid']}/{time}/{digest}/{uuid.uuid4().hex}"
    answer = send("POST", path, body, headers)
    assert answer["return_code"] in ("0", 0), answer["return_msg"]
    return json.loads(answer["response_data"] or "null")


@pytest.fixture(autouse=True)
def fresh():
    send("POST", "/_sandbox/reset", {"seed": 7, "coupons": 100})


def issue(headers={}):
    account = send("GET", "/_sandbox/accounts")["qince"]
    product = {"product_id": account["products"][0]["id"], "unit_name": "箱", "num": 2}
    coupon = {"coupon_no": "CI-1", "deal_name": "陈列协议", "cm_id": account["customers"][0]["id"],
              "start_date": "2026-01-01", "end_date": "2036-12-31", "prods": [product]}
    return call("coupondetail/v1/addCoupon", coupon, headers)


def found():
    return call("coupondetail/v1/queryCouponDetail", {"coupon_no": "CI-1"})


def test_a_lost_answer_does_not_mean_that_nothing_was_issued():
    with pytest.raises(OSError):
        issue({"x-sandbox-fault": "reset-after"})
    assert len(found()) == 1


def test_a_call_that_was_never_carried_out_can_be_repeated():
    send("POST", "/_sandbox/faults", {"fault": "reset-before", "operation": "coupondetail.addCoupon", "count": 1})
    with pytest.raises(OSError):
        issue()
    issue()
    assert found()[0]["format_status"] == "待审批"
