import type { TargetSpec } from '../../src/imagefile/parse.ts';
import { lineStarts, linesOf } from '../../src/imagefile/text/lines.ts';
import { findDirective, readSettings, type Settings } from '../../src/lint/directive.ts';
import { lint, type Warning } from '../../src/lint/lint.ts';
import type { PlanOptions } from '../../src/plan/make.ts';
import { AUDIT_RULES } from '../../src/prune/audit/index.ts';
import { excerpt } from '../errors/excerpt.ts';
import { UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import type { Imagefile } from './imagefile.ts';

/** Returns the place of a rule in mib's documentation. */
export function ruleUrl(rule: string): string {
  return `docs/lint.md#${rule}`;
}

/** Reads the lint settings from the client's build argument, or else the file's directive. @throws {UserError} if invalid */
export function lintSettings(
  { options }: Session,
  { entrypoint: { file } }: Pick<Imagefile, 'entrypoint'>,
): Settings {
  const given = options.buildArgs.get('BUILDKIT_DOCKERFILE_CHECK');
  const written = findDirective(file.text);
  const settings = readSettings(given ?? written?.value ?? 'error=false');
  if (!('code' in settings)) return settings;
  const at = given === undefined && written !== undefined ? { at: written.at } : {};
  throw new UserError([{ ...settings, ...at }]);
}

/** Reads the settings of the rules about the tree, which build steps apply. @throws {UserError} as `lintSettings` does */
export function auditSettings(
  session: Session,
  imagefile: Pick<Imagefile, 'entrypoint'>,
): Pick<PlanOptions, 'skip' | 'strict'> {
  const { skip, isError } = lintSettings(session, imagefile);
  const names = AUDIT_RULES.map(({ name }) => name);
  const skipped = skip === 'all' ? names : names.filter((name) => skip.includes(name));
  const isGiven = session.options.buildArgs.has('BUILDKIT_DOCKERFILE_CHECK');
  const written = isGiven ? undefined : findDirective(imagefile.entrypoint.file.text);
  return {
    ...(skipped.length === 0 ? {} : { skip: skipped }),
    ...(isError ? { strict: written === undefined ? {} : { at: written.at } } : {}),
  };
}

/** Applies the lint rules to some targets of an Imagefile. */
export function lintImagefile(
  session: Session,
  { parsed: { written, args } }: Imagefile,
  variants: readonly TargetSpec[],
  settings: Settings,
): Warning[] {
  const given = session.options.buildArgs;
  return lint(
    variants.map(({ spec, tree }) => ({ spec, tree, written, args, given })),
    settings,
  );
}

/** Bytes of file text sent with each warning. */
const EXCERPT = 8 << 10;

/** Shows the lint warnings of the target that is built. @throws {UserError} for any warning, if the settings say so */
export async function warnOf(session: Session, imagefile: Imagefile, built: TargetSpec): Promise<void> {
  const settings = lintSettings(session, imagefile);
  const warnings = lintImagefile(session, imagefile, [built], settings);
  const { file, warner } = imagefile.entrypoint;
  const starts = lineStarts(file.text);
  for (const { rule, summary, detail, at } of warnings) {
    const lines = at && linesOf(starts, at);
    const place = lines === undefined ? '' : ` (line ${lines.first})`;
    await warner.warn(`${rule}: ${detail}${place}`, [summary], {
      url: ruleUrl(rule),
      ...(lines && {
        info: {
          filename: file.name,
          data: Buffer.from(excerpt(file.text, lines, EXCERPT)),
          language: 'YAML',
        },
        ranges: [{ start: { line: lines.first }, end: { line: lines.last } }],
      }),
    });
  }
  if (!settings.isError || warnings.length === 0) return;
  throw new UserError(
    warnings.map(({ rule, detail, at }) => ({
      code: 'lint-failed',
      message: `${rule}: ${detail}`,
      fix: `${ruleUrl(rule)} says why; "# check=skip=${rule}" allows it`,
      ...(at && { at }),
    })),
  );
}
