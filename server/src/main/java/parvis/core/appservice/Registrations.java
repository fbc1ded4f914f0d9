package parvis.core.appservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.NewAccount;
import parvis.core.identity.Servers;
import parvis.core.identity.Service;
import parvis.core.identity.Services;
import parvis.platform.config.StartRefused;

/// The folder of registration files: what it says now is what holds, all of it or, when something
/// in it is wrong, all that held before.
final class Registrations {
  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

  /// Files of one folder.
  private static final int FILES_MAX = 200;

  private final Path folder;
  private final Servers servers;
  private final Services services;
  private final Accounts accounts;
  private Optional<Map<Path, State>> seen = Optional.empty();
  private boolean wasThere;
  private volatile String wrong = "";

  /// By what a changed file is known.
  private record State(FileTime changed, long bytes) {}

  Registrations(Path folder, Servers servers, Services services, Accounts accounts) {
    this.folder = folder;
    this.servers = servers;
    this.services = services;
    this.accounts = accounts;
  }

  /// Registers what the folder says.
  ///
  /// @throws StartRefused when something in it is wrong
  synchronized void begin() {
    var now = look();
    register(now);
    seen = Optional.of(now);
  }

  /// The same when the folder changed, but for what is wrong: that is logged, and nothing changes.
  ///
  /// @return whether other services are registered now
  synchronized boolean again() {
    var now = Optional.<Map<Path, State>>empty();
    try {
      now = Optional.of(look());
      if (now.equals(seen)) {
        return false;
      }
      register(now.get());
      seen = now;
      wrong = "";
      LOG.info("{} application services are registered", services.all().size());
      return true;
    } catch (StartRefused refused) {
      seen = now;
      var before = wrong;
      wrong = refused.toString();
      if (!wrong.equals(before)) {
        LOG.error("The registrations stay as they were: {}", refused.getMessage());
      }
      return false;
    }
  }

  /// Whether what the folder says was refused when it changed last.
  boolean isRefused() {
    return !wrong.isEmpty();
  }

  private Map<Path, State> look() {
    if (!Files.isDirectory(folder)) {
      if (wasThere) {
        throw new StartRefused("The folder " + folder + " is not there any more.");
      }
      return Map.of();
    }
    wasThere = true;
    var files = new TreeMap<Path, State>();
    try (var all = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
      for (var file : all) {
        files.put(file, new State(Files.getLastModifiedTime(file), Files.size(file)));
      }
    } catch (IOException e) {
      throw new StartRefused("The folder " + folder + " cannot be read.");
    }
    if (files.size() > FILES_MAX) {
      throw new StartRefused(folder + " has more than " + FILES_MAX + " registrations.");
    }
    return files;
  }

  private void register(Map<Path, State> files) {
    var all =
        files.keySet().stream()
            .map(file -> RegistrationFile.read(file, servers.primary().name()))
            .toList();
    checkDifferent(all);
    all.forEach(this::makeSender);
    services.register(all);
  }

  private void checkDifferent(List<Service> all) {
    var ids = new HashMap<String, Service>();
    var tokens = new HashMap<String, Service>();
    for (var service : all) {
      if (ids.put(service.id(), service) != null) {
        throw new StartRefused(folder + ": two registrations have the id " + service.id() + ".");
      }
      var same = Optional.ofNullable(tokens.put(service.asToken(), service));
      if (same.isPresent()) {
        throw new StartRefused(
            folder + ": " + same.get().id() + " and " + service.id() + " have the same as_token.");
      }
    }
  }

  private void makeSender(Service service) {
    var sender = service.sender();
    if (accounts.find(sender).isPresent()) {
      return;
    }
    try {
      accounts.create(new NewAccount(sender, Optional.empty(), false, Optional.empty()));
    } catch (Refused taken) {
      if (accounts.find(sender).isEmpty()) {
        throw taken;
      }
    }
  }
}
