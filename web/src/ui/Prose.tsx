import { blocksOf, type Span } from "../base/prose";

const keyed = <X,>(all: readonly X[]) => all.map((of, key) => ({ of, key }));

function Spans({ of }: { of: readonly Span[] }) {
  return keyed(of).map(({ of: span, key }) => {
    if (span.kind === "strong") return <strong key={key}>{span.text}</strong>;
    if (span.kind === "em") return <em key={key}>{span.text}</em>;
    if (span.kind === "link")
      return (
        <a key={key} className="link" href={span.href} rel="noopener noreferrer">
          {span.text}
        </a>
      );
    return <span key={key}>{span.text}</span>;
  });
}

/** A text of administrators as a page, without any HTML of theirs; headings begin below that of the page. */
export function Prose({ lang, children }: { lang?: string; children: string }) {
  return keyed(blocksOf(children)).map(({ of: block, key }) => {
    if (block.kind === "heading") {
      const Heading = block.deep ? "h3" : "h2";
      return (
        <Heading key={key} lang={lang}>
          <Spans of={block.spans} />
        </Heading>
      );
    }
    if (block.kind === "paragraph")
      return (
        <p key={key} lang={lang}>
          <Spans of={block.spans} />
        </p>
      );
    const List = block.ordered ? "ol" : "ul";
    return (
      <List key={key} lang={lang}>
        {keyed(block.items).map(({ of: item, key: at }) => (
          <li key={at}>
            <Spans of={item} />
          </li>
        ))}
      </List>
    );
  });
}
