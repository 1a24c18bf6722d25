import { type Problem, problem } from '../text/problem.ts';
import { isShort, quote, type Tree } from '../text/tree.ts';
import { explainFrom } from './explain-paths.ts';
import * as mend from './suggestions.ts';
import type { Wording } from './wording-rule.ts';

/** The keys of an entry of `output`. */
const OUTPUT_KEYS = ['from', 'to', 'owner', 'mode'] as const;

export type OutputKey = (typeof OUTPUT_KEYS)[number];

const PAIR = '- hello: /usr/bin/hello';

function isOutputKey(key: string): boolean {
  return OUTPUT_KEYS.some((name) => name === key);
}

/** Returns 1 for `made: target`, a map whose single key is not a key of the language; 0 for a map with "to". */
function outputVariant(tree: Tree): number {
  if (tree.kind !== 'map') return 0;
  const [key = '', ...more] = tree.entries.keys();
  return more.length === 0 && !isOutputKey(key) ? 1 : 0;
}

/** Explains several pairs in one entry. */
function explainOutput(tree: Tree): Problem | undefined {
  if (tree.kind !== 'map' || tree.entries.size < 2) return undefined;
  const isPair = [...tree.entries].every(
    ([key, { value }]) => !isOutputKey(key) && value.kind === 'scalar' && value.source.startsWith('/'),
  );
  if (!isPair) return undefined;
  const message = 'an output must be one "made: target", but this entry has several';
  return problem('invalid-value', message, 'put "- " in front of each');
}

function explainInside(path: string): Problem {
  const what = `source ${quote(path)}`;
  if (path === '')
    return problem('invalid-value', 'source is empty', 'write "." for the folder of the source');
  return problem('unsafe-path', `${what} must not contain ".."`, 'write an absolute path');
}

/** Returns the check of a URL. A password is refused because it would enter the provenance of every image. */
function explainUrl(subject: string, expects: string, example: string): (url: string) => Problem {
  return (url) => {
    if (/^https?:\/\/[^/]*@/.test(url)) {
      return problem(
        'invalid-value',
        `${subject} must not contain a user name or password`,
        'remove the part before "@"',
      );
    }
    if (subject === 'git' && /[?#]/.test(url)) {
      const message = `git ${quote(url)} must not have a query or a fragment`;
      return problem('invalid-value', message, 'name the tag or branch in "ref"');
    }
    return problem('invalid-value', `${subject} ${quote(url)} must be ${expects}`, `for example ${example}`);
  };
}

function explainCommit(commit: string): Problem {
  const message = `commit ${quote(commit)} must be a full hash, 40 or 64 hexadecimal digits`;
  const isShortened = /^[0-9a-f]{4,63}$/.test(commit);
  return problem(
    'invalid-value',
    message,
    isShortened ? 'git rev-parse prints the full hash' : 'name a tag or branch in "ref"',
  );
}

/** Wordings for the values of `build:`. */
export const BUILD_WORDINGS = {
  'build-map': {
    subject: 'build',
    isItem: true,
    expects: 'a map with "name", "source", "run" and "output"',
    example: '- {name: hello, source: {context: .}, run: [make], output: [hello: /usr/bin/hello]}',
  },
  'build-name': {
    subject: 'name of a build',
    expects: 'made of a-z, 0-9, ".", "_", "/" and "-", beginning with a letter or digit',
    example: 'name: hello',
  },
  source: {
    expects: 'a map with "git", "context" or "http"',
    example: 'source: {context: .}',
  },
  git: {
    expects: 'the URL of a git repository',
    explain: explainUrl('git', 'the URL of a git repository', 'git: https://git.example/hello.git'),
  },
  ref: { expects: 'the name of a tag or branch', example: 'ref: v2.12', isText: true },
  commit: {
    expects: '40 or 64 hexadecimal digits',
    isText: true,
    explain: explainCommit,
  },
  'source-context': {
    subject: 'context',
    expects: 'a folder of the build context',
    example: 'context: .',
    explain: explainFrom,
  },
  'source-http': {
    subject: 'http',
    expects: 'an http or https URL',
    explain: explainUrl('http', 'an http or https URL', 'http: https://files.example/hello-2.12.tar.gz'),
  },
  signature: {
    expects: 'an http or https URL',
    explain: explainUrl(
      'signature',
      'an http or https URL',
      'signature: https://files.example/hello-2.12.tar.gz.asc',
    ),
  },
  sha256: { expects: '64 hexadecimal digits', isText: true },
  'source-folder': {
    subject: 'folder',
    expects: 'a folder of the source',
    example: 'folder: src',
  },
  fetch: {
    expects: 'a map with "files" and "run"',
    example: 'fetch: {files: [go.mod, go.sum], run: [go mod download]}',
  },
  'fetch-files': {
    subject: 'files',
    expects: 'a list of files of the source',
    example: 'files: [go.mod, go.sum]',
  },
  'fetch-file': {
    subject: 'file',
    isItem: true,
    expects: 'a file of the source, or a glob',
    example: 'go.sum',
  },
  outputs: { subject: 'output', expects: 'a list', example: PAIR, mend: mend.items },
  'output-item': {
    subject: 'output',
    isItem: true,
    expects: '"made: target", or a map with "from" and "to"',
    example: PAIR,
    variant: outputVariant,
    explainWhole: explainOutput,
  },
  'output-pair': {
    subject: 'output',
    isItem: true,
    expects: 'one "made: target"',
    example: PAIR,
  },
  'output-from': {
    subject: 'source',
    isItem: true,
    expects: 'a path that the commands make',
    example: 'build/hello',
    isText: true,
    explain: explainInside,
    explainNothing: (key: string) =>
      isShort(key)
        ? problem('wrong-type', `nothing says where ${quote(key)} goes`, `write ${key}: /path/in/the/image`)
        : undefined,
  },
} satisfies Record<string, Wording>;
