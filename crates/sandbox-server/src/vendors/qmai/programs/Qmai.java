import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Qmai {
    public static void main(String[] args) throws Exception {
        String openId = @open_id@, grantCode = @grant_code@, openKey = @key@;
        String params = @body@;
        String nonce = String.valueOf(ThreadLocalRandom.current().nextInt(1, 1_000_000_000));
        String timestamp = String.valueOf(System.currentTimeMillis() / 1000);
        String text = "@signed_first@@signed_grant_code@=" + grantCode + "&@signed_nonce@=" + nonce
            + "&@signed_open_id@=" + openId + "&@signed_timestamp@=" + timestamp;
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(openKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] sum = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        String token = URLEncoder.encode(Base64.getEncoder().encodeToString(sum), StandardCharsets.UTF_8);
        String body = "{\"@sent_open_id@\":\"" + openId + "\",\"@sent_grant_code@\":\"" + grantCode
            + "\",\"@sent_nonce@\":\"" + nonce + "\",\"@sent_timestamp@\":\"" + timestamp
            + "\",\"@sent_token@\":\"" + token + "\",@action_java@\"@sent_params@\":" + params + "}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(@url@)).header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse.BodyHandler<String> utf8 = HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
        System.out.println(HttpClient.newHttpClient().send(request, utf8).body());
    }
}
