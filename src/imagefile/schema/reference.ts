import { stringify } from 'yaml';
import { jsonSchema } from './schema.ts';
import { plannedKeys } from './unknown-keys.ts';

/** Schema has the parts of JSON Schema that the Imagefile uses. */
interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

const HEAD = `# Imagefile reference

<!-- Made from src/imagefile/schema/schema.ts by \`npm run docs\`; do not edit. -->

An Imagefile is one YAML 1.2 document. Its first line selects the frontend. Keys that Compose also has mean the same.

\`\`\`yaml
# syntax=mib/frontend
packages: [nginx-light]
files:
  - nginx.conf: /etc/nginx/nginx.conf
entry: /usr/sbin/nginx
command: ["-g", "daemon off;"]
check:
  - ready: http://127.0.0.1:8080/
\`\`\`

Editors that use yaml-language-server, such as VS Code or Neovim, complete, explain and check an Imagefile if its second line
names the schema: \`# yaml-language-server: $schema=imagefile.schema.json\`, with a path relative to the Imagefile or a URL. The
schema is [imagefile.schema.json](imagefile.schema.json); \`--call=schema\` prints it. [errors.md](errors.md) explains the error
messages.

General rules:

- An unknown key is an error.
- Strings must be written as strings. YAML reads \`1.10\` as the number 1.1 and \`0644\` as 644, so put versions and modes in
  quotes.
- A command line is split into words as in a shell, with quotes and backslashes. Nothing is expanded, and operators such as
  \`&&\` are refused, because no shell runs it.
- Paths of the image are absolute, paths of the build context relative. \`..\` is not allowed in either.
- \`\${NAME}\` in a value is replaced by an argument that [\`args\`](#args) declares, or by a value of the platform: \`\${TARGETARCH}\`
  and the like need no declaration, as in \`files: [{dist/\${TARGETARCH}/app: /usr/bin/app}]\`. In \`environment\` and \`labels\`,
  \`$$\` stands for \`$\`.
`;

/** Returns docs/reference.md, made from the schema. */
export function reference(): string {
  const schema: Schema = jsonSchema();
  const keys = Object.entries(schema.properties ?? {});
  const rows = keys.map(
    ([key, value]) => `| [\`${key}\`](#${key}) | ${formOf(value)} | ${defaultOf(value)} |`,
  );
  const table = ['| key | value | default |', '|---|---|---|', ...rows].join('\n');
  const sections = keys.map(([key, value]) => section(key, value, twinIn(keys)));
  return [HEAD, `## Keys\n\n${table}\n`, ...sections, later()].join('\n');
}

/** Returns a function that finds the key of the Imagefile whose list has the same items as another list. */
function twinIn(keys: readonly (readonly [string, Schema])[]) {
  const known = new Map(keys.flatMap(([key, { items }]) => (items ? [[JSON.stringify(items), key]] : [])));
  return ({ items }: Schema) =>
    items && mapsIn(items).length > 0 ? known.get(JSON.stringify(items)) : undefined;
}

type Twin = ReturnType<typeof twinIn>;

function section(key: string, schema: Schema, twin: Twin): string {
  const parts = [`## ${key}`, schema.description ?? ''];
  if (schema.enum !== undefined) parts.push(`One of ${schema.enum.map(code).join(', ')}.`);
  if (schema.default !== undefined) parts.push(`Default: ${defaultOf(schema)}.`);
  const [example] = schema.examples ?? [];
  if (example !== undefined) {
    parts.push(`\`\`\`yaml\n${stringify({ [key]: example }, { lineWidth: 0 })}\`\`\``);
  }
  for (const map of mapsIn(schema)) parts.push(fields(map, twin));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Returns the maps with fixed keys that a value may be, or a list may hold. */
function mapsIn(schema: Schema): Schema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.items === undefined ? [] : [schema.items])];
  return [...(schema.properties === undefined ? [] : [schema]), ...inner.flatMap(mapsIn)];
}

function fields(map: Schema, twin: Twin): string {
  return ['| key | value | meaning |', '|---|---|---|', ...fieldRows(map, '', twin)].join('\n');
}

/** Returns a row for each key of a map, followed by the rows of its inner maps unless another key documents them. */
function fieldRows(map: Schema, within: string, twin: Twin): string[] {
  return Object.entries(map.properties ?? {}).flatMap(([key, schema]) => {
    const needed = map.required?.includes(key) === true ? ' (required)' : '';
    const preset = schema.default === undefined ? '' : ` Default: ${defaultOf(schema)}.`;
    const [example] = schema.examples ?? [];
    const shown = example === undefined ? '' : ` Example: ${flow(example)}.`;
    const name = `${within}${key}`;
    const same = twin(schema);
    const form = same === undefined ? formOf(schema) : `as [\`${same}\`](#${same})`;
    const row = `| \`${name}\`${needed} | ${form} | ${cell(`${schema.description ?? ''}${preset}${shown}`)} |`;
    if (same !== undefined) return [row];
    const inner = mapsIn(schema).flatMap((each) => fieldRows(each, `${name}.`, twin));
    // A map may stand for a list of one.
    return [row, ...new Set(inner)];
  });
}

/** Returns the types of a value, such as `string or list (string)`. */
function formOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(formOf))].join(' or ');
  if (schema.items !== undefined) return `list (${formOf(schema.items)})`;
  if (schema.properties !== undefined || schema.type === 'object') return 'map';
  if (schema.type === 'integer') return 'whole number';
  if (schema.type === 'boolean') return '`true`, `false`';
  return Array.isArray(schema.type) ? 'string' : String(schema.type);
}

function defaultOf(schema: Schema): string {
  if (schema.default === undefined) return '';
  return flow(schema.default);
}

function flow(value: unknown): string {
  return code(
    stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim(),
  );
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').trim();
}

function later(): string {
  const rows = plannedKeys().map(([key, instead]) => `| \`${key}\` | ${cell(instead)} |`);
  const head = 'These keys are planned. Until then, they are refused with the code `not-supported-yet`.';
  return `## Not supported yet\n\n${head}\n\n${['| key | until then |', '|---|---|', ...rows].join('\n')}\n`;
}
