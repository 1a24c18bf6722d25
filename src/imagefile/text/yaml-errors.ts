import type { Document, ErrorCode, YAMLError } from 'yaml';
import type { Diagnostic } from './diagnostic.ts';
import { quote } from './tree.ts';

interface Explanation {
  readonly message: string;
  readonly fix?: string;
}

/** Excerpt is the text of an error, with the rest of its line. */
interface Excerpt {
  readonly found: string;
  readonly rest: string;
  /** The parser's message, which tells apart mistakes that share a code. */
  readonly detail: string;
}

/** Rewords the parser's errors and warnings, one per line: later ones on a line usually follow from the first. */
export function explainYaml(text: string, documents: readonly Document.Parsed[]): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const [first, second] = documents;
  for (const document of documents) {
    for (const error of [...document.errors, ...document.warnings])
      diagnostics.push(explainError(text, error));
  }
  const version = first?.directives?.yaml;
  if (version?.explicit === true && version.version !== '1.2') {
    const start = Math.max(0, text.indexOf('%YAML'));
    const message = `YAML ${version.version} is not supported: an Imagefile is YAML 1.2`;
    diagnostics.push(
      diagnose({ message, fix: 'leave the %YAML line out' }, text, start, lineEnd(text, start)),
    );
  }
  if (second !== undefined) {
    const start = second.range[0];
    const message = 'a second document starts here, but an Imagefile is one YAML document';
    const fix = 'keep one document and leave the "---" between the two out';
    diagnostics.push(diagnose({ message, fix }, text, start, start + 3));
  }
  return onePerLine(text, diagnostics);
}

