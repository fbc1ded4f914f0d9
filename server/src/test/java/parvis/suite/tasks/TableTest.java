package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.in;
import static parvis.suite.tasks.Crew.people;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonObject;

/// Tables come in and go out, as spreadsheets write and read them.
class TableTest {
  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static Answer send(Client who, String space, byte[] file, String query) {
    return who.send("POST", in(space) + "/tasks/table" + query, "text/csv", file);
  }

  private static Answer send(Client who, String space, String file) {
    return send(who, space, file.getBytes(StandardCharsets.UTF_8), "");
  }

  private static List<String> outcomes(Answer report) {
    return Crew.objects(report.ok().json(), "lines").stream()
        .map(
            line -> line.integer("line").orElseThrow() + " " + line.string("outcome").orElseThrow())
        .toList();
  }

  /// Of each line that is refused, which cell is wrong.
  private static List<String> wrong(Answer report) {
    return Crew.objects(report.ok().json(), "lines").stream()
        .filter(line -> line.string("outcome").equals(Optional.of("refused")))
        .map(
            line ->
                line.integer("line").orElseThrow()
                    + " "
                    + Stream.of("field", "column", "cell")
                        .map(name -> line.string(name).orElse("-"))
                        .collect(Collectors.joining(" ")))
        .toList();
  }

  private static List<String> titles(String space) {
    return Crew.objects(alice.get(in(space) + "/tasks?limit=1000").ok().json(), "tasks").stream()
        .map(card -> card.string("title").orElseThrow())
        .toList();
  }

  private static String site(String name) {
    var site = crew.space("project", name);
    var blue = JsonObject.of("id", "blue", "name", "Bleu", "colour", 3);
    var field = JsonObject.of("id", "prix", "name", "Prix", "kind", "number");
    var wish =
        JsonObject.of("base", 0, "labels", JsonArray.of(blue), "fields", JsonArray.of(field));
    alice.put(in(site) + "/board", wish).ok();
    return site;
  }

  @Test
  void a_table_is_looked_at_then_read_and_read_again_makes_nothing() {
    var site = site("Table");
    var file =
        "\ufeffTitre;Colonne;Échéance;Responsables;Étiquettes;Prix;Temps estimé (min)\r\n"
            + "Poser;En cours;2026-12-01;"
            + crew.bruno.user()
            + ";bleu;12,5;30\r\n"
            + "\"À deux\nlignes\";;;;;;\r\n"
            + ";En cours;;;;;\r\n"
            + "Déposer;Nulle part;;;;;\r\n"
            + "Rouge;;;;rouge;;\r\n"
            + "Étranger;;;@personne:ailleurs.example;;;\r\n"
            + "Demain;;demain;;;;\r\n"
            + "Simple;;;;;;\r\n";
    var bytes = file.getBytes(StandardCharsets.UTF_8);
    var expected =
        List.of(
            "2 made",
            "3 refused",
            "5 refused",
            "6 refused",
            "7 refused",
            "8 refused",
            "9 refused",
            "10 made");
    var looked = send(alice, site, bytes, "?dry_run=true");
    assertThat(outcomes(looked)).isEqualTo(expected);
    assertThat(looked.json().bool("dry_run")).contains(true);
    assertThat(wrong(looked))
        .containsExactly(
            "3 title Titre À deux\nlignes",
            "5 title Titre ",
            "6 column Colonne Nulle part",
            "7 labels Étiquettes rouge",
            "8 assignees Responsables @personne:ailleurs.example",
            "9 due Échéance demain");
    assertThat(titles(site)).isEmpty();
    assertThat(outcomes(send(alice, site, file))).isEqualTo(expected);
    assertThat(titles(site)).containsExactly("Poser", "Simple");
    assertThat(outcomes(send(crew.bruno, site, file))).contains("2 there", "10 there").hasSize(8);
    assertThat(titles(site)).hasSize(2);
    var card = Crew.objects(alice.get(in(site) + "/tasks").ok().json(), "tasks").getFirst();
    assertThat(card.string("column")).contains("doing");
    assertThat(card.array("assignees")).contains(people(crew.bruno));
    assertThat(card.array("labels")).contains(JsonArray.of("blue"));
    assertThat(card.object("custom")).contains(JsonObject.of("prix", new JsonDecimal("12.5")));
    assertThat(card.integer("estimate_minutes")).hasValue(30);
  }

