import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Places } from '../protocol/steps.ts';
import { output } from './process.ts';

/**
 * The step `tools`: a shell and tools for an image that has none. They lie in a folder of their own, so that they hide
 * nothing of the image's. Nothing of the package is run, so it may be of any architecture.
 */
export async function tools(places: Places<'tools'>): Promise<number> {
  const { pool, scratch } = places;
  const [deb = ''] = readdirSync(pool);
  await output('dpkg-deb', ['--raw-extract', `${pool}/${deb}`, scratch]);
  // Before the merged /usr, Debian had it in /bin.
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
  // Scanners read what dpkg itself did not install from files of their own, as distroless images have them.
  copy('/DEBIAN/control', '/var/lib/dpkg/status.d/busybox-static');
  return 0;
}

/** The tools of a busybox that may not run here: those of the one that does whose names the other holds, too. */
async function toolsOf(program: Buffer, busybox: string): Promise<string[]> {
  const names = (await output(busybox, ['--list'])).toString('utf8').split('\n');
  return names.filter((name) => name !== '' && name !== 'busybox' && program.includes(`\0${name}\0`));
}
