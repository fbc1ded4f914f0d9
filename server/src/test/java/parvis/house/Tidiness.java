package parvis.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// What STYLE.md asks of a tree of files and a program can check.
///
/// @param root the folder of the repository, or of a fixture that looks like one
record Tidiness(Path root) {
  private static final int FILE_LINES_MAX = 800;
  private static final int FUNCTION_LINES_MAX = 70;
  private static final Pattern BANNED =
      Pattern.compile("(Manager|Helper|Utils?|Impl|Dto|Common)(?![a-z])");
  private static final Pattern LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  /// Up to here a line of documentation takes the next one's first word, if it has room for it.
  private static final int COLUMNS_FILLED = 80;

  /// A line of documentation that others may follow, and one that may follow: its first word.
  private static final Pattern PROSE = Pattern.compile(" *///\\s+(?!spec:|[#|]).*");

  private static final Pattern GOES_ON =
      Pattern.compile(" *///\\s+(?!spec:|[#|@]|- |\\d+\\. |```)(\\S+).*");

  private static final Set<String> PASSED_BY =
      Set.of("target", "node_modules", "dist", ".git", "untidy", ".venv", "data", "demo-data");
  private static final Set<String> SOURCES =
      Set.of("java", "ts", "tsx", "css", "mjs", "js", "sh", "sql", "py");

  /// Every broken rule, in a sentence each.
  List<String> broken() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> files = files();
    List<Path> java = files.stream().filter(file -> ending(file).equals("java")).toList();
    for (Path file : files) text(file, broken);
    for (Path file : java) if (!isMarked(file)) broken.add(name(file) + " is not @NullMarked");
    parse(java, broken);
    dependencies(files, broken);
    return broken.stream().sorted().toList();
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean skip = !folder.equals(root) && PASSED_BY.contains(folder.getFileName() + "");
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private void text(Path file, List<String> broken) throws IOException {
    String ending = ending(file);
    if (ending.equals("md") && !Files.readString(file).startsWith("# "))
      broken.add(name(file) + " has no title");
    if (!SOURCES.contains(ending)) return;
    List<String> lines = Files.readAllLines(file);
    if (lines.size() > FILE_LINES_MAX && !isMade(lines))
      broken.add(name(file) + " has " + lines.size() + " lines");
    for (int i = 0; i < lines.size(); i++)
      if (LATER.matcher(lines.get(i)).find())
        broken.add(name(file) + ":" + (i + 1) + " puts work off");
    if (ending.equals("java")) ragged(file, lines, broken);
  }

  /// Whether a program writes it, as its first line says.
  private static boolean isMade(List<String> lines) {
    return lines.getFirst().startsWith("// Written by ");
  }

  private void ragged(Path file, List<String> lines, List<String> broken) {
    boolean code = false;
    for (int i = 0; i + 1 < lines.size(); i++) {
      String line = lines.get(i);
      if (line.strip().startsWith("/// ```")) code = !code;
      Matcher next = GOES_ON.matcher(lines.get(i + 1));
      if (code || !PROSE.matcher(line).matches() || !next.matches()) continue;
      if (line.length() + 1 + next.group(1).length() <= COLUMNS_FILLED)
        broken.add(name(file) + ":" + (i + 1) + " ends before its time");
    }
  }

  /// Tests share the mark of the package they test.
  private boolean isMarked(Path file) throws IOException {
    String path = name(file);
    if (path.endsWith("module-info.java")) return true;
    Path here = file.resolveSibling("package-info.java");
    Path main = root.resolve(path.replace("/src/test/", "/src/main/"));
    Path there = main.resolveSibling("package-info.java");
    return marks(here) || marks(there);
  }

  private static boolean marks(Path packageInfo) throws IOException {
    return Files.exists(packageInfo) && Files.readString(packageInfo).contains("@NullMarked");
  }