  @Test
  void a_table_that_was_mended_makes_no_line_twice() {
    var site = site("Corrigée");
    var wrong = "Titre;Colonne\nPoser;En cours\nPoser;En cours\nDéposer;Nulle part\n";
    assertThat(outcomes(send(alice, site, wrong))).containsExactly("2 made", "3 made", "4 refused");
    var mended = wrong.replace("Nulle part", "En cours");
    var bytes = mended.getBytes(StandardCharsets.UTF_8);
    var there = List.of("2 there", "3 there", "4 made");
    assertThat(outcomes(send(alice, site, bytes, "?dry_run=true"))).isEqualTo(there);
    assertThat(titles(site)).containsExactly("Poser", "Poser");
    assertThat(outcomes(send(crew.bruno, site, mended))).isEqualTo(there);
    assertThat(titles(site)).containsExactly("Poser", "Poser", "Déposer");
    assertThat(outcomes(send(alice, site, mended)))
        .containsExactly("2 there", "3 there", "4 there");
    // Nothing was refused any more: another file may say the same again.
    assertThat(outcomes(send(alice, site, "Colonne;Titre\nEn cours;Poser\n")))
        .containsExactly("2 made");
    assertThat(titles(site)).hasSize(4);
  }

  @Test
  void a_long_table_is_read_as_far_as_the_space_has_room() {
    var site = site("Longue");
    send(alice, site, "Titre\nPremière\n").ok();
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    update task_board set held = ?
                     where space = (select space from task
                                     where content::jsonb ->> 'title' = 'Première')""",
                    Tasks.TASKS_MAX - 120));
    var file = "Titre\n" + "Ligne\n".repeat(150);
    var lines = outcomes(send(alice, site, file));
    assertThat(lines).hasSize(150);
    assertThat(lines.subList(0, 120)).allMatch(line -> line.endsWith("made"));
    assertThat(lines.subList(120, 150)).allMatch(line -> line.endsWith("refused"));
    assertThat(outcomes(send(alice, site, file)).subList(0, 120))
        .allMatch(line -> line.endsWith("there"));
    assertThat(titles(site)).hasSize(121);
  }

  @Test
  void what_spreadsheets_of_windows_write_is_read() {
    var site = site("Windows");
    var file = "Titre,Priorité\r\nÉté à l’œuvre,high\r\n".getBytes(WINDOWS);
    assertThat(outcomes(send(alice, site, file, ""))).containsExactly("2 made");
    assertThat(titles(site)).containsExactly("Été à l’œuvre");
    var bytes = new byte[] {'T', 'i', 't', 'r', 'e', '\n', (byte) 0x81, (byte) 0xE9, '\n'};
    assertThat(send(alice, site, bytes, "").errcode()).isEqualTo("M_INVALID_PARAM");
    var wide = "Titre\nA\n".getBytes(StandardCharsets.UTF_16);
    assertThat(send(alice, site, wide, "").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(send(alice, site, wide, "").json().string("reason")).contains("encoding");
  }

  @Test
  void priorities_are_called_as_people_call_them() {
    var site = site("Priorités");
    var file = "Titre;Priorité\nUne;haute\nDeux;Sans\nTrois;low\nQuatre;énorme\n";
    var read = send(alice, site, file);
    assertThat(outcomes(read)).containsExactly("2 made", "3 made", "4 made", "5 refused");
    assertThat(wrong(read)).containsExactly("5 priority Priorité énorme");
    assertThat(alice.get(in(site) + "/tasks/table").ok().text())
        .contains("\"Haute\"", "\"Sans\"", "\"Basse\"");
  }

  @Test
  void days_are_written_as_in_france_too() {
    var site = site("Jours");
    var file =
        "Titre;Début;Échéance\nUne;1/12/2026;2026-12-31\nDeux;;31.12.2026\nTrois;;31/13/2026\n";
    var read = send(alice, site, file);
    assertThat(outcomes(read)).containsExactly("2 made", "3 made", "4 refused");
    assertThat(wrong(read)).containsExactly("4 due Échéance 31/13/2026");
    var cards = Crew.objects(alice.get(in(site) + "/tasks").ok().json(), "tasks");
    assertThat(cards).extracting(card -> card.string("due").orElse("")).containsOnly("2026-12-31");
    assertThat(cards.getFirst().string("start")).contains("2026-12-01");
  }

  @Test
  void what_is_no_table_of_tasks_is_refused_whole() {
    for (var wrong : List.of("", "Titre", "Lune\nA", "Titre\n\"A", "x".repeat(100_000))) {
      assertThat(send(alice, crew.space, wrong).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    var tooLong = "Titre;Description\nA;" + "x".repeat(20_001) + "\n";
    assertThat(outcomes(send(alice, crew.space, tooLong))).containsExactly("2 refused");
    assertThat(send(alice, crew.space, "Titre\n" + "x".repeat(10_000_000)).errcode())
        .isEqualTo("M_TOO_LARGE");
    assertThat(send(alice, crew.space, "Titre\n" + "A\n".repeat(TaskFile.ROWS_MAX + 2)).errcode())
        .isEqualTo("M_TOO_LARGE");
    assertThat(send(crew.chloe, crew.space, "Titre\nA\n").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(send(crew.outsider, crew.space, "Titre\nA\n").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void what_goes_out_is_no_formula_and_comes_back_as_it_was() {
    var site = site("Sortie");
    for (var title : List.of("=1+1", "@SOMME(A1)", "-2", "A;\"B\"")) {
      alice
          .post(
              in(site) + "/tasks",
              crew.wish("title", title, "description", "+33", "due", "2026-12-01"))
          .ok();
    }
    var path = in(site) + "/tasks/table";
    var out = alice.get(path).ok();
    assertThat(out.header("Content-Type")).startsWith("text/csv");
    assertThat(out.text())
        .startsWith("\ufeff\"Numéro\";\"Titre\"")
        .contains("\"'=1+1\"", "\"'@SOMME(A1)\"", "\"'-2\"", "\"'+33\"", "\"A;\"\"B\"\"\"")
        .doesNotContain("\"=", "\"@S", "\"+");
    var copy = site("Retour");
    assertThat(outcomes(send(alice, copy, out.bytes(), ""))).allMatch(one -> one.endsWith("made"));
    assertThat(titles(copy)).isEqualTo(titles(site));
    assertThat(alice.get(path + "?text=somme").ok().text()).contains("SOMME").doesNotContain("1+1");
    assertThat(alice.get(path + "?limit=1").ok().text()).contains("SOMME", "1+1");
    assertThat(crew.outsider.get(path).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(crew.dan.get(crew.here() + "/tasks/table").ok().text()).doesNotContain("1+1");
  }

  private static void call(Client who, String name) {
    who.put(
            "/_matrix/client/v3/profile/" + Client.segment(who.user()) + "/displayname",
            JsonObject.of("displayname", name))
        .ok();
  }

  private static List<String> meant(Answer report) {
    return Crew.objects(report.ok().json(), "lines").stream()
        .map(line -> line.string("person").orElse(line.string("outcome").orElseThrow()))
        .toList();
  }

  @Test
  void people_go_out_by_name_and_come_in_by_name_id_or_address() {
    call(crew.bruno, "Moreau, Léa");
    call(crew.dan, "Karim Ouali");
    call(crew.eve, "Karim Ouali");
    call(crew.chloe, "Inès Roy");
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into address (server, address, "user", proven_ms, added_ms)
                    select c.server, 'lea@ville.example', c."user", 1, 1
                      from account c join matrix_user u on u.nid = c."user" where u.user_id = ?
                    """,
                    crew.bruno.user()));
    var site = site("Personnes");
    var person = JsonObject.of("id", "avis", "name", "Avis", "kind", "person");
    alice.put(in(site) + "/board", JsonObject.of("base", 1, "fields", JsonArray.of(person))).ok();
    var file =
        "Titre;État;Responsables;Avis;Lune\n"
            + "Un;En cours;\"moreau, lea\";Inès Roy;x\n"
            + "Deux;;lea@ville.example, "
            + crew.chloe.user()
            + ";;\n"
            + "Trois;;Karim Ouali;;\n"
            + "Quatre;;Personne Inconnue;;\n"
            + "Cinq;;rien@ville.example;;\n"
            + "Six;;"
            + crew.outsider.user()
            + ";;\n"
            + "Sept;;'"
            + crew.bruno.user()
            + ";;\n";
    var read = send(alice, site, file);
    assertThat(meant(read))
        .containsExactly("made", "made", "several", "nobody", "nobody", "nobody", "made");
    assertThat(read.json().array("left_out")).contains(JsonArray.of("Lune"));
    var out = alice.get(in(site) + "/tasks/table").ok();
    assertThat(out.text())
        .contains("\"Moreau Léa <" + crew.bruno.user() + ">\"", "\"En cours\"")
        .contains("\"Inès Roy <" + crew.chloe.user() + ">\"")
        .doesNotContain("'@");
    assertThat(meant(send(alice, site, out.bytes(), ""))).containsExactly("made", "made", "made");
    assertThat(alice.get(in(site) + "/tasks/table?assignee=" + Client.segment(crew.bruno.user())))
        .satisfies(
            again -> assertThat(again.ok().text().split("Moreau Léa")).hasSizeGreaterThan(6));
  }
}
