/** Platform has the parts of a platform name, such as `linux/arm/v7` in `docker buildx build --platform`. */
interface Platform {
  readonly os: string;
  /** GOARCH. */
  readonly architecture: string;
  readonly variant?: string;
}

/**
 * Returns the arguments for the target and build platforms, which need no declaration. Names and values are those of a
 * Dockerfile (BuildKit `frontend/dockerfile/dockerfile2llb/platform.go` `defaultArgs`).
 */
export function platformArgs(target: Platform, build: Platform): ReadonlyMap<string, string> {
  return new Map([...valuesOf('TARGET', target), ...valuesOf('BUILD', build)]);
}

function valuesOf(prefix: string, { os, architecture, variant }: Platform): [string, string][] {
  const name = variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
  return [
    [`${prefix}PLATFORM`, name],
    [`${prefix}OS`, os],
    [`${prefix}ARCH`, architecture],
    [`${prefix}VARIANT`, variant ?? ''],
  ];
}

/** Reports whether a name is a platform argument. */
export function isPlatformArg(name: string): boolean {
  return /^(TARGET|BUILD)(PLATFORM|OS|ARCH|VARIANT)$/.test(name);
}
