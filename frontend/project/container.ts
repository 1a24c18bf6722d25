import type { ContainerSettings } from '../../src/compile/context.ts';
import type { Session } from '../gateway/session.ts';

/** `--ulimit`, `--add-host`, `--shm-size`, `--cgroup-parent`, `--resource`, the host's name and the namespace of caches, where they were given. */
export function containerSettings({ options, bridge }: Session): ContainerSettings {
  const { hostname, addHosts, ulimits, cgroupParent, shmSize, resources, cacheNamespace } = options;
  // Limits are no part of what is built, so that a daemon without them may do as it likes.
  const limits = Object.keys(resources).length > 0 && bridge.llb.has('exec.meta.linux.resources');
  return {
    ...(hostname !== undefined && { hostname }),
    ...(addHosts.length > 0 && { extraHosts: addHosts }),
    ...(ulimits.length > 0 && { ulimits }),
    ...(cgroupParent !== undefined && { cgroupParent }),
    ...(shmSize !== undefined && { shmSize }),
    ...(cacheNamespace !== '' && { cacheNamespace }),
    ...(limits && { resources }),
  };
}
