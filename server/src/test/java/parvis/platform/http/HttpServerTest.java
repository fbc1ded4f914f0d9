package parvis.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.platform.config.StartRefused;

final class HttpServerTest {
  private static Served served;

  @BeforeAll
  static void start() {
    served = new Served(settings -> settings.withPatience(Served.SHORT));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static String get(String path, String... headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + lines(headers) + "\r\n";
  }

  private static String post(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String lines(String... headers) {
    StringBuilder text = new StringBuilder();
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.toString();
  }

  private static void refused(Wire.Answer answer, int status, String errcode) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains("\"errcode\":\"" + errcode + "\"");
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
  }

  @Test
  void aPortThatAnotherProgramHasIsToldInOneSentence() {
    int taken = served.server.port();
    assertThatThrownBy(() -> new Served(settings -> HttpSettings.on("127.0.0.1", taken)).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("Port " + taken);
  }

  @Test
  void answersJsonToWhoeverAsks() throws IOException {
    Wire.Answer answer = served.ask(get("/open"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"hello\":\"world\"}");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(answer.header("date")).endsWith("GMT");
  }

  @Test
  void answersHeadLikeGetWithoutABody() throws IOException {
    try (Wire wire = served.wire()) {
      wire.send("HEAD /open HTTP/1.1\r\nHost: x\r\n\r\n");
      Wire.Answer answer = wire.answer(true);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-length")).isEqualTo("17");
      assertThat(wire.send(get("/open")).answer().body()).contains("world");
    }
  }

  @Test
  void answersOptionsOnEveryPath() throws IOException {
    for (String path : new String[] {"/open", "/who", "/nowhere"}) {
      Wire.Answer answer = served.ask("OPTIONS " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header("access-control-allow-methods")).contains("PUT");
      assertThat(answer.header("access-control-allow-headers")).contains("Authorization");
    }
  }

  @Test
  void refusesUnknownPathsAndMethods() throws IOException {
    refused(served.ask(get("/nowhere")), 404, "M_UNRECOGNIZED");
    refused(served.ask(get("/names/a/b")), 404, "M_UNRECOGNIZED");
    refused(served.ask(get("/echo")), 405, "M_UNRECOGNIZED");
    Wire.Answer other = served.ask("PATCH /open HTTP/1.1\r\nHost: x\r\n\r\n");
    refused(other, 405, "M_UNRECOGNIZED");
    assertThat(other.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void asksForATokenAndKnowsItsBearer() throws IOException {
    refused(served.ask(get("/who")), 401, "M_MISSING_TOKEN");
    refused(served.ask(get("/who", "Authorization: Basic good")), 401, "M_MISSING_TOKEN");
    refused(served.ask(get("/who", "Authorization: Bearer bad")), 401, "M_UNKNOWN_TOKEN");
    refused(served.ask(get("/who?access_token=bad")), 401, "M_UNKNOWN_TOKEN");
    assertThat(served.ask(get("/who", "Authorization: Bearer good")).body()).contains("@ada");
    assertThat(served.ask(get("/who?access_token=good")).body()).contains("@ada");
    assertThat(served.ask(get("/maybe")).body()).contains("false");
    assertThat(served.ask(get("/maybe?access_token=good")).body()).contains("true");
    refused(served.ask(get("/maybe?access_token=bad")), 401, "M_UNKNOWN_TOKEN");
  }

  @Test
  void refusesWhatIsNotJson() throws IOException {
    refused(served.ask(post("/echo", "{\"a\":")), 400, "M_NOT_JSON");
    refused(served.ask(post("/echo", "")), 400, "M_NOT_JSON");
    refused(served.ask(post("/echo", "[1]")), 400, "M_BAD_JSON");
    refused(served.ask(post("/field", "{}")), 400, "M_MISSING_PARAM");
    refused(served.ask(post("/field", "{\"n\":\"1\"}")), 400, "M_BAD_JSON");
    refused(served.ask(post("/field", "{\"n\":1.5}")), 400, "M_BAD_JSON");
    assertThat(served.ask(post("/field", "{\"n\":7}")).body()).isEqualTo("{\"n\":7}");
  }

  @Test
  void refusesNestingBombs() throws IOException {
    refused(served.ask(post("/echo", "{\"a\":" + "[".repeat(100_000))), 400, "M_BAD_JSON");
    refused(served.ask(post("/echo", "{\"a\":".repeat(40_000))), 400, "M_BAD_JSON");
  }

  @Test
  void refusesADeclaredLengthBeforeReading() throws IOException {
    try (Wire wire = served.wire()) {
      wire.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n");
      refused(wire.answer(), 413, "M_TOO_LARGE");
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void refusesAChunkedBodyAsSoonAsItIsTooLarge() throws IOException {
    try (Wire wire = served.wire()) {
      wire.send("POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      wire.send("400\r\n" + "x".repeat(1024) + "\r\n");
      refused(wire.answer(), 413, "M_TOO_LARGE");
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void letsAClientThatIsStillSendingReadTheRefusal() throws IOException {
    try (Wire wire = served.wire()) {
      wire.send("PUT /deaf HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n");
      wire.send(new byte[4_000_000]);
      refused(wire.answer(), 403, "M_FORBIDDEN");
    }
  }

  @Test
  void asksToContinueOnlyForWhatItWillRead() throws IOException {
    String expecting = "Host: x\r\nExpect: 100-continue\r\nContent-Length: ";
    try (Wire wire = served.wire()) {
      wire.send("POST /small HTTP/1.1\r\n" + expecting + "17\r\n\r\n");
      refused(wire.answer(), 413, "M_TOO_LARGE");
    }
    try (Wire wire = served.wire()) {
      wire.send("PUT /upload HTTP/1.1\r\n" + expecting + "3\r\n\r\n");
      assertThat(wire.answer().status()).isEqualTo(100);
      assertThat(wire.send(new byte[] {1, 2, 3}).answer().body())
          .isEqualTo("{\"bytes\":3,\"sum\":6}");
    }
  }

  @Test
  void cutsASlowHead() throws IOException {
    try (Wire wire = served.wire()) {
      wire.send("GET /open HT");
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void cutsASlowHeadOnAConnectionThatWasUsed() throws IOException {
    try (Wire wire = served.wire()) {
      assertThat(wire.send(get("/open")).answer().status()).isEqualTo(200);
      wire.send("GET /open HT");
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void cutsASlowBody() throws IOException {
    try (Wire wire = served.wire()) {
      wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
      assertThat(wire.answer().status()).isEqualTo(408);
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void cutsASlowUpload() throws IOException {
    long before = served.cut.get();
    try (Wire wire = served.wire()) {
      wire.send("PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      assertThat(wire.answer().status()).isEqualTo(408);
      assertThat(wire.closes()).isTrue();
    }
    assertThat(served.cut.get()).isEqualTo(before + 1);
  }

  @Test
  void refusesAHeadThatIsTooLarge() throws IOException {
    refused(served.ask(get("/open?" + "x".repeat(20_000))), 413, "M_TOO_LARGE");
    refused(served.ask(get("/open", "X: " + "x".repeat(20_000))), 413, "M_TOO_LARGE");
    assertThat(served.ask("NOT HTTP AT ALL\r\n\r\n").status()).isEqualTo(400);
  }

  @Test
  void streamsAnUpload() throws IOException {
    byte[] body = new byte[5_000_000];
    java.util.Arrays.fill(body, (byte) 1);
    try (Wire wire = served.wire()) {
      wire.send("PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n");
      wire.send(body);
      assertThat(wire.answer().body()).isEqualTo("{\"bytes\":5000000,\"sum\":5000000}");
      assertThat(wire.send(get("/open")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() throws IOException {
    try (Wire wire = served.wire()) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        requests.append(i % 2 == 0 ? get("/names/n" + i) : post("/echo", "{\"i\":" + i + "}"));
      }
      wire.send(requests.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(wire.answer().body()).contains(i % 2 == 0 ? "\"n" + i + "\"" : ":" + i + "}");
      }
    }
  }

  @Test
  void decodesPathsStrictly() throws IOException {
    assertThat(served.ask(get("/names/%21a%2Fb+c")).body()).isEqualTo("{\"name\":\"!a/b+c\"}");
    assertThat(served.ask(get("/names/%C3%A9")).body()).isEqualTo("{\"name\":\"é\"}");
    refused(served.ask(get("/names/%zz")), 400, "M_INVALID_PARAM");
    refused(served.ask(get("/names/%C3")), 400, "M_INVALID_PARAM");
    refused(served.ask(get("/names/a%00b")), 400, "M_INVALID_PARAM");
    refused(served.ask(get("/number?n=%")), 400, "M_INVALID_PARAM");
    refused(served.ask(get("/number?n=ten")), 400, "M_INVALID_PARAM");
    assertThat(served.ask(get("/number?n=10")).body()).isEqualTo("{\"n\":10}");
  }

  @Test
  void takesAnEmptyLastSegmentWhereTheRouteAllowsIt() throws IOException {
    assertThat(served.ask(get("/state/m.room.name")).body()).isEqualTo("{\"key\":\"\"}");
    assertThat(served.ask(get("/state/m.room.name/")).body()).isEqualTo("{\"key\":\"\"}");
    assertThat(served.ask(get("/state/a/b")).body()).isEqualTo("{\"key\":\"b\"}");
    assertThat(served.ask(get("/state/special/x")).body()).isEqualTo("{\"key\":\"special\"}");
    assertThat(served.ask(get("/state/special/y")).body()).isEqualTo("{\"key\":\"y\"}");
    assertThat(served.ask(get("/open/")).status()).isEqualTo(200);
  }

  @Test
  void hidesAFaultBehindATraceId() throws IOException {
    Wire.Answer answer = served.ask(get("/fault"));
    refused(answer, 500, "M_UNKNOWN");
    assertThat(answer.body()).containsPattern("\"trace_id\":\"[0-9a-f]{16}\"");
    assertThat(answer.body()).doesNotContain("a fault that a test asked for");
  }

  @Test
  void limitsRequestsAndSaysWhenToComeBack() throws IOException {
    served.limits.on(true);
    try (Wire wire = served.wire()) {
      for (int i = 0; i < RateClass.LOGIN.burst(); i++) {
        assertThat(wire.send(post("/login", "")).answer().status()).isEqualTo(200);
      }
      // What comes back while a slow machine asks is asked for, too.
      Wire.Answer answer = wire.send(post("/login", "")).answer();
      for (int i = 0; i < RateClass.LOGIN.burst() && answer.status() == 200; i++) {
        answer = wire.send(post("/login", "")).answer();
      }
      refused(answer, 429, "M_LIMIT_EXCEEDED");
      assertThat(answer.body()).containsPattern("\"retry_after_ms\":[1-9]");
      assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 5);
      String elsewhere = "POST /login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n";
      assertThat(wire.send(elsewhere).answer().status()).isEqualTo(200);
    } finally {
      served.limits.on(false);
    }
  }
}
