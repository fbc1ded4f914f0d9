package parvis.core.appservice;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import parvis.core.identity.Service;
import parvis.core.identity.Services;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;

/// The feeds of all services that are registered and listen somewhere.
final class Feeds implements Follower, AutoCloseable {
  private final Log log;
  private final Services services;
  private final Transactions transactions;
  private final Asking asking;
  private final Gathering.House house;
  private final Map<String, Feed> all = new ConcurrentHashMap<>();

  Feeds(
      Log log, Services services, Transactions transactions, Asking asking, Gathering.House house) {
    this.log = log;
    this.services = services;
    this.transactions = transactions;
    this.asking = asking;
    this.house = house;
    house.overhearing().onChange(this::types, this::came);
    house.counts().onChange(this::counted);
  }

  /// Has a feed for each service as it is registered now, and no other.
  synchronized void follow() {
    for (var feed : List.copyOf(all.values())) {
      if (!services.all().contains(feed.service())) {
        all.remove(feed.service().id());
        feed.close();
      }
    }
    transactions.forgetAllBut(services.all().stream().map(Service::id).toList());
    for (var service : services.all()) {
      if (service.url().isPresent() && !all.containsKey(service.id())) {
        var feed = new Feed(service, log, transactions, asking, house);
        all.put(service.id(), feed);
        feed.start();
      }
    }
  }

  Optional<Feed> of(Service service) {
    return Optional.ofNullable(all.get(service.id()));
  }

  /// How many services do not take what they are told.
  int failing() {
    return (int) all.values().stream().filter(Feed::isFailing).count();
  }

  @Override
  public void applied(List<LogRow> rows) {
    all.values().forEach(Feed::wake);
  }

  private void types(long room) {
    all.values().forEach(feed -> feed.types(room));
  }

  private void came(long user) {
    all.values().forEach(feed -> feed.came(user));
  }

  private void counted(long user, String device) {
    var one = new Gathering.Device(user, device);
    all.values().forEach(feed -> feed.counted(one));
  }

  @Override
  public synchronized void close() {
    all.values().parallelStream().forEach(Feed::close);
    all.clear();
  }
}