  private void parse(List<Path> files, List<String> broken) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, _ -> {}, null, null, manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse())
        new Reader(unit, positions, broken).scan(unit, null);
    }
  }

  /// Reads one file for long functions and empty names.
  private final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> broken;
    private final String file;

    Reader(CompilationUnitTree unit, SourcePositions positions, List<String> broken) {
      this.unit = unit;
      this.positions = positions;
      this.broken = broken;
      this.file = name(Path.of(unit.getSourceFile().toUri()));
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
      if (BANNED.matcher(type.getSimpleName()).find())
        broken.add(file + " names a type " + type.getSimpleName());
      return super.visitClass(type, none);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
      if (lines(method) > FUNCTION_LINES_MAX)
        broken.add(file + " has " + lines(method) + " lines in " + method.getName());
      return super.visitMethod(method, none);
    }

    private long lines(Tree tree) {
      LineMap map = unit.getLineMap();
      long end = positions.getEndPosition(unit, tree);
      if (end < 0) return 0;
      return map.getLineNumber(end) - map.getLineNumber(positions.getStartPosition(unit, tree)) + 1;
    }
  }

  private static final Pattern ARTEFACT =
      Pattern.compile(
          "<(?:dependency|plugin|path)>\\s*<groupId>(?!fr\\.parvis)[^<]*</groupId>\\s*<artifactId>([^<]+)");
  private static final Pattern PACKAGES =
      Pattern.compile("\"(?:dependencies|devDependencies)\": \\{([^}]*)}");
  private static final Pattern PACKAGE = Pattern.compile("\"([^\"]+)\":");

  private void dependencies(List<Path> files, List<String> broken) throws IOException {
    List<String> rows = rows();
    Map<String, String> known = known(rows);
    for (String used : used(files)) {
      String row = known.get(used);
      if (row == null) broken.add("docs/dependencies.md does not know " + used);
      else if (!row.matches("\\| [^|]+ \\| [^|]{3,} \\| [^|]{3,} \\|"))
        broken.add("docs/dependencies.md gives no reason or licence for " + used);
    }
    for (String row : rows)
      if (row.matches(".*\\bA?GPL.*")) broken.add("docs/dependencies.md lists a licence we refuse");
  }

  private List<String> rows() throws IOException {
    Path list = root.resolve("docs/dependencies.md");
    return Files.exists(list) ? Files.readAllLines(list) : List.of();
  }

  private static Map<String, String> known(List<String> rows) {
    Map<String, String> known = new TreeMap<>();
    for (String row : rows) for (String name : names(row)) known.put(name, row);
    return known;
  }

  /// Libraries of a class path that are in no row, those too that others bring along.
  List<String> unlisted(String classPath) throws IOException {
    Set<String> known = known(rows()).keySet();
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(one -> one.endsWith(".jar"))
        .map(one -> Path.of(one).getFileName().toString().replaceFirst("-\\d.*", ""))
        .filter(name -> !name.startsWith("parvis") && known.stream().noneMatch(k -> fits(k, name)))
        .toList();
  }

  /// A row may be of all packages that begin alike: `netty-*`.
  private static boolean fits(String listed, String name) {
    return listed.endsWith("*")
        ? name.startsWith(listed.substring(0, listed.length() - 1))
        : listed.equals(name);
  }

  /// The packages of a row `| one, two (with three) | reason | licence |`.
  private static List<String> names(String row) {
    if (!row.startsWith("| ")) return List.of();
    String cell =
        row.split("\\|", -1)[1]
            .replaceAll("\\(with ([^)]*)\\)", ", $1")
            .replaceAll("\\([^)]*\\)", "");
    return Arrays.stream(cell.split(",", -1))
        .map(name -> name.strip().replaceFirst("^[a-z0-9.]+:", ""))
        .toList();
  }

  private Set<String> used(List<Path> files) throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path file : files) {
      String text =
          file.endsWith("pom.xml") || file.endsWith("package.json") ? Files.readString(file) : "";
      if (file.endsWith("pom.xml")) collect(ARTEFACT.matcher(text), used);
      Matcher blocks = PACKAGES.matcher(text);
      while (file.endsWith("package.json") && blocks.find())
        collect(PACKAGE.matcher(blocks.group(1)), used);
    }
    return used;
  }

  private static void collect(Matcher matcher, Set<String> found) {
    while (matcher.find()) found.add(matcher.group(1));
  }

  private String name(Path file) {
    return root.toAbsolutePath().relativize(file.toAbsolutePath()).toString();
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
