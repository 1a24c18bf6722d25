import type { ContainerSettings } from '../../src/compile/context.ts';
import type { Session } from '../gateway/session.ts';

/** Returns the settings that the client gave: `--ulimit`, `--add-host`, `--shm-size`, `--cgroup-parent`, `--resource`, the host
 * name and the namespace of cache mounts. */
export function containerSettings({ options, bridge }: Session): ContainerSettings {
  const { hostname, addHosts, ulimits, cgroupParent, shmSize, resources, cacheNamespace } = options;
  // Limits change no result, so a daemon that does not support them may ignore them.
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
