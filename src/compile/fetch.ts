import { type Common, http, type Mount, type Output } from '../llb/index.ts';
import type { Deb } from '../plan/plan.ts';
import { type CompileContext, common } from './context.ts';

/**
 * Fetches each package as a source of its own, with the checksum from the signed index, and mounts all in `folder`.
 * They share one line of progress.
 */
export function fetchAll(context: CompileContext, debs: readonly Deb[], folder: string): Mount[] {
  const bytes = debs.reduce((sum, deb) => sum + deb.size, 0);
  const title = `fetch ${count(debs.length, 'package')} (${megabytes(bytes)} MB)`;
  const group = { id: `${context.prefix}${title} for ${folder}`, name: context.prefix + title };
  return debs.map((deb) => ({
    kind: 'bind',
    dest: `${folder}/${deb.file}`,
    selector: `/${deb.file}`,
    readonly: true,
    input: fetchOne(context, deb, group),
  }));
}

/**
 * Fetches a package by its checksum. On a mismatch the daemon prints only the two checksums and the title of the group,
 * so the step's source location names the package.
 */
export function fetchOne(context: CompileContext, deb: Deb, group?: NonNullable<Common['group']>): Output {
  const name = `fetch ${deb.name} ${deb.version}`;
  const note = { filename: deb.file, line: `${name} from ${deb.url}` };
  const settings = { ...common(context, name, deb.at === undefined ? [] : [deb.at]), note };
  return http(
    deb.url,
    // BuildKit identifies a source by checksum, name and mode, and does not retry a failed one in the same build. So the
    // same file from the snapshot archive has another mode.
    { filename: deb.file, checksum: `sha256:${deb.sha256}`, mode: deb.past === true ? 0o444 : 0o644 },
    group === undefined ? settings : { ...settings, group },
  );
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
