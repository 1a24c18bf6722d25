import { goBuild } from '../../elf/go.ts';
import { matcher } from '../../tree/glob.ts';
import { byName, folderOf, join } from '../../tree/paths.ts';
import { IN_IMAGEFILE } from '../advice.ts';
import { objectsOf } from '../contents.ts';
import type { Engine } from '../engine.ts';
import type { AuditRule } from './rule.ts';

const ZONES = '/usr/share/zoneinfo';
const isZone = matcher([
  `${ZONES}/[A-Z]*/**`,
  // The package tzdata from PyPI, the gem tzinfo-data, and Go's toolchain.
  '/**/site-packages/tzdata/zoneinfo/[A-Z]*/**',
  '/**/tzinfo-data-*/lib/tzinfo/data/**',
  '/usr/local/go/lib/time/zoneinfo.zip',
]);
/** Matches code that looks up time zones by name in the system's files. */
const isReader = matcher([
  '/**/python3*/zoneinfo/__init__.py',
  '/**/libruby*.so.*',
  '/**/tzinfo/data_sources/zoneinfo_data_source.rb',
]);
const isJava = matcher(['/**/server/libjvm.so']);

/** A Go program contains the name of a function only if it can call it. */
const LOAD_LOCATION = Buffer.from('time.LoadLocation\0');
const EMBEDDED = Buffer.from('time/tzdata.');
/** Bytes per read. Reads overlap, so that a name across a boundary is found. */
const CHUNK = 1 << 22;

export const noTimezones: AuditRule = {
  name: 'no-timezones',
  summary: 'A program that looks up time zones needs the time zone database',
  find({ engine }) {
    const files = [...engine.graph.nodes.values()]
      .filter(({ entry }) => entry?.type === 'file')
      .map(({ id }) => id)
      .sort(byName);
    const zone = engine.request.environment.TZ;
    if (zone !== undefined && lacks(engine, zone))
      return [{ detail: `TZ is "${zone}", but the image has no such time zone; ${help(engine)}` }];
    if (files.some((id) => isZone(id))) return [];
    const first = files.find((id) => isReader(id) || lacksOwn(engine, id)) ?? goReader(engine, files);
    if (first === undefined) return [];
    return [{ detail: `"${first}" looks up time zones, but the image has none; ${help(engine)}` }];
  },
};

/** Reports whether TZ names a file that is not kept (tzset(3)). UTC and rules such as `CET-1CEST` need no file. */
function lacks({ graph, resolver }: Engine, zone: string): boolean {
  const name = zone.replace(/^:/, '');
  if (!/^[A-Za-z_+-]+\/[\w/+-]+$/.test(name) || name === 'Etc/UTC') return false;
  const path = resolver.file(join(ZONES, name));
  return path === undefined || !graph.nodes.has(path);
}

/** Reports whether a Java runtime lacks its own time zone database. */
function lacksOwn({ graph }: Engine, id: string): boolean {
  return isJava(id) && !graph.nodes.has(join(folderOf(folderOf(id)), 'tzdb.dat'));
}

function goReader(engine: Engine, files: readonly string[]): string | undefined {
  const objects = objectsOf(engine.tree);
  return files.find((id) => {
    const elf = objects.elf(id);
    if (elf === undefined || elf.soname !== undefined) return false;
    const read = (offset: number, length: number) => engine.tree.read(id, offset, length);
    return (
      goBuild(read, elf) !== undefined &&
      has(read, engine, id, LOAD_LOCATION) &&
      !has(read, engine, id, EMBEDDED)
    );
  });
}

function has(
  read: (offset: number, length: number) => Uint8Array,
  { resolver }: Engine,
  id: string,
  text: Buffer,
): boolean {
  const size = resolver.lstat(id)?.size ?? 0;
  for (let at = 0; at < size; at += CHUNK - text.length) {
    if (Buffer.from(read(at, Math.min(CHUNK, size - at))).includes(text)) return true;
    if (at + CHUNK >= size) break;
  }
  return false;
}

function help({ resolver }: Engine): string {
  return resolver.lstat(ZONES)?.type === 'folder' && resolver.file(`${ZONES}/tzdata.zi`) !== undefined
    ? `to keep them: ${IN_IMAGEFILE.keep(`${ZONES}/**`)}`
    : 'to add them: packages: [tzdata]';
}
