import { createHash, randomUUID } from "node:crypto";

const [openid, appKey] = [@openid@, @key@];
const body = @body@;
const beijing = new Date(Date.now() + 8 * 3600 * 1000).toISOString();
const timestamp = beijing.replace(/\D/g, "").slice(0, 14);
const digest = createHash("md5").update(`${body}|${appKey}|${timestamp}`).digest("hex");
const url = @url@ + `/${openid}/${timestamp}/${digest}/${randomUUID().replaceAll("-", "")}`;
const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body });
console.log(await answer.text());
