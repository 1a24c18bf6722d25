/**
 * Cap is a capability that an op requires. It is recorded beside the op, so that a daemon without it fails before
 * anything runs. Names from
 * https://github.com/moby/buildkit/blob/73ed6825c4b7569379ef89df0aedcdbe64473d31/solver/pb/caps.go
 */
export type Cap =
  | 'constraints'
  | 'exec.meta.base'
  | 'exec.meta.cgroup.parent'
  | 'exec.meta.linux.resources'
  | 'exec.meta.network'
  | 'exec.meta.proxyenv'
  | 'exec.meta.security'
  | 'exec.meta.ulimit'
  | 'exec.mount.bind'
  | 'exec.mount.bind.readwrite-nooutput'
  | 'exec.mount.cache'
  | 'exec.mount.cache.content'
  | 'exec.mount.cache.sharing'
  | 'exec.mount.secret'
  | 'exec.mount.selector'
  | 'exec.mount.ssh'
  | 'exec.mount.tmpfs'
  | 'exec.mount.tmpfs.size'
  | 'exec.secretenv'
  | 'exec.validexitcode'
  | 'file.base'
  | 'file.copy.alwaysreplaceexistingdestpaths'
  | 'file.copy.includeexcludepatterns'
  | 'file.copy.modestring'
  | 'file.copy.requiredpaths'
  | 'file.rm.wildcard'
  | 'file.symlink.create'
  | 'meta.description'
  | 'meta.exportcache'
  | 'meta.ignorecache'
  | 'platform'
  // Spelt like this upstream, which keeps it for compatibility.
  | 'soruce.http.uidgid'
  | 'source.git'
  | 'source.git.checksum'
  | 'source.git.fullurl'
  | 'source.git.httpauth'
  | 'source.git.keepgitdir'
  | 'source.git.knownsshhosts'
  | 'source.git.mountsshsock'
  | 'source.git.mtime'
  | 'source.git.skipsubmodules'
  | 'source.http'
  | 'source.http.auth'
  | 'source.http.checksum'
  | 'source.http.header'
  | 'source.http.perm'
  | 'source.image'
  | 'source.image.layerlimit'
  | 'source.image.resolvemode'
  | 'source.local'
  | 'source.local.differ'
  | 'source.local.excludepatterns'
  | 'source.local.followpaths'
  | 'source.local.includepatterns'
  | 'source.local.sessionid'
  | 'source.local.sharedkeyhint'
  | 'source.ocilayout';

/** Returns `caps` if `needed` is truthy, else none. */
export function when(needed: unknown, ...caps: readonly Cap[]): readonly Cap[] {
  return needed ? caps : [];
}
