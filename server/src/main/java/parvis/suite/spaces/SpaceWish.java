package parvis.suite.spaces;

import java.util.Optional;
import parvis.base.Refused;
import parvis.core.rights.Space.Entry;
import parvis.core.rights.Space.Visibility;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonObject;

/// What somebody asks of a new space, read and checked.
///
/// @param organisation the id of one; absent: that of who asks
record SpaceWish(
    Model model,
    String name,
    String purpose,
    Visibility visibility,
    Entry entry,
    Optional<String> organisation,
    Optional<Long> membersExpected,
    String need) {
  static final int NAME_CHARS_MAX = 100;
  static final int PURPOSE_CHARS_MAX = 2_000;
  static final int NEED_CHARS_MAX = 4_000;
  static final long MEMBERS_MAX = 1_000_000;

  static SpaceWish read(Body body) {
    var model =
        Model.of(body.string("model", Body.NAME_BYTES_MAX))
            .orElseThrow(() -> Refused.invalidParam("\"model\" is not known"));
    var visibility = visibility(body.string("visibility", Body.NAME_BYTES_MAX));
    var entry = entry(body.string("joining", Body.NAME_BYTES_MAX));
    refuseUnfitting(visibility, entry);
    var expected = body.optionalInteger("members_expected");
    if (expected.isPresent() && (expected.getAsLong() < 0 || expected.getAsLong() > MEMBERS_MAX)) {
      throw Refused.invalidParam("\"members_expected\" is a number of people");
    }
    return new SpaceWish(
        model,
        name(body.string("name", NAME_CHARS_MAX)),
        body.optionalString("purpose", PURPOSE_CHARS_MAX).orElse("").strip(),
        visibility,
        entry,
        body.optionalString("organisation", Body.NAME_BYTES_MAX),
        expected.isPresent() ? Optional.of(expected.getAsLong()) : Optional.empty(),
        body.optionalString("need", NEED_CHARS_MAX).orElse("").strip());
  }

  static String name(String said) {
    var name = said.strip();
    if (name.isEmpty()) {
      throw Refused.invalidParam("\"name\" is empty");
    }
    return name;
  }

  static Visibility visibility(String word) {
    return Visibility.of(word)
        .orElseThrow(() -> Refused.invalidParam("\"visibility\" is public, private or secret"));
  }

  static Entry entry(String word) {
    return Entry.of(word)
        .orElseThrow(() -> Refused.invalidParam("\"joining\" is free, approval or invitation"));
  }

  /// @throws Refused invalidParam where who finds a space could not come in as it says
  static void refuseUnfitting(Visibility visibility, Entry entry) {
    var fits =
        switch (visibility) {
          case PUBLIC -> entry != Entry.INVITATION;
          case PRIVATE -> entry != Entry.FREE;
          case SECRET -> entry == Entry.INVITATION;
        };
    if (!fits) {
      throw Refused.invalidParam("\"joining\" does not fit \"visibility\"");
    }
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("model", model.word())
        .put("name", name)
        .put("purpose", purpose)
        .put("visibility", visibility.word())
        .put("joining", entry.word())
        .putIf("organisation", organisation)
        .putIf("members_expected", membersExpected)
        .put("need", need)
        .build();
  }
}
