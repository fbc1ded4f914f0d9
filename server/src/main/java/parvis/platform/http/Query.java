package parvis.platform.http;

import java.util.ArrayList;
import java.util.List;
import parvis.base.Refused;

/// The parameters of a query, in order, decoded.
record Query(List<Param> params) {
  /// Parameters that are read; a longer query is refused.
  static final int PARAMS_MAX = 256;

  private static final Query NONE = new Query(List.of());

  /// One name and its value.
  record Param(String name, String value) {}

  static Query parse(String raw) {
    if (raw.isEmpty()) {
      return NONE;
    }
    List<Param> params = new ArrayList<>();
    for (String part : raw.split("&", PARAMS_MAX + 1)) {
      if (part.isEmpty()) {
        continue;
      }
      if (params.size() == PARAMS_MAX) {
        throw Refused.invalidParam("The query has too many parameters");
      }
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      params.add(new Param(decoded(name), decoded(value)));
    }
    return new Query(params);
  }

  List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (Param param : params) {
      if (param.name().equals(name)) {
        values.add(param.value());
      }
    }
    return values;
  }

  private static String decoded(String raw) {
    return PercentText.form(raw)
        .orElseThrow(() -> Refused.invalidParam("The query is not percent-encoded UTF-8"));
  }
}
