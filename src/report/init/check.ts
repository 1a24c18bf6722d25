import { type FirstImage, visible } from './image.ts';
import type { FoundReadiness } from './readiness.ts';

/** Returns the check of an Imagefile. Without a port to ask at, it is a comment that says what to add. */
export function checkLines(image: FirstImage, ready: FoundReadiness | undefined): string[] {
  if (ready === undefined) return withoutCheck(image);
  const { url, source } = ready;
  if (url.startsWith('tcp:'))
    return [
      'check:',
      `  # The image's program must accept connections here. ${source}`,
      `  - ready: ${url}`,
      `    # If it speaks HTTP: ready: ${url.replace('tcp:', 'http:')}/`,
    ];
  return [
    'check:',
    `  # The image's program must answer here with a status from 200 to 399. ${source}`,
    `  - ready: ${url}`,
    '    # Requests that must be answered as in production:',
    '    # get: [/login, {path: /none, status: 404}]',
  ];
}

function withoutCheck({ whose, config }: FirstImage): string[] {
  const { entrypoint = [], command = [] } = config?.container ?? {};
  const [program = ''] = [...entrypoint, ...command];
  return [
    `# ${whose} exposes no port to ask at, so nothing proves yet that the thin one works.`,
    '# For a server:',
    '# check:',
    '#   - ready: http://127.0.0.1:8080/',
    '# For a program that ends:',
    '# check:',
    `#   - run: [${visible(JSON.stringify(program))}, "--version"]`,
  ];
}
