<?php
[$openId, $grantCode, $openKey] = [@open_id@, @grant_code@, @key@];
$params = @body@;
[$nonce, $timestamp] = [random_int(1, 1000000000), time()];
$text = "@signed_first@@signed_grant_code@=$grantCode&@signed_nonce@=$nonce&@signed_open_id@=$openId&@signed_timestamp@=$timestamp";
$token = rawurlencode(base64_encode(hash_hmac('sha1', $text, $openKey, true)));
$body = [
    '@sent_open_id@' => $openId, '@sent_grant_code@' => $grantCode, '@sent_nonce@' => (string) $nonce,
    '@sent_timestamp@' => (string) $timestamp, '@sent_token@' => $token,@action_php@
];
// The numbers of params stay as they are written.
$body = substr(json_encode($body), 0, -1) . ',"@sent_params@":' . $params . '}';
echo file_get_contents(@url@, false, stream_context_create(['http' => [
    'method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $body,
]])), "\n";
