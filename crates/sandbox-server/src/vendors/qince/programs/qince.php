<?php
[$openid, $appKey] = [@openid@, @key@];
$body = @body@;
$timestamp = (new DateTime('now', new DateTimeZone('Asia/Shanghai')))->format('YmdHis');
$digest = md5("$body|$appKey|$timestamp");
$url = @url@ . "/$openid/$timestamp/$digest/" . bin2hex(random_bytes(16));
echo file_get_contents($url, false, stream_context_create(['http' => [
    'method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $body,
]])), "\n";
