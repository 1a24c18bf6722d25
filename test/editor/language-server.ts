import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';

/** A place in a text, both counted from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Diagnostic {
  readonly message: string;
  /** 1 is an error. */
  readonly severity: number;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** A text that an editor has open, at an editor's server. */
export interface Editor {
  /** What is wrong with it, by the order of the lines. */
  readonly diagnostics: readonly Diagnostic[];
  completion(at: Position): Promise<readonly string[]>;
  hover(at: Position): Promise<string>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly diagnostics?: readonly Diagnostic[]; readonly items?: readonly unknown[] };
  readonly result?: unknown;
}

const SCHEMA = pathToFileURL('docs/imagefile.schema.json').href;
const TEXT_DOCUMENT = { uri: 'file:///project/Imagefile' };

/**
 * Opens a text as an editor does, with the line that names its schema after the first; the server lives as long as the test
 * (Language Server Protocol 3.17).
 */
export async function open(text: string): Promise<Editor> {
  const { ask, tell, published } = start();
  await ask('initialize', { processId: process.pid, rootUri: null, capabilities: CAPABILITIES });
  tell('initialized', {});
  const named = text.replace('\n', `\n# yaml-language-server: $schema=${SCHEMA}\n`);
  tell('textDocument/didOpen', {
    textDocument: { ...TEXT_DOCUMENT, languageId: 'yaml', version: 1, text: named },
  });
  const inText = (at: Position) => ({
    textDocument: TEXT_DOCUMENT,
    position: { ...at, line: at.line + (at.line > 0 ? 1 : 0) },
  });
  const diagnostics = await published;
  return {
    diagnostics: [...diagnostics].sort((a, b) => a.range.start.line - b.range.start.line),
    completion: async (at) => {
      const { items } = (await ask('textDocument/completion', inText(at))) as {
        readonly items: readonly { readonly label: string }[];
      };
      return items.map(({ label }) => label);
    },
    hover: async (at) => {
      const { contents } = (await ask('textDocument/hover', inText(at))) as {
        readonly contents: { readonly value: string };
      };
      return contents.value;
    },
  };
}

const CAPABILITIES = {
  textDocument: {
    completion: { completionItem: { documentationFormat: ['markdown'] } },
    hover: { contentFormat: ['markdown'] },
    publishDiagnostics: {},
  },
};

/** Settings of a plain editor: no schema is fetched, or known by the name of a file. */
const SETTINGS = { completion: true, hover: true, validate: true, schemaStore: { enable: false } };

function start() {
  const require = createRequire(import.meta.url);
  const program = require.resolve('yaml-language-server/bin/yaml-language-server');
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  const waiting = new Map<number, (result: unknown) => void>();
  const send = (message: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  let publish = (_: readonly Diagnostic[]) => {};
  const published = new Promise<readonly Diagnostic[]>((resolve) => {
    publish = resolve;
  });
  const receive = ({ id, method, params, result }: Message) => {
    if (method === 'textDocument/publishDiagnostics') publish(params?.diagnostics ?? []);
    else if (id !== undefined && method === 'workspace/configuration') {
      send({ id, result: params?.items?.map((_, at) => (at === 0 ? SETTINGS : null)) });
    } else if (id !== undefined && method !== undefined) send({ id, result: null });
    else if (id !== undefined) waiting.get(id)?.(result);
  };
  let bytes = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let next = message(bytes); next !== undefined; next = message(bytes)) {
      bytes = bytes.subarray(next.end);
      receive(next.message);
    }
  });
  let last = 0;
  return {
    published,
    tell: (method: string, params: object) => send({ method, params }),
    ask: (method: string, params: object) =>
      new Promise<unknown>((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        send({ id: last, method, params });
      }),
  };
}

/** The first message of a stream, once all of it is there. */
function message(bytes: Buffer): { readonly message: Message; readonly end: number } | undefined {
  const head = bytes.indexOf('\r\n\r\n');
  const length = Number(/^Content-Length: (\d+)/.exec(bytes.subarray(0, Math.max(0, head)).toString())?.[1]);
  const end = head + 4 + length;
  if (head < 0 || bytes.length < end) return undefined;
  return { message: JSON.parse(bytes.subarray(head + 4, end).toString()), end };
}
