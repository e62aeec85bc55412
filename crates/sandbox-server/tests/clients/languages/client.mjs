// Every call of a list, in Node.js: node client.mjs access.tsv calls.tsv
import { createHash, createHmac, randomInt, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

const lines = (file) => readFileSync(file, "utf8").trimEnd().split("\n").map((line) => line.split("\t"));
const access = Object.fromEntries(lines(process.argv[2]));

async function post(url, body) {
  const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  return JSON.parse(await answer.text());
}

async function qince(path, body) {
  const timestamp = new Date(Date.now() + 8 * 3600e3).toISOString().replace(/\D/g, "").slice(0, 14);
  const digest = createHash("md5").update(`${body}|${access.app_key}|${timestamp}`).digest("hex");
  const answer = await post(`${access.base_url}/api/${path}/${access.openid}/${timestamp}/${digest}/${randomUUID()}`, body);
  if (Number(answer.return_code) !== 0) throw new Error(`${path}: ${answer.return_code} ${answer.return_msg}`);
  return answer.response_data;
}

async function qmai(path, action, params) {
  const values = {
    grantCode: access.grant_code, nonce: randomInt(1, 1e9), openId: access.open_id,
    timestamp: Math.floor(Date.now() / 1000),
  };
  const name = (key) => (action ? key[0].toUpperCase() + key.slice(1) : key);
  const text = Object.keys(values).sort().map((key) => `${name(key)}=${values[key]}`).join("&");
  values.token = encodeURIComponent(createHmac("sha1", access.open_key).update(text).digest("base64"));
  values.params = JSON.parse(params);
  const body = Object.fromEntries(Object.entries(values).map(([key, value]) => [name(key), value]));
  if (action) body.Action = action;
  const answer = await post(`${access.base_url}/${path}`, JSON.stringify(body));
  if (Number(answer.code) !== 0) throw new Error(`${path}: ${answer.code} ${answer.message}`);
  return answer.data;
}

for (const [name, vendor, path, action, body] of lines(process.argv[3])) {
  await (vendor === "qince" ? qince(path, body) : qmai(path, action, body));
  console.log(name);
}
