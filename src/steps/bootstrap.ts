import { withContents } from '../debian/tar.ts';
import type { Places } from '../protocol/steps.ts';
import { debootstrap } from './bootstrap/debootstrap.ts';
import { writeSources } from './bootstrap/sources.ts';
import { stage } from './bootstrap/stage.ts';
import { openStandIns } from './bootstrap/stand-ins.ts';
import { output } from './process.ts';
import { readRequest } from './request.ts';

/**
 * Runs the step `bootstrap`: debootstrap makes a minimal tree from packages that were already fetched. It needs no
 * network and no more privileges than Docker gives a container.
 */
export async function bootstrap(places: Places<'bootstrap'>): Promise<number> {
  const request = readRequest<'bootstrap'>(places.request);
  // debootstrap writes every file twice and deletes it once, which costs a disk more than the copy at the end.
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
