package parvis.suite.copies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.platform.db.Tx;
import parvis.suite.copies.CopyStore.Copy;
import parvis.suite.copies.CopyStore.State;

/// The door to copies: at most one for each person.
final class Copies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

  /// How long a copy is kept.
  static final Duration KEPT = Duration.ofDays(7);

  /// How long after a copy another one is made at the earliest.
  static final Duration BETWEEN = Duration.ofMinutes(10);

  /// How long a link to a copy is good.
  static final Duration LINK = Duration.ofMinutes(10);

  /// Copies that one process makes at a time; the others wait.
  private static final int AT_ONCE = 2;

  /// What stays free on the disk.
  private static final long FREE_BYTES_LEAST = 1L << 30;

  /// How often the row says how far it is.
  private static final int NOTES_MAX = 20;

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final String READY = ".zip";
  private static final String PART = ".part";

  private final CopiesFeature.Needs needs;
  private final CopyStore store = new CopyStore();
  private final ExecutorService making =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
  private volatile boolean closed;

  Copies(CopiesFeature.Needs needs) {
    this.needs = needs;
    try {
      if (!Files.isDirectory(needs.folder())) {
        var own = PosixFilePermissions.fromString("rwx------");
        Files.createDirectory(needs.folder(), PosixFilePermissions.asFileAttribute(own));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A copy of the actor's that is not over.
  Optional<Copy> of(Actor actor) {
    var oldest = needs.clock().millis() - KEPT.toMillis();
    return needs
        .db()
        .read(tx -> store.of(tx, actor.userNid()))
        .filter(copy -> copy.createdMs() >= oldest);
  }

  /// Has a copy made, unless one is being made; it takes the place of the one before.
  ///
  /// @throws Refused limitExceeded soon after the one before
  void begin(Actor actor, Language in) {
    var id = needs.secrets().id();
    var now = needs.clock().millis();
    var begun =
        needs
            .db()
            .write(
                tx -> {
                  Accounts.hold(tx, actor.userNid());
                  var before = store.of(tx, actor.userNid());
                  if (before.filter(copy -> copy.state() == State.MAKING).isPresent()) {
                    return false;
                  }
                  before.ifPresent(copy -> refuseSoon(copy, now));
                  store.begin(tx, actor.userNid(), id, needs.node(), now);
                  return true;
                });
    if (begun) {
      making.execute(() -> make(actor, in, id));
    }
  }

  private static void refuseSoon(Copy before, long now) {
    var wait = before.createdMs() + BETWEEN.toMillis() - now;
    if (before.state() == State.READY && wait > 0) {
      throw Refused.limitExceeded(Duration.ofMillis(wait));
    }
  }

  private void make(Actor actor, Language in, String id) {
    var part = needs.folder().resolve(id + PART);
    var whole = needs.folder().resolve(id + READY);
    try {
      Gathering.write(needs, actor, in, part, new Noting(id));
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
      var size = Files.size(whole);
      if (!needs.db().write(tx -> store.ready(tx, id, size))) {
        Files.delete(whole);
      }
    } catch (Unwanted _) {
      delete(part);
    } catch (IOException | RuntimeException fault) {
      delete(part);
      if (!closed) {
        LOG.error("A copy of somebody's data could not be made", fault);
        needs.db().write(tx -> failed(tx, id));
      }
    }
  }

  private boolean failed(Tx tx, String id) {
    store.failed(tx, id);
    return true;
  }

  /// Ends the making of a copy that nobody waits for any more.
  private static final class Unwanted extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// Notes in the row how far a copy is.
  private final class Noting implements Gathering.Progress {
    private final String id;
    private long noted;

    Noting(String id) {
      this.id = id;
    }

    @Override
    public void needs(long bytes) throws IOException {
      if (Files.getFileStore(needs.folder()).getUsableSpace() < bytes + FREE_BYTES_LEAST) {
        throw new IOException("too little is free on the disk for a copy");
      }
    }

    @Override
    public void step(int done, int total) throws IOException {
      if (closed) {
        throw new Unwanted();
      }
      var reached = total > 0 ? (long) done * NOTES_MAX / total : noted;
      if (reached > noted) {
        noted = reached;
        if (!needs.db().write(tx -> store.step(tx, id, done, total))) {
          throw new Unwanted();
        }
      }
    }
  }

  /// A word by which the actor's copy is fetched for some minutes.
  ///
  /// @throws Refused notFound when there is none
  String link(Actor actor) {
    var copy = requireReady(actor);
    var word = needs.secrets().token("");
    var expires = needs.clock().millis() + LINK.toMillis();
    needs
        .db()
        .write(
            tx -> {
              store.link(tx, copy.id(), needs.secrets().hashOfWord(word), expires);
              return true;
            });
    return word;
  }

  /// @throws Refused notFound when the actor has no copy to fetch
  Copy requireReady(Actor actor) {
    return of(actor).filter(one -> one.state() == State.READY).orElseThrow(Refused::notFound);
  }

  /// The file that a word leads to.
  ///
  /// @throws Refused notFound when it leads nowhere, or no more
  Path file(String word) {
    var hash = needs.secrets().hashOfWord(word);
    return needs
        .db()
        .read(tx -> store.linked(tx, hash, needs.clock().millis()))
        .map(copy -> needs.folder().resolve(copy.id() + READY))
        .filter(Files::isRegularFile)
        .orElseThrow(Refused::notFound);
  }

  /// Forgets the actor's copy, unless it is being made: asking and forgetting by turns makes no
  /// more of them at a time.
  void forget(Actor actor) {
    if (of(actor).filter(copy -> copy.state() != State.MAKING).isPresent()) {
      remove(actor.userNid());
    }
  }

  /// Forgets what somebody has; what is being made for them ends at its next step.
  void remove(long user) {
    var copy = needs.db().read(tx -> store.of(tx, user));
    if (copy.isEmpty()) {
      return;
    }
    needs
        .db()
        .write(
            tx -> {
              store.remove(tx, user);
              return true;
            });
    delete(needs.folder().resolve(copy.get().id() + READY));
  }

  /// Deletes what is over, and what no row knows: the files are looked at before the rows, so that
  /// those of a copy that begins meanwhile stay.
  void tidy() {
    var oldest = needs.clock().millis() - KEPT.toMillis();
    var files = files();
    var known =
        needs
            .db()
            .write(
                tx -> {
                  store.tidy(tx, oldest);
                  return store.known(tx, files.stream().map(Copies::id).toList());
                });
    files.stream().filter(file -> !known.contains(id(file))).forEach(Copies::delete);
  }

  private List<Path> files() {
    try (var all = Files.list(needs.folder())) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String id(Path file) {
    var name = file.getFileName().toString();
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a file of the folder of copies is deleted later", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    making.shutdown();
    try {
      making.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
