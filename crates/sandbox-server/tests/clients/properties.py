"""Calls every operation of a sandbox with made-up bodies, right and wrong ones, as its OpenAPI documents describe them.

    python properties.py access.json [SECONDS]

Schemathesis makes the bodies; a hook signs what is about to be sent. No answer may be a server error or outside its schema,
and four of five calls must get past the signature, or they would test nothing else. Prints the tool, the cases and what was
answered, by operation.
"""

import base64
import hashlib
import hmac
import json
import sys
import time
import urllib.parse
import uuid
from collections import Counter
from datetime import datetime, timedelta, timezone
from importlib.metadata import version

import jsonschema_rs
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.generation import GenerationMode

load_all_checks()

BEIJING = timezone(timedelta(hours=8))
# Refusals before an operation is reached. Their numbers are the sandbox's own.
BEFORE = {"1001", "1002", "1003", "1004", "1005", "1006",
          "100002", "110001", "110003", "110004", "110005", "110006"}
CHECKS = [schemathesis.checks.CHECKS.get_one(name) for name in (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance",
)]


class SignQince(requests.auth.AuthBase):
    """Signs the very bytes that are sent, and writes the signature into the path."""

    def __init__(self, access):
        self.openid, self.key = access["openid"], access["app_key"]

    def __call__(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        now = datetime.now(BEIJING).strftime("%Y%m%d%H%M%S")
        digest = hashlib.md5(body + f"|{self.key}|{now}".encode()).hexdigest()
        url = urllib.parse.urlsplit(request.url)
        path = "/".join(url.path.split("/")[:5] + [self.openid, now, digest, uuid.uuid4().hex])
        request.url = urllib.parse.urlunsplit(url._replace(path=path))
        return request


class SignQmai(requests.auth.AuthBase):
    """Fills in the envelope, if the body is one; what it carries stays as it was made."""

    def __init__(self, access):
        self.access = access

    def __call__(self, request):
        try:
            body = json.loads(request.body)
        except (TypeError, ValueError):
            return request
        if not isinstance(body, dict):
            return request
        capital = urllib.parse.urlsplit(request.url).path == "/api/v2"
        name = (lambda n: n[0].upper() + n[1:]) if capital else (lambda n: n)
        values = {
            "grantCode": self.access["grant_code"], "nonce": str(uuid.uuid4().int % 10**9 + 1),
            "openId": self.access["open_id"], "timestamp": str(int(time.time())),
        }
        text = "&".join(f"{name(key)}={value}" for key, value in sorted(values.items()))
        token = hmac.new(self.access["open_key"].encode(), text.encode(), hashlib.sha1).digest()
        values["token"] = urllib.parse.quote(base64.b64encode(token).decode(), safe="-._~")
        body |= {name(key): value for key, value in values.items()}
        request.prepare_body(json.dumps(body).encode(), None)
        return request


def known(access):
    """Ids that the sandbox knows, by the names of the fields that take them."""
    qince, qmai = access["qince"], access["qmai"]
    customers, products = qince["customers"], qince["products"]
    pairs = qmai["user_coupons"]
    return {
        "cmId": [c["id"] for c in customers], "cm_id": [c["id"] for c in customers],
        "cmCode": [c["code"] for c in customers], "cm_code": [c["code"] for c in customers],
        "product_id": [p["id"] for p in products], "product_code": [p["code"] for p in products],
        "prodId": [p["id"] for p in products],
        "voucherId": VOUCHERS, "voucher_id": VOUCHERS, "coupon_no": COUPONS,
        "customerId": qmai["customers"], "ids": qmai["coupon_ids"],
        "user_id": [int(user) for user, _ in pairs], "user_coupon_id": [c for _, c in pairs],
        # A right call needs more than ids: days that fit together, and amounts that are some.
        "startDate": [day(-1)], "endDate": [day(30)], "start_date": [day(-1)], "end_date": [day(30)],
        "receiveTime": [day(0) + " 12:00:00"], "money": ["10", "0.5"], "doorsillAmount": [100, "20.5"],
        "num": [1, 5], "eachCmNum": [1, 5],
    }


def day(offset):
    return str(datetime.now(BEIJING).date() + timedelta(days=offset))


VOUCHERS, COUPONS = [], []

# Whole calls: few made-up ones have every field that a write needs. Made-up fields are laid over them, known ids put in.
WHOLE = {
    "voucher.addVoucherInfo": {
        "name": "满100减10", "startDate": "", "endDate": "", "money": "", "doorsillType": "Y",
        "doorsillAmount": "", "payType": "UNLIMITED", "grantType": "THIRDPARTY", "eachCmNum": "",
        "num": "", "tradeRange": "2", "cmId": "", "prodMode": "ALL",
    },
    "voucher.receiveVoucherInfo": {"voucherId": "", "cmId": ""},
    "voucher.modifyVoucherEndDate": {"voucherId": "", "endDate": ""},
    "coupondetail.addCoupon": {
        "deal_name": "陈列协议", "cm_id": "", "start_date": "", "end_date": "",
        "prods": [{"product_id": "", "unit_name": "箱", "num": ""}],
    },
    "coupondetail.approvalCoupon": {"coupon_no": "", "coupon_status": "1", "confirm_emp": "张敏"},
}


def with_known(value, ids, pick):
    """The same body with some made-up ids replaced by known ones."""
    if isinstance(value, list):
        return [with_known(item, ids, pick) for item in value]
    if not isinstance(value, dict):
        return value
    replace = lambda key, old: (
        ids[key][pick % len(ids[key])] if ids.get(key) and isinstance(old, (str, int)) else with_known(old, ids, pick)
    )
    return {key: replace(key, old) for key, old in value.items()}


# The fewest calls of an operation that tell something of it.
FEWEST = 20


class Tally:
    """What was answered to the calls of one operation."""

    def __init__(self):
        self.cases, self.past, self.codes = 0, 0, Counter()

    def count(self, answer):
        code = str(answer.get("return_code", answer.get("code")))
        self.cases += 1
        self.past += code not in BEFORE
        self.codes[code] += 1


def check_document(raw, operation, answer, components):
    """JSON Schema does not look into text; the rows of Qince stand in one."""
    data = answer.get("response_data")
    if not isinstance(data, str) or not data.strip() or str(answer["return_code"]) != "0":
        return
    schema = raw["responses"]["200"]["content"]["application/json"]["schema"]
    for success in schema["oneOf"]:
        for form in success["properties"].get("response_data", {}).get("anyOf", []):
            if "contentSchema" in form:
                validator = jsonschema_rs.validator_for(form["contentSchema"] | {"components": components})
                validator.validate(json.loads(data))
                return
    raise AssertionError(f"{operation}: its schema has no text for {data[:80]}")


def run(vendor, base_url, signer, ids, until):
    schema = schemathesis.openapi.from_url(f"{base_url}/_sandbox/openapi/{vendor}.json")
    session, tallies = requests.Session(), {}
    # The last ones have the most time left, and addCoupon needs the most.
    operations = [result.ok() for result in schema.get_all_operations()][::-1]
    for left, operation in zip(range(len(operations), 0, -1), operations):
        name = operation.definition.raw["operationId"]
        tally = tallies[name] = Tally()
        share = (until - time.monotonic()) / left
        # Right bodies have the larger part: they reach further, and are made sooner.
        # A slow machine takes longer: the time ends neither part before it has made so many calls of the operation.
        modes = ((GenerationMode.POSITIVE, 100, 0.6, 12), (GenerationMode.NEGATIVE, 30, 0.4, FEWEST))
        for mode, examples, part, fewest in modes:
            end = time.monotonic() + share * part

            @seed(20240102)
            @settings(
                max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode), pick=st.integers(0, 39))
            def call(case, pick):
                if time.monotonic() > end and tally.cases >= fewest:
                    raise OutOfTime
                whole = WHOLE.get(name, {})
                if pick < 20 and isinstance(case.body, dict):
                    case.body = case.body | whole if pick < 10 else whole | case.body
                if pick < 30:
                    case.body = with_known(case.body, ids, pick)
                if name == "coupondetail.addCoupon" and pick % 2 and isinstance(case.body, dict):
                    case.body.pop("coupon_no", None)  # A known one is in use.
                response = case.call(base_url=base_url, session=session, auth=signer, timeout=30)
                case.validate_response(response, checks=CHECKS)
                answer = response.json()
                tally.count(answer)
                check_document(operation.definition.raw, name, answer, schema.raw_schema["components"])

            try:
                call()
            except OutOfTime:
                pass
    return tallies


