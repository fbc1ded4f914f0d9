/**
 * Writes what goes over the wire as types, from `docs/admin/openapi.json`, which the server's tests write from its tables of
 * endpoints. openapi-typescript, which does the same for any description, needs a compiler of TypeScript before 7.
 */

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}
interface Operation {
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** What the client asks by these types: tasks and what is kept beside them, decisions, search, how the server is. */
const asked =
  /^\/api\/v1\/(administration\/(domains|health)|tasks|decisions|search|spaces\/\{space\}\/(board|tasks|decisions)|rooms\/\{roomId\}\/(tasks|decisions))(\/|\.|$)/;

const nameOf = (name: string): string => (/^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name));
const inside = (text: string): string => text.replaceAll("\n", "\n  ");
const lineMax = 110;
/** Members on one line where they fit, below each other otherwise. */
function braced(members: readonly string[]): string {
  const line = `{ ${members.join(" ").replace(/;$/, "")} }`;
  return line.length > lineMax || line.includes("\n") ? `{\n  ${inside(members.join("\n"))}\n}` : line;
}

function plainType(type: string, schema: Schema): string {
  switch (type) {
    case "null":
      return "null";
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return "number";
    case "string":
      return schema.enum ? schema.enum.map((word) => JSON.stringify(word)).join(" | ") : "string";
    case "array": {
      const item = typeOf(schema.items ?? {});
      return `readonly ${/[|{ ]/.test(item) ? `(${item})` : item}[]`;
    }
    case "object":
      return schema.properties ? objectOf(schema) : "Anything";
    default:
      throw new Error(`There is no type for ${type}.`);
  }
}

function objectOf({ properties = {}, required = [] }: Schema): string {
  const lines = Object.entries(properties).map(([name, schema]) => {
    const says = schema.description ? `/** ${schema.description} */ ` : "";
    return `${says}readonly ${nameOf(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema)};`;
  });
  return lines.length === 0 ? "Nothing" : braced(lines);
}

const schemas = "#/components/schemas/";

function typeOf(schema: Schema): string {
  const { type, $ref, anyOf } = schema;
  if ($ref) return $ref.slice(schemas.length);
  if (anyOf) return anyOf.map(typeOf).join(" | ");
  if (type === undefined) return "unknown";
  return (typeof type === "string" ? [type] : type).map((one) => plainType(one, schema)).join(" | ");
}

const jsonOf = (of: Content | undefined): Schema | undefined => of?.content?.["application/json"]?.schema;

function queryOf({ parameters = [] }: Operation): string {
  const asks = parameters.filter((one) => one.in === "query");
  const properties = Object.fromEntries(asks.map((one) => [one.name, one.schema]));
  return objectOf({ properties, required: asks.filter((one) => one.required).map((one) => one.name) });
}

function operationOf(operation: Operation): string {
  const body = jsonOf(operation.requestBody);
  const answer = jsonOf(operation.responses["200"]);
  const parts = [
    `readonly query: ${queryOf(operation)};`,
    `readonly body: ${body ? typeOf(body) : "never"};`,
    `readonly answer: ${answer ? typeOf(answer) : "unknown"};`,
  ];
  return braced(parts);
}

/** The names of what is told under a name in a text, and in what is told under these. */
function namesIn(text: string, named: Readonly<Record<string, string>>, known: Set<string>): Set<string> {
  for (const name of Object.keys(named)) {
    if (known.has(name) || !new RegExp(`\\b${name}\\b`).test(text)) continue;
    known.add(name);
    namesIn(named[name] ?? "", named, known);
  }
  return known;
}

const head =
  "// Written by wiring.ts from docs/admin/openapi.json: WIRE_WRITE=true npx vitest run src/api/wiring.test.ts\n";
const plain = {
  Nothing: "type Nothing = Readonly<Record<string, never>>;",
  Anything: "type Anything = Readonly<Record<string, unknown>>;",
};

const uses = (text: string, name: string): boolean =>
  new RegExp(`\\b${name}\\b`).test(text.replace(/\/\*\*.*?\*\//gs, ""));

/** A file of types, before which stands what they use. */
function fileOf(text: string, named: readonly string[]): string {
  const own = Object.entries(plain).flatMap(([name, type]) => (uses(text, name) ? [type] : []));
  const used = named.filter((name) => uses(text, name));
  const imported = used.length === 0 ? [] : [`import type { ${used.join(", ")} } from "./named";`];
  return `${[head, ...imported, ...own].join("\n")}\n${text}`;
}

function pathOf(path: string, methods: Readonly<Record<string, Operation>>): string {
  const told = Object.entries(methods).map(
    ([method, operation]) => `/** ${operation.summary} */\nreadonly ${method}: ${operationOf(operation)};`,
  );
  return `readonly ${JSON.stringify(path)}: {\n  ${inside(told.join("\n"))}\n};`;
}

/** The types of all that is asked, as files: one for each first word of paths, and one for what has a name. */
export function wireOf({ paths, components = {} }: Description): Readonly<Record<string, string>> {
  const tags = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(paths)) {
    if (!asked.test(path)) continue;
    const [tag = ""] = path.slice("/api/v1/".length).split(/[/.]/);
    tags.set(tag, [...(tags.get(tag) ?? []), pathOf(path, methods)]);
  }
  const schemas = Object.entries(components.schemas ?? {});
  const named = Object.fromEntries(schemas.map(([name, schema]) => [name, typeOf(schema)]));
  const names = [...namesIn([...tags.values()].flat().join("\n"), named, new Set())].sort();
  const files: Record<string, string> = {
    "named.ts": fileOf(names.map((name) => `export type ${name} = ${named[name]};\n`).join(""), []),
  };
  const wires = [...tags].map(([tag, entries]) => {
    const wire = `${tag.charAt(0).toUpperCase()}${tag.slice(1)}Wire`;
    const all = `/** What goes over the wire below \`/api/v1/${tag}\`, by path and method. */
export interface ${wire} {\n  ${inside(entries.join("\n"))}\n}\n`;
    files[`${tag}.ts`] = fileOf(all, names);
    return { tag, wire };
  });
  const imports = wires.map(({ tag, wire }) => `import type { ${wire} } from "./${tag}";\n`).join("");
  files["index.ts"] = `${head}\n${imports}\nexport type * from "./named";\n
/** What goes over the wire, by path and method. */
export interface Wire extends ${wires.map(({ wire }) => wire).join(", ")} {}\n`;
  return files;
}
