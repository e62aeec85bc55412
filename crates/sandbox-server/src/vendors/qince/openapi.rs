//! Qince: a path of its own for each operation, which carries account, time and signature.

use coupon_qince_wire::{Operation, ResponseShape, operations_with_schemas};
use coupon_sandbox::QINCE_OPENID;
use coupon_wire::OperationSchemas;
use serde_json::{Map, Value, json};

use crate::openapi_parts::{
    document::{Schemas, field, frame, operation},
    rules::with_rules,
};

pub(super) const DESCRIPTION: &str = "The coupon interfaces of Qince. Every path ends in the signature: the digest is the lower-case hex \
MD5 of `body|app_key|timestamp`, over the bytes that are sent. Derived from the endpoint files; \
every description is in English and then in Chinese.\n\n\
勤策的券接口。签名在路径末尾：对实际发送的字节按 `body|app_key|timestamp` 取 MD5，小写十六进制。由接口文件生成，各段说明先英文后中文。";

pub(super) const SIGNATURE: &str = "The signature is no header: it is the part `digest` of the path, the lower-case hex MD5 of \
`body|app_key|timestamp`, and is made for each call from the bytes of its body.\n\n\
签名不在请求头里，而是路径中的 `digest`：对每次调用实际发送的请求体按 `body|app_key|timestamp` 取 MD5，小写十六进制。";

pub(super) fn document() -> Value {
    let mut schemas = Schemas::default();
    let mut paths = Map::new();
    for with in operations_with_schemas() {
        let post = post(&with, &mut schemas);
        let path = json!({ "parameters": parameters(), "post": post });
        paths.insert(self::path(with.operation), path);
    }
    let components = json!({ "parameters": described_parameters(), "schemas": schemas.0 });
    frame("Qince 勤策", DESCRIPTION, paths, components, SIGNATURE)
}

pub(super) fn path(operation: &Operation) -> String {
    format!("/api/{}/{{openid}}/{{timestamp}}/{{digest}}/{{msg_id}}", operation.path)
}

fn post(with: &OperationSchemas<Operation>, schemas: &mut Schemas) -> Value {
    let name = with.operation.name;
    let rules = |body: &Value| with.operation.validate(&body.to_string()).unwrap_or_default();
    let body = schemas.keep(name, with_rules(&with.request, &rules));
    let row = schemas.keep(&format!("{name}.row"), with.row.clone());
    let answer = json!({ "oneOf": [success(with, &row), refusal(&with.reply)] });
    operation(name, with.operation.kind, &with.request["description"], body, answer)
}

fn success(with: &OperationSchemas<Operation>, row: &Value) -> Value {
    let list = json!({ "type": "array", "items": row });
    let data = match with.operation.data {
        ResponseShape::Rows => json!({ "anyOf": [
            {
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": { "anyOf": [list, row] },
            },
            list, row, { "type": "null" },
        ] }),
        ResponseShape::Undocumented => json!({}),
    };
    let envelope = &with.reply;
    json!({
        "title": "Success",
        "type": "object",
        "required": ["return_code", "msg_id"],
        "properties": {
            "return_code": field(envelope, "return_code", json!({ "enum": ["0", 0] })),
            "return_msg": field(envelope, "return_msg", json!({ "type": ["string", "null"] })),
            "msg_id": field(envelope, "msg_id", json!({ "type": "string" })),
            "response_data": field(envelope, "response_data", data),
        },
    })
}

fn refusal(envelope: &Value) -> Value {
    let code = json!({ "type": ["string", "integer"], "not": { "enum": ["0", 0] } });
    json!({
        "title": "Refusal",
        "type": "object",
        "required": ["return_code", "return_msg", "msg_id"],
        "properties": {
            "return_code": field(envelope, "return_code", code),
            "return_msg": field(envelope, "return_msg", json!({ "type": "string" })),
            "msg_id": field(envelope, "msg_id", json!({ "type": "string" })),
            "response_data": field(envelope, "response_data", json!({ "type": ["string", "null"], "maxLength": 0 })),
        },
    })
}

const PARAMETERS: [&str; 4] = ["openid", "timestamp", "digest", "msg_id"];

pub(super) fn parameters() -> Vec<Value> {
    let reference = |name| json!({ "$ref": format!("#/components/parameters/{name}") });
    PARAMETERS.into_iter().map(reference).collect()
}

pub(super) fn described_parameters() -> Value {
    let parameter = |name: &str, pattern: &str, example: &str, description: &str| {
        json!({
            "name": name, "in": "path", "required": true, "description": description,
            "schema": { "type": "string", "pattern": pattern }, "example": example,
        })
    };
    json!({
        "openid": parameter("openid", "^[0-9A-Za-z_-]{1,64}$", QINCE_OPENID,
            "Id of the tenant.\n\n企业的 openid。"),
        "timestamp": parameter("timestamp", r"^\d{13,14}$", "20240102030405",
            "When it was signed: Beijing time, `yyyyMMddHHmmss`; some clients send milliseconds since 1970.\n\n\
             签名时刻：北京时间 `yyyyMMddHHmmss`；也有客户端送毫秒时间戳。"),
        "digest": parameter("digest", "^[0-9a-f]{32}$", "fa0b79ebc4d1d0ed5e9a70a3f5d1f3bc",
            "The signature: lower-case hex MD5 of `body|app_key|timestamp`.\n\n签名：`body|app_key|timestamp` 的 MD5，小写十六进制。"),
        "msg_id": parameter("msg_id", "^[0-9A-Za-z_-]{1,32}$", "ORG00001",
            "Name of the attempt, echoed in the answer; at most 32 characters.\n\n本次请求的编号，应答原样送回，最多 32 字。"),
    })
}
