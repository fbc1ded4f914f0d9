package parvis.core.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Handler;
import parvis.platform.http.Reply;

/// How requests and answers of OAuth pass between the library and our door.
final class Protocol {
  /// Bytes of a form or of what an application says of itself.
  static final int BODY_BYTES_MAX = 16 * 1024;

  private static final String JSON = "application/json";

  /// What says when to come back says so in the words of Matrix.
  private static final Set<Refused.Kind> LATER =
      Set.of(Refused.Kind.LIMIT_EXCEEDED, Refused.Kind.UNAVAILABLE);

  private Protocol() {}

  /// A handler that refuses in the words of OAuth.
  @FunctionalInterface
  interface Speaker {
    Reply handle(Call call) throws GeneralException;
  }

  static Handler speaking(Speaker speaker) {
    return call -> {
      try {
        return speaker.handle(call);
      } catch (GeneralException refused) {
        return reply(new TokenErrorResponse(error(refused)).toHTTPResponse());
      } catch (Refused refused) {
        if (LATER.contains(refused.kind())) throw refused;
        ErrorObject error =
            OAuth2Error.INVALID_REQUEST.setDescription(
                ErrorObject.removeIllegalChars(refused.sentence()));
        return reply(new TokenErrorResponse(error).toHTTPResponse());
      }
    };
  }

  /// What the library reads of a request; what it throws at odd input is a malformed request.
  @FunctionalInterface
  interface Reading<T> {
    T read() throws GeneralException;
  }

  static <T> T read(Reading<T> reading) throws GeneralException {
    try {
      return reading.read();
    } catch (IllegalArgumentException malformed) {
      throw refused(OAuth2Error.INVALID_REQUEST, "The request is malformed");
    }
  }

  static GeneralException refused(ErrorObject error, String sentence) {
    return new GeneralException(sentence, error.setDescription(sentence));
  }

  /// What was wrong; what the library could not read at all is an invalid request.
  static ErrorObject error(GeneralException refused) {
    return Optional.ofNullable(refused.getErrorObject())
        .orElseGet(
            () ->
                OAuth2Error.INVALID_REQUEST.setDescription(
                    ErrorObject.removeIllegalChars(
                        Optional.ofNullable(refused.getMessage()).orElse(""))));
  }

  /// The form that was posted.
  static HTTPRequest form(Call call) throws ParseException {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, URI.create("https://localhost"));
    request.setContentType(call.header("Content-Type").orElse(""));
    String body = new String(call.bytes(), StandardCharsets.UTF_8);
    request.setBody(body);
    return request;
  }

  static Reply reply(HTTPResponse response) {
    return kept(
        Reply.text(
            response.getStatusCode(), JSON, Optional.ofNullable(response.getBody()).orElse("{}")));
  }

  /// An answer that is for its receiver alone.
  static Reply kept(Reply reply) {
    return reply.header("Cache-Control", "no-store").header("Pragma", "no-cache");
  }
}
