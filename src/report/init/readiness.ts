import type { FirstConfig } from './image.ts';

/** FoundReadiness is when a server is ready, as an image config suggests. */
export interface FoundReadiness {
  /** The value of `ready`. */
  readonly url: string;
  /** The sentence that says where it is from. */
  readonly source: string;
}

/** Ports whose services speak another protocol than HTTP (IANA, Service Name and Port Number Registry). 9000 is PHP-FPM's. */
const OTHER_PROTOCOLS: ReadonlySet<number> = new Set([
  21, 22, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995, 1433, 1521, 1883, 2181, 3306, 4222, 4369, 5222,
  5432, 5671, 5672, 6379, 8883, 9000, 9042, 9092, 11211, 27017,
]);

/** Ports on which servers expect TLS. */
const TLS: ReadonlySet<number> = new Set([443, 8443]);

/**
 * Finds how to ask the server of an image: as its health check does, at the port in PORT, or at the exposed port that most likely
 * speaks HTTP.
 */
export function readinessOf(config: FirstConfig | undefined): FoundReadiness | undefined {
  if (config === undefined) return undefined;
  const asked = healthUrl(config);
  if (asked !== undefined) return { url: asked, source: 'The address is from its health check.' };
  const exposed = config.container.expose.flatMap(tcpPort).sort((a, b) => a - b);
  const [named] = tcpPort(variables(config).get('PORT') ?? '');
  if (named !== undefined && (exposed.length === 0 || exposed.includes(named)))
    return { url: urlOf(named), source: 'The port is in its variable PORT.' };
  const port =
    exposed.find((each) => !OTHER_PROTOCOLS.has(each) && !TLS.has(each)) ??
    exposed.find((each) => TLS.has(each)) ??
    exposed[0];
  return port === undefined ? undefined : { url: urlOf(port), source: 'It exposes the port.' };
}

function urlOf(port: number): string {
  if (OTHER_PROTOCOLS.has(port)) return `tcp://127.0.0.1:${port}`;
  return `${TLS.has(port) ? 'https' : 'http'}://127.0.0.1:${port}/`;
}

/** Returns the URL that the health check requests from the container itself. */
function healthUrl(config: FirstConfig): string | undefined {
  const environment = variables(config);
  const test = (config.container.healthcheck?.test ?? [])
    .join(' ')
    .replace(/\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g, (whole, plain, braced, preset) => {
      return environment.get(plain ?? braced) ?? preset ?? whole;
    });
  const [, scheme, port, path = '/'] =
    /\b(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(?![\w.:-])(\/[\w./~%@+=,?-]*)?/.exec(
      test,
    ) ?? [];
  if (scheme === undefined || (port !== undefined && tcpPort(port).length === 0)) return undefined;
  return `${scheme}://127.0.0.1${port === undefined ? '' : `:${port}`}${path}`;
}

function variables({ environment }: FirstConfig): ReadonlyMap<string, string> {
  return new Map(
    environment.map((line) => {
      const [name = ''] = line.split('=', 1);
      return [name, line.slice(name.length + 1)];
    }),
  );
}

/** Returns the first port of `8080`, `8080/tcp` or `8000-8010`; none for another protocol, or a text that is no port. */
function tcpPort(text: string): number[] {
  const port = Number(/^(\d{1,5})(?:-\d+)?(?:\/tcp)?$/.exec(text)?.[1]);
  return port >= 1 && port <= 65_535 ? [port] : [];
}
