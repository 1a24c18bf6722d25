import { type FirstImage, visible } from './image.ts';

/** The most characters of a comment about one value. */
const SHOWN = 200;

/** Returns the config of an image as comments, each with the key that replaces its value. */
export function configLines({ whose, config }: FirstImage): string[] {
  if (config === undefined) return [];
  const { environment, container } = config;
  const { entrypoint, command, user, workingDir, expose, volumes, labels, stopSignal, healthcheck } =
    container;
  const lines = [
    ...list('entry', entrypoint),
    ...list('command', command),
    ...(user === '' ? [] : [`user: ${value(user)}`]),
    ...(workingDir === '/' ? [] : [`working_dir: ${value(workingDir)}`]),
    ...block('environment', environment),
    ...list('expose', expose),
    ...list('volumes', volumes),
    ...block(
      'labels',
      Object.entries(labels).map(([name, text]) => `${name}=${text}`),
    ),
    ...(stopSignal === undefined ? [] : [`stop_signal: ${value(stopSignal)}`]),
    ...(healthcheck === undefined ? [] : ['healthcheck:', `  test: ${flow(healthcheck.test)}`]),
  ];
  if (lines.length === 0) return [];
  const head = `# ${whose} is set up like this, and so is the thin one. A key in this file replaces a line:`;
  return [head, ...lines.map((line) => `#   ${shortened(visible(line))}`)];
}

function list(key: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${key}: ${flow(items)}`];
}

function block(key: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${key}:`, ...[...items].sort().map((item) => `  - ${value(item)}`)];
}

function flow(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
}

/** Returns a text as YAML, in quotes only where that needs them. */
function value(text: string): string {
  return /^[A-Za-z_/](?:[\w./:=@%+,-]*[\w/])?$/.test(text) ? text : JSON.stringify(text);
}

function shortened(line: string): string {
  const letters = [...line];
  return letters.length > SHOWN ? `${letters.slice(0, SHOWN).join('')}…` : line;
}
