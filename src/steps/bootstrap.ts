import { readFileSync } from 'node:fs';
import type { BootstrapRequest } from '../debian/bootstrap.ts';
import { withContents } from '../debian/tar.ts';
import { debootstrap } from './bootstrap/debootstrap.ts';
import { writeSources } from './bootstrap/sources.ts';
import { type BootstrapPlaces, stage } from './bootstrap/stage.ts';
import { openStandIns } from './bootstrap/stand-ins.ts';
import { output } from './process.ts';

const PLACES: BootstrapPlaces = {
  request: '/in/request.json',
  pool: '/pool',
  target: '/target',
  scratch: '/tmp/mib',
  tools: '/usr/lib/mib/tools',
  standIns: '/usr/lib/mib/stand-ins',
};

/**
 * The step `bootstrap`: debootstrap makes a minimal tree from packages that lie there already. It needs no network
 * and no more privileges than Docker gives a container.
 */
export async function bootstrap(places: BootstrapPlaces = PLACES): Promise<number> {
  const request: BootstrapRequest = JSON.parse(readFileSync(places.request, 'utf8'));
  // Every file is written twice and deleted once on the way, which costs a disk more than the copy does.
  const tree = `${places.scratch}/tree`;
  const inMemory = { ...places, target: tree };
  const standIns = request.standIns === true ? openStandIns(places.standIns) : undefined;
  const change = standIns && ((tar: Uint8Array) => withContents(tar, standIns.instead));
  const status = await debootstrap(inMemory, request, await stage(inMemory, request, change), standIns);
  if (status !== 0) return status;
  await output('/bin/sh', [`${places.tools}/clean`, tree]);
  writeSources(tree, request);
  await output('cp', ['--archive', `${tree}/.`, places.target]);
  return 0;
}
