import java.math.BigInteger;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

public class Qince {
    public static void main(String[] args) throws Exception {
        String openid = @openid@, appKey = @key@;
        String body = @body@;
        String timestamp = ZonedDateTime.now(ZoneOffset.ofHours(8)).format(DateTimeFormatter.ofPattern("yyyyMMddHHmmss"));
        byte[] text = (body + "|" + appKey + "|" + timestamp).getBytes(StandardCharsets.UTF_8);
        String digest = String.format("%032x", new BigInteger(1, MessageDigest.getInstance("MD5").digest(text)));
        String id = UUID.randomUUID().toString().replace("-", "");
        String url = String.join("/", @url@, openid, timestamp, digest, id);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse.BodyHandler<String> utf8 = HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
        System.out.println(HttpClient.newHttpClient().send(request, utf8).body());
    }
}
