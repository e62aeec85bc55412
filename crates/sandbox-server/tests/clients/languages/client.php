<?php
// Every call of a list, in PHP: php client.php access.tsv calls.tsv

function lines(string $file): array
{
    return array_map(fn ($line) => explode("\t", $line), explode("\n", trim(file_get_contents($file))));
}

$access = array_column(lines($argv[1]), 1, 0);

function post(string $url, string $body): array
{
    $context = stream_context_create(['http' => [
        'method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $body, 'ignore_errors' => true,
    ]]);
    return json_decode(file_get_contents($url, false, $context), true, 512, JSON_BIGINT_AS_STRING | JSON_THROW_ON_ERROR);
}

function qince(array $access, string $path, string $body): void
{
    date_default_timezone_set('PRC');
    $timestamp = date('YmdHis');
    $digest = md5($body . '|' . $access['app_key'] . '|' . $timestamp);
    $answer = post("$access[base_url]/api/$path/$access[openid]/$timestamp/$digest/" . uniqid(), $body);
    if ((int) $answer['return_code'] !== 0) {
        throw new Exception("$path: $answer[return_code] $answer[return_msg]");
    }
}

function qmai(array $access, string $path, string $action, string $params): void
{
    $name = fn ($key) => $action ? ucfirst($key) : $key;
    $values = [
        $name('openId') => $access['open_id'], $name('grantCode') => $access['grant_code'],
        $name('nonce') => (string) mt_rand(1, 999999999), $name('timestamp') => (string) time(),
    ];
    ksort($values);
    $text = urldecode(http_build_query($values));
    $values[$name('token')] = urlencode(base64_encode(hash_hmac('sha1', $text, $access['open_key'], true)));
    $values[$name('params')] = json_decode($params, false, 512, JSON_THROW_ON_ERROR);
    if ($action) {
        $values['Action'] = $action;
    }
    $answer = post("$access[base_url]/$path", json_encode($values, JSON_UNESCAPED_UNICODE));
    if ((int) $answer['code'] !== 0) {
        throw new Exception("$path: $answer[code] $answer[message]");
    }
}

foreach (lines($argv[2]) as [$name, $vendor, $path, $action, $body]) {
    $vendor === 'qince' ? qince($access, $path, $body) : qmai($access, $path, $action, $body);
    echo $name, "\n";
}
