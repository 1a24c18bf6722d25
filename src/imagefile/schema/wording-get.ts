import { type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';
import * as mend from './suggestions.ts';
import type { Wording } from './wording-rule.ts';

function explainMethod(method: string): Problem {
  const message = `method ${quote(method)} must be of capital letters`;
  const fix = /^[a-z]{1,20}$/i.test(method) ? `write ${quote(method.toUpperCase())}` : 'for example HEAD';
  return problem('invalid-value', message, fix);
}

/** How to speak of the requests of a check. */
export const GET_WORDINGS = {
  get: {
    expects: 'a path, a map with "path", or a list of these',
    example: 'get: [/login, {path: /none, status: 404}]',
  },
  'get-item': {
    subject: 'request',
    isItem: true,
    expects: 'a path, or a map with "path"',
    example: '- /login',
  },
  'get-path': { subject: 'path', isItem: true, expects: 'a path or a URL', example: '/login', isText: true },
  status: { expects: 'a whole number from 100 to 599', example: 'status: 404', mend: mend.number },
  method: { expects: 'of capital letters', example: 'method: HEAD', explain: explainMethod },
  header: { expects: 'a map of headers', example: 'header: {Accept: application/json}' },
  'header-name': {
    subject: 'header',
    isItem: true,
    expects: 'a name without spaces and ":"',
    example: 'Accept',
  },
  'header-value': {
    subject: 'header',
    isItem: true,
    expects: 'a text of one line',
    example: 'Accept: application/json',
    isText: true,
  },
  'request-body': { subject: 'body', expects: 'a string', example: 'body: "name=x"', isText: true },
  contains: { expects: 'a text of one line', example: 'contains: <title>', isText: true },
} satisfies Record<string, Wording>;
