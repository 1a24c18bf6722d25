import { execFileSync } from 'node:child_process';

/** Returns debootstrap's mirror, unless `MIB_MIRROR` names another. */
export function defaultUpstream(): string {
  // debootstrap's folder is not in everybody's PATH.
  const script =
    'PATH=$PATH:/usr/sbin; sed -n \'s/^DEF_MIRROR="\\(.*\\)"$/\\1/p\' "$(command -v debootstrap)" || true';
  const url =
    process.env.MIB_MIRROR ?? execFileSync('sh', ['-c', script], { encoding: 'utf8', stdio: 'pipe' }).trim();
  if (url === '') throw new Error('no Debian mirror is known: install debootstrap or set MIB_MIRROR');
  return url;
}
