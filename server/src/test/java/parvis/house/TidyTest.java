package parvis.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TidyTest {
  @TempDir private Path untidy;

  @Test
  void theHouseIsTidy() throws IOException {
    assertThat(new Tidiness(Path.of("..").toRealPath()).broken()).isEmpty();
  }

  @Test
  void everyLibraryIsListedWithWhatItBringsAlong() throws IOException {
    assertThat(
            new Tidiness(Path.of("..").toRealPath())
                .unlisted(System.getProperty("java.class.path")))
        .isEmpty();
    write("docs/dependencies.md", "| one (with two), many-* | because it is needed | MIT |\n");
    assertThat(
            new Tidiness(untidy.toRealPath())
                .unlisted("/a/one-1.0.jar:/a/two-2.jar:/a/many-more-3.jar:/a/stranger-4.jar"))
        .containsExactly("stranger");
  }

  @Test
  void anUntidyHouseIsToldEachRuleItBreaks() throws IOException {
    write("server/src/main/java/a/RoomManager.java", longClass("RoomManager"));
    write(
        "server/src/main/java/a/package-info.java", "/// One\n/// word.\n///\n/// - a\n/// - b\n");
    write("web/src/late.ts", "// TO" + "DO: later\n");
    write("web/src/long.ts", "const a = 1\n".repeat(801));
    write("web/src/made.ts", "// Written by a.ts\n" + "const a = 1\n".repeat(801));
    write("docs/page.md", "no title\n");
    write(
        "docs/dependencies.md",
        "# D\n\n"
            + "| known | because it is needed | MIT |\n"
            + "| copied | good | AGPL-3.0 |\n"
            + "| vague | | |\n");
    write(
        "web/package.json",
        "{\"dependencies\": {\"known\": \"1\", \"vague\": \"1\", \"stranger\": \"1\"}}");
    List<String> broken = new Tidiness(untidy.toRealPath()).broken();
    assertThat(broken)
        .containsExactlyInAnyOrder(
            "server/src/main/java/a/RoomManager.java names a type RoomManager",
            "server/src/main/java/a/RoomManager.java has 73 lines in work",
            "server/src/main/java/a/RoomManager.java is not @NullMarked",
            "server/src/main/java/a/package-info.java is not @NullMarked",
            "server/src/main/java/a/package-info.java:1 ends before its time",
            "web/src/late.ts:1 puts work off",
            "web/src/long.ts has 801 lines",
            "docs/dependencies.md lists a licence we refuse",
            "docs/page.md has no title",
            "docs/dependencies.md does not know stranger",
            "docs/dependencies.md gives no reason or licence for vague");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Manager", "Helper", "Util", "Utils", "Impl", "Dto", "Common"})
  void aTypeWhoseNameSaysNothingIsFound(String nothing) throws IOException {
    write("server/src/main/java/a/Room" + nothing + ".java", "class Room" + nothing + " {}\n");
    write("server/src/main/java/a/package-info.java", "@NullMarked package a;\n");
    assertThat(new Tidiness(untidy.toRealPath()).broken())
        .containsExactly(
            "server/src/main/java/a/Room" + nothing + ".java names a type Room" + nothing);
  }

  private void write(String name, String text) throws IOException {
    Path file = untidy.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private static String longClass(String name) {
    return "package a;\n\nfinal class "
        + name
        + " {\n  void work() {\n"
        + "    int a = 1;\n".repeat(71)
        + "  }\n}\n";
  }
}
