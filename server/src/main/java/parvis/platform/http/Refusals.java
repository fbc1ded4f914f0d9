package parvis.platform.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import parvis.base.Refused;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonRefused;

/// How each kind of refusal looks on the wire: its status and its `errcode`.
///
/// spec: cs-api#standard-error-response, cs-api#common-error-codes, cs-api#other-error-codes
final class Refusals {
  private Refusals() {}

  /// A status and an error code.
  private record Shape(int status, String errcode) {}

  static Reply reply(Refused refused) {
    Shape shape = shape(refused.kind());
    JsonObject.Builder json =
        JsonObject.builder().put("errcode", shape.errcode()).put("error", refused.sentence());
    for (Map.Entry<String, Object> field : refused.fields().entrySet()) {
      json.put(field.getKey(), field.getValue());
    }
    Reply reply = Reply.json(shape.status(), json.build());
    Optional<Duration> retryAfter = refused.retryAfter();
    if (retryAfter.isPresent()) {
      reply.header("Retry-After", Long.toString(Math.max(1, ceilSeconds(retryAfter.get()))));
    }
    if (!refused.allowed().isEmpty()) {
      reply.header("Allow", String.join(", ", new TreeSet<>(refused.allowed())));
    }
    return reply;
  }

  /// What a fault of ours answers: nothing about it but the trace id under which it was logged.
  static Reply fault(String traceId) {
    return Reply.json(
        500,
        JsonObject.of(
            "errcode",
            "M_UNKNOWN",
            "error",
            "Something went wrong on the server (trace " + traceId + ")",
            "trace_id",
            traceId));
  }

  /// What a body gets that the JSON reader refused.
  static Refused json(JsonRefused refused) {
    return switch (refused.kind()) {
      case TOO_LARGE -> Refused.tooLarge();
      case TOO_DEEP -> Refused.badJson("The JSON is nested too deeply");
      case NOT_CANONICAL -> Refused.badJson("The JSON holds a number that is not allowed here");
      case NOT_JSON, DUPLICATE_KEY -> Refused.notJson();
    };
  }

  private static long ceilSeconds(Duration duration) {
    return duration.plusMillis(999).toSeconds();
  }

