package parvis.core.openid;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import parvis.platform.egress.Egress;
import parvis.platform.egress.Outcome;

/// Carries the library's requests to providers, and what they answer back to it.
final class Wire {
  /// A code lives for half a minute at some providers: what takes longer is in vain.
  private static final Egress.Bounds BOUNDS = new Egress.Bounds(Duration.ofSeconds(8), 256 * 1024);

  private static final String PURPOSE = "openid";
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Egress egress;

  Wire(Egress egress) {
    this.egress = egress;
  }

  /// What is told at an address to everybody.
  String get(URI at) throws Trouble {
    HTTPResponse answer = answer(egress.get(PURPOSE, at, JSON, BOUNDS));
    if (!answer.indicatesSuccess()) {
      throw Trouble.of(Trouble.Kind.AWAY, "the provider answers " + answer.getStatusCode());
    }
    return Optional.ofNullable(answer.getBody()).orElse("");
  }

  HTTPResponse send(HTTPRequest request) throws Trouble {
    String shown = request.getAuthorization();
    Map<String, String> headers = shown == null ? Map.of() : Map.of("Authorization", shown);
    URI to = request.getURI();
    if (request.getMethod() == HTTPRequest.Method.POST) {
      String form = Optional.ofNullable(request.getBody()).orElse("");
      byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
      return answer(egress.post(PURPOSE, to, bytes, FORM, headers, BOUNDS));
    }
    String accept = Optional.ofNullable(request.getAccept()).orElse(JSON);
    return answer(egress.get(PURPOSE, to, accept, headers, BOUNDS));
  }

  private static HTTPResponse answer(Outcome outcome) throws Trouble {
    return switch (outcome) {
      case Outcome.Answered(int status, byte[] body, String type, String _) when status < 500 ->
          answer(status, body, type);
      case Outcome.Answered answered ->
          throw Trouble.of(Trouble.Kind.AWAY, "the provider answers " + answered.status());
      case Outcome.Barred() ->
          throw Trouble.of(
              Trouble.Kind.AWAY, "the provider is in a network that may not be reached");
      case Outcome.Failed() -> throw Trouble.of(Trouble.Kind.AWAY, "the provider does not answer");
    };
  }

  private static HTTPResponse answer(int status, byte[] body, String type) throws Trouble {
    HTTPResponse response = new HTTPResponse(status);
    try {
      if (!type.isEmpty()) response.setContentType(type);
    } catch (ParseException e) {
      throw Trouble.wrong(e);
    }
    response.setBody(new String(body, StandardCharsets.UTF_8));
    return response;
  }
}
