import { spawnSync } from 'node:child_process';
import type { Resolver } from '../../tree/resolver.ts';

/** The capabilities by number (linux/capability.h). */
const CAPABILITIES = [
  'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable',
  'net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot',
  'sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease',
  'audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend audit_read',
  'perfmon bpf checkpoint_restore',
].flatMap((line) => line.split(' '));

/** Names the rights that a program gets from its file when it starts: `setuid`, or the names of capabilities. */
export function rightsOf(root: string, resolver: Resolver, path: string): string {
  const file = resolver.file(path) ?? path;
  const mode = resolver.lstat(file)?.mode ?? 0;
  const bits = [...((mode & 0o4000) === 0 ? [] : ['setuid']), ...((mode & 0o2000) === 0 ? [] : ['setgid'])];
  return bits.length > 0 ? bits.join(', ') : capabilitiesOf(root, file).join(', ') || 'file capabilities';
}

/** The name of the attribute in an archive, before its value. */
const ATTRIBUTE = 'SCHILY.xattr.security.capability=';

/** Returns the permitted capabilities of a file. Node cannot read attributes, but GNU tar can. */
function capabilitiesOf(root: string, path: string): string[] {
  const options = ['--xattrs', '--xattrs-include=security.capability', '--format=posix', '-cf', '-'];
  const { stdout } = spawnSync('tar', ['-C', root, ...options, `./${path.slice(1)}`], { maxBuffer: 1 << 30 });
  return capabilitiesIn(stdout);
}

/** Reads the capabilities in an archive of one file: a magic number, then the permitted and the inheritable ones (vfs_cap_data). */
export function capabilitiesIn(archive: Buffer): string[] {
  const at = archive.indexOf(ATTRIBUTE) + ATTRIBUTE.length;
  if (at < ATTRIBUTE.length || at + 20 > archive.length) return [];
  const permitted = BigInt(archive.readUInt32LE(at + 4)) | (BigInt(archive.readUInt32LE(at + 12)) << 32n);
  return CAPABILITIES.filter((_, number) => (permitted >> BigInt(number)) & 1n).map((name) => `cap_${name}`);
}
