import { http, type Mount } from '../llb/index.ts';
import type { Deb } from '../plan/plan.ts';
import { common, type Site } from './site.ts';

/**
 * One source per package, each with the checksum that the signed index gives for it, mounted side by side in `folder`.
 * A person sees one line of progress for all of them.
 */
export function fetchAll(site: Site, debs: readonly Deb[], folder: string): Mount[] {
  const bytes = debs.reduce((sum, deb) => sum + deb.size, 0);
  const title = `fetch ${count(debs.length, 'package')} (${megabytes(bytes)} MB)`;
  const group = { id: `${site.prefix}${title} for ${folder}`, name: site.prefix + title };
  return debs.map((deb) => ({
    kind: 'bind',
    dest: `${folder}/${deb.file}`,
    selector: `/${deb.file}`,
    readonly: true,
    input: http(
      deb.url,
      { filename: deb.file, checksum: `sha256:${deb.sha256}`, mode: 0o644 },
      { ...common(site, `fetch ${deb.name} ${deb.version}`, deb.at === undefined ? [] : [deb.at]), group },
    ),
  }));
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
