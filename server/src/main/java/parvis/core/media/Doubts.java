package parvis.core.media;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.blob.BlobStore;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Tx;
import parvis.protocol.id.MxcUri;

/// Media that nothing may speak of any more. What a wiped event spoke of is noted with the wiping;
/// once a day all that is kept is asked whether it speaks of it too, and what nobody speaks of
/// goes, with its thumbnails.
///
/// What encrypted messages speak of cannot be read, and is never in doubt by them: it stays, unless
/// a message in clear spoke of the same address.
public final class Doubts {
  private static final Logger LOG = LoggerFactory.getLogger(Doubts.class);

  /// How often what is in doubt is looked at.
  public static final Duration EVERY = Duration.ofDays(1);

  /// Addresses of one look, for which all that is kept is read once.
  static final int LOOK_MAX = 10_000;

  private static final Pattern ADDRESS = Pattern.compile(MxcUri.PATTERN);

  private final MediaStore store;
  private final BlobStore blobs;
  private final Clock clock;
  private final List<Function<Set<String>, Set<String>>> speakers = new CopyOnWriteArrayList<>();

  Doubts(MediaStore store, BlobStore blobs, Clock clock) {
    this.store = store;
    this.blobs = blobs;
    this.clock = clock;
  }

  /// Has somebody asked which of these addresses they speak of.
  public void ask(Function<Set<String>, Set<String>> speaker) {
    speakers.add(speaker);
  }

  /// Notes what events speak of that are wiped, with the wiping.
  public void note(Tx tx, Collection<byte[]> wiped) {
    var addresses = new LinkedHashSet<MxcUri>();
    for (var bytes : wiped) {
      var found = ADDRESS.matcher(new String(bytes, StandardCharsets.UTF_8));
      while (found.find()) {
        MxcUri.parse(found.group()).ifPresent(addresses::add);
      }
    }
    if (!addresses.isEmpty()) store.doubt(tx, addresses, clock.millis());
  }

  /// One look; to be called now and then.
  public void settle() {
    try {
      var doubted = store.doubted(LOOK_MAX);
      if (doubted.isEmpty()) return;
      var names = new HashSet<String>();
      doubted.forEach(uri -> names.add(uri.toString()));
      var spoken = new HashSet<String>();
      for (var speaker : speakers) spoken.addAll(speaker.apply(names));
      for (var uri : doubted) {
        if (!spoken.contains(uri.toString())) remove(uri);
      }
      store.settled(doubted);
    } catch (DatabaseFault fault) {
      LOG.warn("Media that nobody speaks of is looked for again later", fault);
    }
  }

  /// The files are held while their rows go, so that a kill in between leaves a mark, and whoever
  /// brings the same bytes at that moment keeps them.
  private void remove(MxcUri uri) {
    var held = new ArrayList<BlobStore.Arrival>();
    try {
      for (var hash : store.hashes(uri)) held.add(blobs.doubt(hash, store::refersTo));
      store.remove(uri);
    } finally {
      held.forEach(BlobStore.Arrival::close);
    }
  }
}
