import { type Common, http, type Mount, type Output } from '../llb/index.ts';
import type { Deb } from '../plan/plan.ts';
import { type CompileContext, common } from './context.ts';

/**
 * One source per package, each with the checksum that the signed index gives for it, mounted side by side in `folder`.
 * A person sees one line of progress for all of them.
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
 * A package by its checksum. When that is not what is served, the daemon says no more than two checksums, and shows the title of
 * the group: so which package it was stands among the places of the step.
 */
export function fetchOne(context: CompileContext, deb: Deb, group?: NonNullable<Common['group']>): Output {
  const name = `fetch ${deb.name} ${deb.version}`;
  const note = { filename: deb.file, line: `${name} from ${deb.url}` };
  const settings = { ...common(context, name, deb.at === undefined ? [] : [deb.at]), note };
  return http(
    deb.url,
    // A source is known by its checksum, name and mode. One that was tried in vain is not tried again in the same build, so
    // the same file from elsewhere has another mode.
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
