import { describe, expect, test } from "vitest";
import { editContent, messageContent, relationOf } from "./content";
import { toHtml } from "./markdown";

const html = (text: string) => toHtml(text, () => null, []);
const lou = { id: "@lou:ville.example", name: "Lou Martel", picture: null };

describe("Markdown", () => {
  test("a text without formatting needs no HTML", () => {
    for (const text of ["Bonjour", "deux\nlignes", "a < b & c", "un snake_case_name", "voir https://ville.example/a_b"])
      expect(html(text)).toBe(null);
  });
  test("emphasis, code, links, lists and quotes", () => {
    expect(html("**gras** _penché_ ~~barré~~ `code`")).toBe(
      "<strong>gras</strong> <em>penché</em> <del>barré</del> <code>code</code>",
    );
    expect(html("[mairie](https://ville.example)")).toBe('<a href="https://ville.example">mairie</a>');
    expect(html("- un\n- deux")).toContain("<li>un</li>");
    expect(html("> dit")).toContain("<blockquote>");
    expect(html("**a**\nb")).toBe("<strong>a</strong><br>b");
  });
  test("signs inside words and sums are read as they were typed, and a year begins no list", () => {
    for (const text of ["5*3*2 = 30", "2**3**4", "agent*e*s", "10~20~30", "2026. Une grande année", "*3*2", "a*b*"])
      expect(html(text)).toBe(null);
    expect(html("plan_2026_final.pdf et 5*3*2 = **30**")).toBe("plan_2026_final.pdf et 5*3*2 = <strong>30</strong>");
    expect(html("l’*important*, (**là**), *«ici»*.")).toBe(
      "l’<em>important</em>, (<strong>là</strong>), <em>«ici»</em>.",
    );
    expect(html("**Mair**ie")).toBe("<strong>Mair</strong>ie");
    expect(html("12. douze\n13. treize")).toContain('<ol start="12">');
    expect(html("1. un")).toContain("<li>un</li>");
  });
  test("HTML stays text, and no address but one to follow becomes a link", () => {
    expect(html("<img src=x onerror=alert(1)> **a**")).not.toContain("<img");
    expect(html("[a](javascript:alert(1)) **b**")).not.toContain("href");
    expect(html('[a](https://x.example/"onmouseover=alert(1)) **b**') ?? "").not.toMatch(/"onmouseover/);
    expect(html("![i](https://x.example/i.png) **b**")).not.toContain("<img");
  });
});

describe("the content of a message", () => {
  test("names persons in the text and in m.mentions", () => {
    const content = messageContent(
      { text: "@Lou Martel, on y va ?", named: [{ id: lou.id, name: lou.name }] },
      {},
      "@me:ville.example",
    );
    expect(content["m.mentions"]).toEqual({ user_ids: [lou.id] });
    expect(content.formatted_body).toBe(
      '<a href="https://matrix.to/#/%40lou%3Aville.example">@Lou Martel</a>, on y va ?',
    );
    const gone = messageContent(
      { text: "on y va ?", named: [{ id: lou.id, name: lou.name }] },
      {},
      "@me:ville.example",
    );
    expect(gone["m.mentions"]).toEqual({});
    expect(gone.formatted_body).toBeUndefined();
  });
  test("a reply tells whoever is answered; inside a discussion it says so", () => {
    const content = messageContent(
      { text: "oui", named: [] },
      { replyTo: { id: "$q", sender: lou } },
      "@me:ville.example",
    );
    expect(content["m.mentions"]).toEqual({ user_ids: [lou.id] });
    expect(content["m.relates_to"]).toEqual({ "m.in_reply_to": { event_id: "$q" } });
    expect(relationOf({ thread: "$root", threadLast: "$last" })).toEqual({
      rel_type: "m.thread",
      event_id: "$root",
      is_falling_back: true,
      "m.in_reply_to": { event_id: "$last" },
    });
    expect(relationOf({ thread: "$root", replyTo: { id: "$q", sender: lou } })).toMatchObject({
      is_falling_back: false,
    });
  });
  test("an edit repeats the new words and tells only those not named before", () => {
    const written = {
      text: "@Lou Martel et @Ana",
      named: [
        { id: lou.id, name: lou.name },
        { id: "@ana:ville.example", name: "Ana" },
      ],
    };
    const content = editContent(written, "$first", [lou.id]);
    expect(content["m.relates_to"]).toEqual({ rel_type: "m.replace", event_id: "$first" });
    expect(content["m.mentions"]).toEqual({ user_ids: ["@ana:ville.example"] });
    expect((content["m.new_content"] as { body: string }).body).toBe("@Lou Martel et @Ana");
  });
});
