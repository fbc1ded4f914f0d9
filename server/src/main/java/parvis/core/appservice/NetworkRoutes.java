package parvis.core.appservice;

import static parvis.platform.http.Route.get;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import parvis.base.Refused;
import parvis.core.identity.Service;
import parvis.core.identity.Services;
import parvis.platform.http.Call;
import parvis.platform.http.Handler;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The networks to which application services lead: what they are, and who and what is there. It is
/// the services that are asked.
///
/// spec: cs-api#third-party-networks
final class NetworkRoutes {
  private static final String PATH = "/_matrix/client/v3/thirdparty/";

  /// Networks and results that are told of, of all services together.
  private static final int FOUND_MAX = 1_000;

  private final Services services;
  private final Asking asking;

  NetworkRoutes(Services services, Asking asking) {
    this.services = services;
    this.asking = asking;
  }

  Routes table() {
    return Routes.of(
        reading("protocols", "Other networks", this::protocols),
        reading("protocol/{protocol}", "Another network", this::protocol),
        reading("location/{protocol}", "Rooms of a network", call -> found(call, "location")),
        reading("user/{protocol}", "People of a network", call -> found(call, "user")),
        reading("location", "What a room is in other networks", call -> behind(call, "alias")),
        reading("user", "Who somebody is in other networks", call -> behind(call, "userid")));
  }

  private static Route reading(String path, String title, Handler handler) {
    return get(PATH + path, title, handler).costs(RateClass.SEARCH);
  }

  private Reply protocols(Call call) {
    var names = new TreeSet<String>();
    asked().forEach(service -> names.addAll(service.protocols()));
    var all = JsonObject.builder();
    names.stream()
        .limit(FOUND_MAX)
        .forEach(name -> described(name).ifPresent(network -> all.put(name, network)));
    return Reply.json(all.build());
  }

  private Reply protocol(Call call) {
    return described(call.path("protocol"))
        .map(Reply::json)
        .orElseThrow(() -> Refused.notFound("There is no such network"));
  }

  /// A network as its first service describes it, with the instances of all of them.
  private Optional<JsonObject> described(String protocol) {
    Optional<JsonObject> first = Optional.empty();
    var instances = new ArrayList<JsonObject>();
    for (var service : of(protocol)) {
      var said =
          asking
              .network(service, "protocol/" + Asking.segment(protocol), Map.of())
              .filter(JsonObject.class::isInstance)
              .map(JsonObject.class::cast)
              .filter(NetworkRoutes::isNetwork);
      said.flatMap(json -> json.array("instances"))
          .ifPresent(some -> instances.addAll(named(service, some)));
      first = first.or(() -> said);
    }
    return first.map(network -> network.with("instances", JsonArray.of(instances.toArray())));
  }

  private static boolean isNetwork(JsonObject json) {
    return json.array("user_fields").isPresent()
        && json.array("location_fields").isPresent()
        && json.object("field_types").isPresent()
        && json.string("icon").isPresent();
  }

  /// Each instance gets the name by which its rooms are asked for.
  private static List<JsonObject> named(Service service, JsonArray instances) {
    return instances.objects().stream()
        .filter(json -> json.string("network_id").isPresent())
        .filter(json -> json.string("desc").isPresent() && json.object("fields").isPresent())
        .limit(FOUND_MAX)
        .map(
            json ->
                json.with(
                    "instance_id", service.id() + "|" + json.string("network_id").orElseThrow()))
        .toList();
  }

  /// What the services of a network find there by its fields.
  private Reply found(Call call, String kind) {
    var protocol = call.path("protocol");
    var of = of(protocol);
    if (of.isEmpty()) {
      throw Refused.notFound("There is no such network");
    }
    return results(of, kind + "/" + Asking.segment(protocol), call.queries(), kind);
  }

  /// What is behind a room or a person of ours.
  private Reply behind(Call call, String parameter) {
    var asked = call.query(parameter);
    if (asked.isEmpty()) {
      throw Refused.missingParam("\"" + parameter + "\" is missing");
    }
    var kind = parameter.equals("alias") ? "location" : "user";
    var query = Map.of(parameter, asked.get());
    var of = asked().filter(service -> !service.protocols().isEmpty()).toList();
    return results(of, kind, query, kind);
  }

  private Reply results(List<Service> of, String path, Map<String, String> query, String kind) {
    var name = kind.equals("location") ? "alias" : "userid";
    var found = new ArrayList<JsonObject>();
    for (var service : of) {
      asking
          .network(service, path, query)
          .filter(JsonArray.class::isInstance)
          .map(JsonArray.class::cast)
          .ifPresent(
              all ->
                  all.objects().stream()
                      .filter(json -> json.string(name).isPresent())
                      .filter(json -> json.string("protocol").isPresent())
                      .filter(json -> json.object("fields").isPresent())
                      .forEach(found::add));
    }
    if (found.isEmpty()) {
      throw Refused.notFound("Nothing was found");
    }
    return Reply.json(JsonArray.of(found.stream().limit(FOUND_MAX).toArray()));
  }

  private Stream<Service> asked() {
    return services.all().stream().filter(service -> service.url().isPresent());
  }

  private List<Service> of(String protocol) {
    return asked().filter(service -> service.protocols().contains(protocol)).toList();
  }
}
