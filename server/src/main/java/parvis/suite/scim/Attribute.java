package parvis.suite.scim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// One thing that a resource says of itself, as [Schema] lists it.
///
/// spec: RFC 7643, 2 and 7
///
/// @param subs of a complex one
record Attribute(
    String name,
    Type type,
    boolean multi,
    boolean required,
    Mutability mutability,
    boolean caseExact,
    List<Attribute> subs) {
  enum Type {
    STRING("string"),
    BOOLEAN("boolean"),
    MOMENT("dateTime"),
    REFERENCE("reference"),
    COMPLEX("complex");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  enum Mutability {
    READ_WRITE("readWrite"),
    READ_ONLY("readOnly"),
    IMMUTABLE("immutable");

    private final String word;

    Mutability(String word) {
      this.word = word;
    }
  }

  static Attribute text(String name) {
    return new Attribute(name, Type.STRING, false, false, Mutability.READ_WRITE, false, List.of());
  }

  static Attribute truth(String name) {
    return new Attribute(name, Type.BOOLEAN, false, false, Mutability.READ_WRITE, false, List.of());
  }

  static Attribute moment(String name) {
    return new Attribute(name, Type.MOMENT, false, false, Mutability.READ_ONLY, true, List.of());
  }

  static Attribute reference(String name) {
    return new Attribute(name, Type.REFERENCE, false, false, Mutability.IMMUTABLE, true, List.of());
  }

  static Attribute complex(String name, Attribute... subs) {
    return new Attribute(
        name, Type.COMPLEX, false, false, Mutability.READ_WRITE, false, List.of(subs));
  }

  Attribute many() {
    return new Attribute(name, type, true, required, mutability, caseExact, subs);
  }

  /// One without which there is no such resource.
  Attribute needed() {
    return new Attribute(name, type, multi, true, mutability, caseExact, subs);
  }

  Attribute exact() {
    return new Attribute(name, type, multi, required, mutability, true, subs);
  }

  Attribute fixed() {
    return new Attribute(name, type, multi, required, Mutability.IMMUTABLE, caseExact, subs);
  }

  Attribute told() {
    var told = subs.stream().map(Attribute::told).toList();
    return new Attribute(name, type, multi, required, Mutability.READ_ONLY, caseExact, told);
  }

  boolean is(String word) {
    return name.equalsIgnoreCase(word);
  }

  boolean isReadOnly() {
    return mutability == Mutability.READ_ONLY;
  }

  Optional<Attribute> sub(String word) {
    return subs.stream().filter(one -> one.is(word)).findFirst();
  }

  /// Of which a list of complex ones is searched by default, too.
  Optional<Attribute> value() {
    return sub("value");
  }

  JsonObject json() {
    var told =
        JsonObject.builder()
            .put("name", name)
            .put("type", type.word)
            .put("multiValued", multi)
            .put("description", name)
            .put("required", required)
            .put("caseExact", caseExact)
            .put("mutability", mutability.word)
            .put("returned", "default")
            .put("uniqueness", is("userName") ? "server" : "none");
    if (type == Type.REFERENCE) {
      told.put("referenceTypes", JsonArray.of(name.equals("$ref") ? "User" : "uri"));
    }
    if (type == Type.COMPLEX) {
      told.put("subAttributes", JsonArray.of(subs.stream().map(Attribute::json).toArray()));
    }
    return told.build();
  }

  @Override
  public String toString() {
    return name + " (" + type.word.toLowerCase(Locale.ROOT) + ")";
  }
}
