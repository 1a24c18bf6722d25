import { type Account, accountOf } from '../tree/accounts.ts';
import type { Engine } from './engine.ts';
import type { ReasonKind } from './graph.ts';

/** Files that programs look up without naming them, kept if the tree has them. */
const FILES = [
  // base-files: the merged /usr, with the links of foreign ABIs.
  '/{bin,sbin,lib,lib32,lib64,libx32,libo32}',
  // Users, name services and network names (glibc manual, "Name Service Switch").
  '/etc/{passwd,group,nsswitch.conf,services,protocols,networks,host.conf,gai.conf}',
  // The distribution's name, for people and scanners (os-release(5): the link and its target).
  '/etc/{*-release,debian_version}',
  '/usr/lib/os-release',
  // If the locale of LANG=C.UTF-8 is missing, redis-server exits and Java falls back to ASCII.
  '/usr/lib/locale/C.{utf8,UTF-8}/**',
];

interface Folder {
  readonly path: string;
  readonly mode: number;
}

/** Folders that programs expect on any system (FHS 3.0, chapters 3 and 5), and mount points of the runtime. */
const FOLDERS: readonly Folder[] = [
  { path: '/dev', mode: 0o755 },
  { path: '/etc', mode: 0o755 },
  { path: '/home', mode: 0o755 },
  { path: '/proc', mode: 0o755 },
  { path: '/root', mode: 0o700 },
  { path: '/run', mode: 0o755 },
  { path: '/sys', mode: 0o755 },
  { path: '/tmp', mode: 0o1777 },
  { path: '/usr', mode: 0o755 },
  { path: '/var', mode: 0o755 },
  { path: '/var/cache', mode: 0o755 },
  { path: '/var/lib', mode: 0o755 },
  { path: '/var/log', mode: 0o755 },
  { path: '/var/tmp', mode: 0o1777 },
];

/** Links from before /run (FHS 3.0, 5.13), kept if the tree has them. */
const LINKS = ['/var/run', '/var/lock'];

/** Keeps the files that every image has, and creates the folders that the request names and the tree lacks. */
export function keepSkeleton(engine: Engine): void {
  for (const pattern of FILES) {
    for (const path of engine.expand(pattern))
      engine.keep(path, { kind: 'skeleton', detail: pattern, strength: 'hard' });
  }
  for (const path of LINKS) engine.keep(path, { kind: 'skeleton', strength: 'soft' });
  for (const { path, mode } of FOLDERS) folder(engine, path, 'skeleton', mode, { uid: 0, gid: 0 });
  const user = accountOf(engine.tree, engine.request.user);
  // A home folder that does not exist (`/nonexistent`) is intended.
  if (user.home !== undefined)
    engine.keep(user.home, { kind: 'home', detail: engine.request.user, strength: 'hard' });
  folder(engine, engine.request.workingDir, 'working-dir', 0o755, user);
  for (const volume of engine.request.volumes) folder(engine, volume, 'volume', 0o755, user);
}

type Owner = Pick<Account, 'uid' | 'gid'>;

function folder(engine: Engine, path: string, kind: ReasonKind, mode: number, { uid, gid }: Owner): void {
  if (path !== '' && path !== '/') engine.folder({ path, mode, uid, gid }, kind);
}
