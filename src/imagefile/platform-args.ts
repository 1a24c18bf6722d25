/** What a platform's name is made of, as `docker buildx build --platform` takes it. */
interface Platform {
  readonly os: string;
  /** GOARCH. */
  readonly architecture: string;
  readonly variant?: string;
}

/**
 * The arguments that say what is built for and on, which nobody has to declare. Names and values are those of a Dockerfile
 * (BuildKit `frontend/dockerfile/dockerfile2llb/platform.go` `defaultArgs`).
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

/** Whether a name is one of theirs. */
export function isPlatformArg(name: string): boolean {
  return /^(TARGET|BUILD)(PLATFORM|OS|ARCH|VARIANT)$/.test(name);
}
