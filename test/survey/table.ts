import type { Difference } from './compare.ts';
import type { Result } from './one.ts';

const TITLES = {
  same: 'the same in all',
  different: 'another answer to some command',
  'no check': 'no option ends with 0, so there is no check',
  'not built': 'not built',
} as const;

/** Writes the results as a page of Markdown: how many of each kind, then each difference. */
export function tableOf(results: readonly Result[]): string {
  const counts = Object.entries(TITLES).map(([outcome, title]) => {
    const of = results.filter((result) => result.outcome === outcome);
    return `| ${title} | ${of.length} |`;
  });
  const commands = results.reduce((sum, result) => sum + (result.commands ?? 0), 0);
  const rows = results.flatMap((result) => [
    ...(result.differences ?? []).map((difference) => rowOf(result.name, difference)),
    ...(result.message === undefined
      ? []
      : [`| ${result.name} | not built | | ${cell(result.message.split('\n').at(-1) ?? '')} |`]),
  ]);
  return [
    `| ${results.length} packages, ${commands} commands | packages |`,
    '|---|---|',
    ...counts,
    '',
    '| package | command | full tree | thin image |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function rowOf(name: string, { command, full, thin }: Difference): string {
  const lines = [full, thin].map(({ text }) => text.split('\n'));
  const at = lines[0]?.findIndex((line, index) => line !== lines[1]?.[index]) ?? 0;
  const said = [full, thin].map(
    ({ status }, which) => `${status}: ${cell(lines[which]?.[Math.max(at, 0)] ?? '')}`,
  );
  return `| ${name} | \`${command.replaceAll('|', '\\|')}\` | ${said.join(' | ')} |`;
}

function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 110);
}