function onePerLine(text: string, diagnostics: Diagnostic[]): Diagnostic[] {
  diagnostics.sort((a, b) => a.at.start - b.at.start);
  let end = -1;
  return diagnostics.filter((diagnostic) => {
    if (diagnostic.at.start <= end) return false;
    end = lineEnd(text, diagnostic.at.start);
    return true;
  });
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

const diagnose = (explanation: Explanation, text: string, start: number, end: number): Diagnostic => ({
  severity: 'error',
  code: 'yaml-syntax',
  ...explanation,
  at: { start: Math.min(start, text.length), end: Math.min(Math.max(start, end), text.length) },
});

function explainError(text: string, error: YAMLError): Diagnostic {
  const opener = openerOf(text, error);
  if (opener !== undefined) {
    const open = text.charAt(opener);
    const close = Object.keys(OPENERS).find((closer) => OPENERS[closer] === open) ?? open;
    const explanation = { message: `this ${open} is never closed`, fix: `add the ${close} that closes it` };
    return diagnose(explanation, text, opener, opener + 1);
  }
  const start = error.pos[0] + (misplaced(error) ? blanksAt(text, error.pos[0]) : 0);
  const unquoted = error.code === 'BAD_SCALAR_START' || error.code === 'BLOCK_AS_IMPLICIT_KEY';
  const line = text.slice(start, lineEnd(text, start)).trimEnd();
  // The whole value needs quotes, not only the character that the parser reports.
  const end = unquoted ? start + line.length : Math.max(error.pos[1], start + 1);
  const found = text.slice(start, Math.min(end, lineEnd(text, start))).trimEnd();
  const explain = EXPLANATIONS[error.code];
  return diagnose(explain({ found, rest: line, detail: error.message }), text, start, end);
}

function misplaced({ code }: YAMLError): boolean {
  return code === 'BAD_INDENT' || code === 'BLOCK_AS_IMPLICIT_KEY';
}

function blanksAt(text: string, offset: number): number {
  const blanks = /[ \t]*/y;
  blanks.lastIndex = offset;
  return blanks.exec(text)?.[0].length ?? 0;
}

const OPENERS: Record<string, string> = { ']': '[', '}': '{' };

/** Returns the offset of an unclosed quote or bracket, a better place than the end of the text. */
function openerOf(text: string, { message, pos: [end] }: YAMLError): number | undefined {
  const closer = /closing (["'])/.exec(message)?.[1] ?? /end with an? ([\]}])/.exec(message)?.[1];
  if (closer === undefined) return undefined;
  const opener = OPENERS[closer];
  if (opener === undefined) return Math.max(0, text.lastIndexOf(closer, end - 1));
  let depth = 1;
  let index = Math.min(end, text.length);
  while (index > 0 && depth > 0) {
    index--;
    if (text[index] === closer) depth++;
    if (text[index] === opener) depth--;
  }
  return index;
}

const say = (message: string, fix?: string) => (): Explanation =>
  fix === undefined ? { message } : { message, fix };

function missing({ found, detail }: Excerpt): Explanation {
  if (detail.includes('Comments')) return { message: 'a comment needs a space before its "#"' };
  if (detail.includes('map values')) {
    return { message: `${quote(found)} has no ":" after it`, fix: 'a key is followed by ":" and a space' };
  }
  if (detail.includes('- indicator')) {
    return { message: 'a list continues here without its "-"', fix: 'start the line with "- "' };
  }
  if (detail.includes('Missing ,')) return { message: 'a "," is missing between two values' };
  if (detail.includes('after :')) return { message: 'a space is missing after ":"' };
  if (detail.includes('start indicator')) {
    return { message: 'a line that begins with "%" needs a "---" after it' };
  }
  return { message: `something is missing at ${quote(found)}` };
}

const MISPLACED: Explanation = {
  message: 'this line is not aligned with the lines it belongs to',
  fix: 'indent the entries of one list or map by the same number of spaces',
};

function startsMap({ rest }: Excerpt): Explanation {
  if (rest.startsWith('- ')) return MISPLACED;
  if (!rest.includes(': ')) {
    return {
      message: `${quote(rest)} is already a value, but the next line adds keys to it`,
      fix: 'give the next line the indentation of this one',
    };
  }
  const quoted = rest.includes('"') ? `'${rest.replaceAll("'", "''")}'` : quote(rest);
  return { message: 'a value with ": " in it needs quotes', fix: `write ${quoted}` };
}

function unexpected({ found, detail }: Excerpt): Explanation {
  if (detail.includes('block-seq-ind')) {
    return {
      message: 'a list with "-" cannot start on the line of its key',
      fix: 'start it on the next line, or write it in brackets',
    };
  }
  return { message: found === '' ? 'the text ends too early' : `${quote(found)} is not expected here` };
}

const EXPLANATIONS: Record<ErrorCode, (excerpt: Excerpt) => Explanation> = {
  ALIAS_PROPS: say('an alias cannot have an anchor or a tag'),
  BAD_ALIAS: ({ found }) => ({ message: `${quote(found)} is not a valid name for an anchor or an alias` }),
  BAD_COLLECTION_TYPE: ({ found }) => ({
    message: `tag ${quote(found)} does not fit its value`,
    fix: 'leave the tag out',
  }),
  BAD_DIRECTIVE: ({ rest }) => ({
    message: `${quote(rest)} is not a YAML directive`,
    fix: 'leave the line out',
  }),
  BAD_DQ_ESCAPE: ({ rest }) => ({
    message: `${rest.slice(0, 2)} is not a YAML escape`,
    fix: 'use single quotes, or write the backslash twice',
  }),
  BAD_INDENT: () => MISPLACED,
  BAD_PROP_ORDER: say('an anchor or a tag must come after the indicator'),
  BAD_SCALAR_START: ({ rest }) => ({
    message: `a value without quotes cannot start with ${quote(rest.slice(0, 1))}`,
    fix: /[,"\]}]/.test(rest) ? 'put it in quotes' : `write ${quote(rest)}`,
  }),
  BLOCK_AS_IMPLICIT_KEY: startsMap,
  BLOCK_IN_FLOW: say('within brackets, lists and maps need brackets too'),
  DUPLICATE_KEY: say('a key is written twice in one map'),
  IMPOSSIBLE: say('this cannot be read'),
  KEY_OVER_1024_CHARS: say('a key is longer than 1024 characters'),
  MISSING_CHAR: missing,
  MULTILINE_IMPLICIT_KEY: say(
    'a key must end on the line it starts on',
    'look for a missing ":" or quote in the lines above',
  ),
  MULTIPLE_ANCHORS: say('a value can have only one anchor'),
  MULTIPLE_DOCS: say('an Imagefile is one YAML document'),
  MULTIPLE_TAGS: say('a value can have only one tag'),
  NON_STRING_KEY: say('a key must be a word'),
  RESOURCE_EXHAUSTION: say('this is nested too deeply'),
  TAB_AS_INDENT: say(
    'this line is indented with a tab, but YAML allows only spaces',
    'replace the tab with spaces',
  ),
  TAG_RESOLVE_FAILED: ({ found }) => ({
    message: `tag ${quote(found)} is not supported`,
    fix: 'leave the tag out',
  }),
  UNEXPECTED_TOKEN: unexpected,
};