class OutOfTime(BaseException):
    """Ends a property without failing it: what is no Exception passes through the tool."""


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        access = json.load(file)
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    VOUCHERS.extend(access.get("vouchers", []))
    COUPONS.extend(access.get("coupons", []))
    begin = time.monotonic()
    ids = known(access)
    base_url = access["qince"]["base_url"]
    tallies = run("qince", base_url, SignQince(access["qince"]), ids, begin + seconds * 0.8)
    tallies |= run("qmai", base_url, SignQmai(access["qmai"]), ids, begin + seconds)
    print(f"schemathesis {version('schemathesis')}, {time.monotonic() - begin:.0f} s")
    print(f"{'cases':>6} {'past':>6}  operation, and how often which code")
    for name, tally in tallies.items():
        codes = ", ".join(f"{code}: {n}" for code, n in tally.codes.most_common())
        print(f"{tally.cases:6} {tally.past:6}  {name}  ({codes})")
    cases = sum(tally.cases for tally in tallies.values())
    past = sum(tally.past for tally in tallies.values())
    print(f"{cases:6} {past:6}  in all: {100 * past / max(cases, 1):.0f} % past the signature")
    assert all(tally.cases >= FEWEST for tally in tallies.values()), "an operation was hardly called"
    assert past >= 0.8 * cases, "too few calls got past the signature"


main()