  private static Shape shape(Refused.Kind kind) {
    return switch (kind) {
      case MISSING_TOKEN -> new Shape(401, "M_MISSING_TOKEN");
      case UNKNOWN_TOKEN -> new Shape(401, "M_UNKNOWN_TOKEN");
      case SECOND_FACTOR -> new Shape(401, "FR_PARVIS_SECOND_FACTOR");
      case SHARED_MAILBOX -> new Shape(401, "FR_PARVIS_SHARED_MAILBOX");
      case FORBIDDEN -> new Shape(403, "M_FORBIDDEN");
      case USER_DEACTIVATED -> new Shape(403, "M_USER_DEACTIVATED");
      case USER_LOCKED -> new Shape(401, "M_USER_LOCKED");
      case USER_SUSPENDED -> new Shape(403, "M_USER_SUSPENDED");
      case ACCOUNT_EXPIRED -> new Shape(403, "ORG_MATRIX_EXPIRED_ACCOUNT");
      case CONSENT_NOT_GIVEN -> new Shape(403, "M_CONSENT_NOT_GIVEN");
      case INVITE_BLOCKED -> new Shape(403, "M_INVITE_BLOCKED");
      case GUEST_ACCESS_FORBIDDEN -> new Shape(403, "M_GUEST_ACCESS_FORBIDDEN");
      case NOT_FOUND -> new Shape(404, "M_NOT_FOUND");
      case UNRECOGNIZED -> new Shape(404, "M_UNRECOGNIZED");
      case METHOD_NOT_ALLOWED -> new Shape(405, "M_UNRECOGNIZED");
      case SET_ELSEWHERE -> new Shape(405, "M_BAD_JSON");
      case NOT_JSON -> new Shape(400, "M_NOT_JSON");
      case BAD_JSON -> new Shape(400, "M_BAD_JSON");
      case MISSING_PARAM -> new Shape(400, "M_MISSING_PARAM");
      case INVALID_PARAM -> new Shape(400, "M_INVALID_PARAM");
      case TOO_LARGE -> new Shape(413, "M_TOO_LARGE");
      case LIMIT_EXCEEDED, NO_TURN -> new Shape(429, "M_LIMIT_EXCEEDED");
      case RESOURCE_LIMIT_EXCEEDED -> new Shape(403, "M_RESOURCE_LIMIT_EXCEEDED");
      case UNKNOWN -> new Shape(400, "M_UNKNOWN");
      case USER_IN_USE -> new Shape(400, "M_USER_IN_USE");
      case INVALID_USERNAME -> new Shape(400, "M_INVALID_USERNAME");
      case WEAK_PASSWORD -> new Shape(400, "M_WEAK_PASSWORD");
      case ROOM_IN_USE -> new Shape(400, "M_ROOM_IN_USE");
      case BAD_ALIAS -> new Shape(400, "M_BAD_ALIAS");
      case INVALID_ROOM_STATE -> new Shape(400, "M_INVALID_ROOM_STATE");
      case UNSUPPORTED_ROOM_VERSION -> new Shape(400, "M_UNSUPPORTED_ROOM_VERSION");
      case DUPLICATE_ANNOTATION -> new Shape(400, "M_DUPLICATE_ANNOTATION");
      case PROFILE_TOO_LARGE -> new Shape(400, "M_PROFILE_TOO_LARGE");
      case KEY_TOO_LARGE -> new Shape(400, "M_KEY_TOO_LARGE");
      case THREEPID_AUTH_FAILED -> new Shape(403, "M_THREEPID_AUTH_FAILED");
      case THREEPID_DENIED -> new Shape(403, "M_THREEPID_DENIED");
      case THREEPID_IN_USE -> new Shape(400, "M_THREEPID_IN_USE");
      case THREEPID_MEDIUM_NOT_SUPPORTED -> new Shape(400, "M_THREEPID_MEDIUM_NOT_SUPPORTED");
      case NOT_YET_UPLOADED -> new Shape(504, "M_NOT_YET_UPLOADED");
      case CANNOT_OVERWRITE_MEDIA -> new Shape(409, "M_CANNOT_OVERWRITE_MEDIA");
      case INVALID_SIGNATURE -> new Shape(400, "M_INVALID_SIGNATURE");
      case WRONG_ROOM_KEYS_VERSION -> new Shape(403, "M_WRONG_ROOM_KEYS_VERSION");
      case CANNOT_LEAVE_SERVER_NOTICE_ROOM -> new Shape(403, "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM");
      case UNKNOWN_POS -> new Shape(400, "M_UNKNOWN_POS");
      case EXCLUSIVE -> new Shape(400, "M_EXCLUSIVE");
      case UNKNOWN_DEVICE -> new Shape(400, "M_UNKNOWN_DEVICE");
      case URL_NOT_SET -> new Shape(400, "M_URL_NOT_SET");
      case BAD_STATUS -> new Shape(502, "M_BAD_STATUS");
      case CONNECTION_FAILED -> new Shape(502, "M_CONNECTION_FAILED");
      case CONNECTION_TIMEOUT -> new Shape(504, "M_CONNECTION_TIMEOUT");
      case NOT_IN_THREAD -> new Shape(400, "IO.ELEMENT.MSC4306.M_NOT_IN_THREAD");
      case CONFLICTING_UNSUBSCRIPTION ->
          new Shape(409, "IO.ELEMENT.MSC4306.M_CONFLICTING_UNSUBSCRIPTION");
      case TIMED_OUT -> new Shape(408, "M_UNKNOWN");
      case UNAVAILABLE -> new Shape(503, "M_UNKNOWN");
      case CONFLICT -> new Shape(409, "M_UNKNOWN");
      case CHANGED -> new Shape(409, "FR_PARVIS_CHANGED");
    };
  }
}
