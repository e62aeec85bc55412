// Every call of a list, in Java: java Client.java access.tsv calls.tsv
import java.io.IOException;
import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.text.SimpleDateFormat;
import java.util.*;
import java.util.regex.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Client {
    static final Map<String, String> ACCESS = new HashMap<>();
    static final HttpClient HTTP = HttpClient.newHttpClient();

    static List<String[]> lines(String file) throws IOException {
        List<String[]> lines = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(file))) lines.add(line.split("\t", -1));
        return lines;
    }

    static void post(String url, String body, String code) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json;charset=UTF-8")
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        String answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
        if (!Pattern.compile("\"" + code + "\":\"?0\"?[,}]").matcher(answer).find()) throw new IOException(url + ": " + answer);
    }

    static void qince(String path, String body) throws Exception {
        SimpleDateFormat format = new SimpleDateFormat("yyyyMMddHHmmss");
        format.setTimeZone(TimeZone.getTimeZone("GMT+8"));
        String timestamp = format.format(new Date());
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update((body + "|" + ACCESS.get("app_key") + "|" + timestamp).getBytes(StandardCharsets.UTF_8));
        StringBuilder digest = new StringBuilder();
        for (byte one : md5.digest()) digest.append(String.format("%02x", one));
        post(String.join("/", ACCESS.get("base_url"), "api", path, ACCESS.get("openid"), timestamp, digest, UUID.randomUUID().toString()),
            body, "return_code");
    }

    static String name(String key, String action) {
        return action.isEmpty() ? key : Character.toUpperCase(key.charAt(0)) + key.substring(1);
    }

    static void qmai(String path, String action, String params) throws Exception {
        TreeMap<String, String> values = new TreeMap<>();
        values.put(name("openId", action), ACCESS.get("open_id"));
        values.put(name("grantCode", action), ACCESS.get("grant_code"));
        values.put(name("nonce", action), String.valueOf(new SecureRandom().nextInt(999_999_999) + 1));
        values.put(name("timestamp", action), String.valueOf(System.currentTimeMillis() / 1000));
        StringJoiner text = new StringJoiner("&"), fields = new StringJoiner(",", "{", "}");
        values.forEach((key, value) -> text.add(key + "=" + value));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(ACCESS.get("open_key").getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] sum = mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8));
        values.put(name("token", action), URLEncoder.encode(Base64.getEncoder().encodeToString(sum), StandardCharsets.UTF_8));
        if (!action.isEmpty()) values.put("Action", action);
        values.forEach((key, value) -> fields.add("\"" + key + "\":\"" + value + "\""));
        fields.add("\"" + name("params", action) + "\":" + params);
        post(ACCESS.get("base_url") + "/" + path, fields.toString(), "code");
    }

    public static void main(String[] args) throws Exception {
        for (String[] line : lines(args[0])) ACCESS.put(line[0], line[1]);
        for (String[] line : lines(args[1])) {
            if (line[1].equals("qince")) qince(line[2], line[4]);
            else qmai(line[2], line[3], line[4]);
            System.out.println(line[0]);
        }
    }
}
