import { createHmac, randomInt } from "node:crypto";

const [openId, grantCode, openKey] = [@open_id@, @grant_code@, @key@];
const params = @body@;
const nonce = randomInt(1, 1e9);
const timestamp = Math.floor(Date.now() / 1000);
const text = `@signed_first@@signed_grant_code@=${grantCode}&@signed_nonce@=${nonce}&@signed_open_id@=${openId}&@signed_timestamp@=${timestamp}`;
const token = encodeURIComponent(createHmac("sha1", openKey).update(text).digest("base64"));
const body = {
  "@sent_open_id@": openId, "@sent_grant_code@": grantCode, "@sent_nonce@": String(nonce),
  "@sent_timestamp@": String(timestamp), "@sent_token@": token,@action_json@
};
// The numbers of params stay as they are written.
const sent = JSON.stringify(body).slice(0, -1) + `,"@sent_params@":${params}}`;
const answer = await fetch(@url@, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: sent,
});
console.log(await answer.text());
