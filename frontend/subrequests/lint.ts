import { lineStarts, linesOf } from '../../src/imagefile/text/lines.ts';
import type { Warning } from '../../src/lint/lint.ts';
import { printable } from '../../src/tree/printable.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { UserError } from '../errors/user-error.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';
import { parse } from '../project/imagefile.ts';
import { lintImagefile, lintSettings, ruleUrl } from '../project/lint.ts';
import { chooseTarget } from '../project/target.ts';
import { location } from './location.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=check` and `--check`, which request `lint`: show the problems and warnings of the Imagefile and all its targets.
 * The format is BuildKit's (`frontend/subrequests/lint`). Any problem or warning makes the exit status 1.
 */
export const lint: Subrequest = {
  name: 'lint',
  version: '1.0.0',
  description: 'Check the Imagefile',
  async answer(session, entrypoint) {
    const { warnings, error } = judge(session, entrypoint);
    return { ...lintAnswer(entrypoint.file, warnings, error), version: '1.0.0' };
  },
};

/** Returns warnings in the format of BuildKit's `lint`. */
export function lintAnswer(file: SourceFile, warnings: readonly Warning[], error?: UserError): Answer {
  const starts = lineStarts(file.text);
  const [problem] = error?.problems ?? [];
  const message = error?.in(file).message;
  const json = {
    warnings: warnings.map(({ rule, summary, detail, at }) => ({
      ruleName: rule,
      description: summary,
      url: ruleUrl(rule),
      detail: printable(detail),
      location: at === undefined ? { sourceIndex: -1, ranges: [] } : location(starts, at),
    })),
    sources: [{ filename: file.name, language: 'YAML', data: Buffer.from(file.text).toString('base64') }],
    ...(error && { buildError: { message, location: location(starts, problem?.at) } }),
  };
  const place = ({ at }: Warning) => (at === undefined ? '' : `${file.name}:${linesOf(starts, at).first}: `);
  const lines = warnings.map(
    (each) => `\nWARNING: ${each.rule} - ${ruleUrl(each.rule)}\n${place(each)}${printable(each.detail)}\n`,
  );
  const isClean = warnings.length === 0 && error === undefined;
  return {
    text: `${lines.join('')}${message === undefined ? '' : `${message}\n`}`,
    json: JSON.stringify(json, null, 2),
    exitCode: isClean ? 0 : 1,
  };
}

function judge(
  session: Session,
  entrypoint: Entrypoint,
): { warnings: readonly Warning[]; error?: UserError } {
  try {
    const read = parse(session, entrypoint);
    chooseTarget(session.options.target, read.parsed);
    const imagefile = { entrypoint, ...read };
    const variants = [...new Set(read.parsedFor.values())].flatMap((each) => [
      each,
      ...each.targets.values(),
    ]);
    return { warnings: lintImagefile(session, imagefile, variants, lintSettings(session, imagefile)) };
  } catch (error) {
    if (error instanceof UserError) return { warnings: [], error };
    throw error;
  }
}
