import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Places } from '../protocol/steps.ts';
import { output } from './process.ts';

/**
 * Runs the step `tools`: unpacks a shell and tools for an image that has none. They have a folder of their own, so that
 * they hide none of the image's files. No program of the package runs, so it may be of any architecture.
 */
export async function tools(places: Places<'tools'>): Promise<number> {
  const { pool, scratch } = places;
  const [deb = ''] = readdirSync(pool);
  await output('dpkg-deb', ['--raw-extract', `${pool}/${deb}`, scratch]);
  // Before the merged /usr, Debian's package had it in /bin.
  const program = ['/usr/bin/busybox', '/bin/busybox'].find((path) => existsSync(scratch + path));
  if (program === undefined) throw new Error(`${deb} holds no busybox`);
  const copy = (from: string, to: string) => {
    mkdirSync(dirname(places.out + to), { recursive: true });
    cpSync(scratch + from, places.out + to);
  };
  copy(program, '/debug/busybox');
  for (const tool of await toolsOf(readFileSync(scratch + program), places.busybox)) {
    symlinkSync('busybox', `${places.out}/debug/${tool}`);
  }
  const copyright = '/usr/share/doc/busybox-static/copyright';
  copy(copyright, copyright);
  // Scanners read packages that dpkg did not install from status.d, as in distroless images.
  copy('/DEBIAN/control', '/var/lib/dpkg/status.d/busybox-static');
  return 0;
}

/** Returns the tools of a busybox that may not run here: the tools of the native one whose names the file contains. */
async function toolsOf(program: Buffer, busybox: string): Promise<string[]> {
  const names = (await output(busybox, ['--list'])).toString('utf8').split('\n');
  return names.filter((name) => name !== '' && name !== 'busybox' && program.includes(`\0${name}\0`));
}
