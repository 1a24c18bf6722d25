import { matcher } from '../../tree/glob.ts';
import { byName } from '../../tree/paths.ts';
import type { Graph, Node, ReasonKind } from '../graph.ts';
import type { AuditRule } from './rule.ts';

/** Matches libraries of TLS clients that use the system's CA certificates by default. libssl is mostly for servers. */
const isLibrary = matcher(['/usr/lib/**/lib{curl,curl-gnutls,gnutls}.so.*']);
/** Matches the modules of languages, which have them whether or not a program uses them. */
const isModule = matcher([
  '/**/python3*/lib-dynload/_ssl.*.so',
  '/**/ruby/**/openssl.so',
  '/usr/lib/**/Net/SSLeay/SSLeay.so',
]);
const isCertificate = matcher(['/etc/ssl/certs/*', '/etc/ssl/cert.pem', '/usr/share/ca-certificates/**']);

/** Reasons of the programs that the image is for. */
const STARTED = new Set<ReasonKind>(['entry', 'program', 'file', 'application']);

export const noCertificates: AuditRule = {
  name: 'no-certificates',
  summary: 'TLS clients need CA certificates',
  find({ engine: { graph } }) {
    const nodes = [...graph.nodes.values()].filter(
      ({ entry }) => entry !== undefined && entry.type !== 'folder',
    );
    if (nodes.some(({ id }) => isCertificate(id))) return [];
    const [first] = nodes.filter((node) => isClient(graph, node)).sort((a, b) => byName(a.id, b.id));
    if (first === undefined) return [];
    return [{ detail: `"${first.id}" needs CA certificates, but the image has none` }];
  },
};

/** Reports whether a program of the image is linked to a client's library itself, or a check loaded a module. */
function isClient(graph: Graph, { id, reasons }: Node): boolean {
  if (isModule(id)) return reasons.some(({ kind }) => kind === 'trace');
  return (
    isLibrary(id) &&
    reasons.some(({ kind, from = '' }) => kind === 'needed' && isStarted(graph.nodes.get(from)))
  );
}

function isStarted(node: Node | undefined): boolean {
  return node?.reasons.some(({ kind }) => STARTED.has(kind)) === true;
}
