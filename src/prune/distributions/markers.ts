/** Requirement is what a distribution of Python says that it needs (PEP 508). */
export interface Requirement {
  /** Normalised. */
  readonly name: string;
  readonly extras: readonly string[];
  /** Reports whether the requirement counts, if somebody asked for these extras of the distribution that has it. */
  readonly applies: (extras: ReadonlySet<string>) => boolean;
}

/** MarkerEnvironment has the values of the variables in markers, several of which may be true of one tree. */
export type MarkerEnvironment = Readonly<Record<string, readonly string[]>>;

/** Returns a name in the form in which names of distributions are compared (PEP 503). */
export function normalised(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** Parses a requirement, such as `fonttools[woff] >=4.0; python_version < "3.12"`. */
export function parseRequirement(text: string, environment: MarkerEnvironment): Requirement | undefined {
  const [, name, extras = ''] = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const marker = /;(.*)$/s.exec(text)?.[1] ?? '';
  return {
    name: normalised(name),
    extras: extras
      .split(',')
      .map((extra) => normalised(extra.trim()))
      .filter((extra) => extra !== ''),
    applies: (asked) => marker.trim() === '' || isTrue(marker, environment, asked),
  };
}

/** Longer ones are no markers, and deep ones would take much of the stack. */
const LONGEST_MARKER = 2000;
const TOKEN = /\s*(\(|\)|'[^']*'|"[^"]*"|===|==|~=|!=|<=|>=|<|>|not\s+in\b|[A-Za-z_][\w.]*)/y;

/** Evaluates a marker. One that cannot be read is true, because a distribution too many only takes space. */
function isTrue(marker: string, environment: MarkerEnvironment, extras: ReadonlySet<string>): boolean {
  const tokens = marker.length > LONGEST_MARKER ? undefined : tokensOf(marker);
  if (tokens === undefined) return true;
  const values = { ...environment, extra: extras.size === 0 ? [''] : [...extras] };
  const state = { tokens, at: 0 };
  const value = either(state, values);
  return state.at === tokens.length ? (value ?? true) : true;
}

function tokensOf(marker: string): readonly string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = marker.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token.replace(/\s+/, ' '));
  }
  return tokens;
}

interface State {
  readonly tokens: readonly string[];
  at: number;
}

type Value = boolean | undefined;

function either(state: State, values: MarkerEnvironment): Value {
  let value = both(state, values);
  while (state.tokens[state.at] === 'or') {
    state.at++;
    const other = both(state, values);
    value = value === undefined || other === undefined ? undefined : value || other;
  }
  return value;
}

function both(state: State, values: MarkerEnvironment): Value {
  let value = single(state, values);
  while (state.tokens[state.at] === 'and') {
    state.at++;
    const other = single(state, values);
    value = value === undefined || other === undefined ? undefined : value && other;
  }
  return value;
}

function single(state: State, values: MarkerEnvironment): Value {
  const first = state.tokens[state.at++];
  if (first === '(') {
    const value = either(state, values);
    return state.tokens[state.at++] === ')' ? value : undefined;
  }
  const operator = state.tokens[state.at++];
  const second = state.tokens[state.at++];
  const left = valuesOf(first, values);
  const right = valuesOf(second, values);
  if (operator === undefined || left === undefined || right === undefined) return undefined;
  const isVersion = [first, second].some((each) => each !== undefined && /version$/.test(each));
  return left.some((a) => right.some((b) => compares(a, operator, b, isVersion)));
}

/** Returns the values of a text in quotes or of a variable; of an unknown variable, undefined. */
function valuesOf(token: string | undefined, values: MarkerEnvironment): readonly string[] | undefined {
  if (token === undefined) return undefined;
  if (/^['"]/.test(token)) return [token.slice(1, -1)];
  return Object.hasOwn(values, token) ? values[token] : undefined;
}

function compares(a: string, operator: string, b: string, isVersion: boolean): boolean {
  if (operator === 'in') return b.includes(a);
  if (operator === 'not in') return !b.includes(a);
  if (!isVersion) return operator === '!=' ? a !== b : /^={2,3}$/.test(operator) && isSame(a, b);
  const length = b.split('.').length;
  if (/\.\*$/.test(b)) {
    const isIn = order(cut(a, length - 1), b.slice(0, -2)) === 0;
    return operator === '!=' ? !isIn : isIn;
  }
  const difference = order(a, b);
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '!=':
      return difference !== 0;
    case '~=':
      return difference >= 0 && order(cut(a, length - 1), cut(b, length - 1)) === 0;
    default:
      return difference === 0;
  }
}

/** Extras are compared in their normalised form, and no other value differs from its own by more than that. */
function isSame(a: string, b: string): boolean {
  return a === b || normalised(a) === normalised(b);
}

function cut(version: string, parts: number): string {
  return version.split('.').slice(0, parts).join('.');
}

/** Compares the numbers of two versions. */
function order(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)));
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at++) {
    const difference = (left?.[at] || 0) - (right?.[at] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
