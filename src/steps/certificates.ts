import { X509Certificate } from 'node:crypto';
import type { Places } from '../protocol/steps.ts';
import type { CertificatesRequest } from '../protocol/tree.ts';
import { join, nameOf } from '../tree/paths.ts';
import { resolverOf } from '../tree/resolver.ts';
import { addToTruststore } from './certificates/truststore.ts';
import { diskTree } from './disk-tree.ts';
import { run } from './process.ts';
import { readRequest } from './request.ts';
import { complain, say } from './say.ts';
import { BlockedPath, type TreeWriter, treeWriter } from './tree-writer.ts';

/** The bundle of Debian, Alpine and their kin. It is made where a tree has none. */
const BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** Bundles that exist beside it: of Alpine's LibreSSL, of Fedora, and of openSUSE. */
const OTHER_BUNDLES = [
  '/etc/ssl/cert.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
];

/** Folders in which the system's own program looks for further certificates when it writes the bundle anew. */
const SOURCES = [
  { program: '/usr/sbin/update-ca-certificates', folder: '/usr/local/share/ca-certificates' },
  { program: '/usr/bin/update-ca-trust', folder: '/etc/pki/ca-trust/source/anchors' },
];

type Certificates = CertificatesRequest['certificates'];

/** Runs the step `certificates`: adds certificates to the bundles and truststores of a tree, without any program of it. */
export async function certificates(places: Places<'certificates'>): Promise<number> {
  const { certificates, epoch } = readRequest<'certificates'>(places.request);
  const writer = treeWriter(places.tree, epoch);
  const found = findStores(places.tree);
  try {
    const bundles = [
      BUNDLE,
      ...OTHER_BUNDLES.filter((path) => writer.read(path) !== undefined),
      ...found.bundles,
    ];
    for (const path of new Set(bundles.map((each) => writer.place(each))))
      addToBundle(writer, path, certificates);
    await addLinks(writer, certificates, found.isHashed);
    addSources(writer, certificates);
    for (const path of new Set(found.truststores.map((each) => writer.place(each)))) {
      const store = addToTruststore(writer.read(path), certificates.map(added), epoch);
      if (store === undefined) {
        const message = `the truststore ${path} has a password of its own, so no certificate can be added to it`;
        const fix = 'add it with keytool in "run", or leave the truststore without a password';
        return complain([{ code: 'invalid-certificate', message, fix }]);
      }
      writer.write(path, store);
    }
    for (const path of found.databases)
      say(
        `${path} is a database of NSS, which "certificates" does not change: add them with certutil in "run"`,
      );
    return 0;
  } catch (error) {
    if (!(error instanceof BlockedPath)) throw error;
    return complain([
      { code: 'invalid-certificate', message: `no certificate can be added: ${error.message}` },
    ]);
  }
}

/** Stores are the places of certificates in a tree. */
interface Stores {
  /** Bundles of languages. */
  readonly bundles: readonly string[];
  /** Truststores of Java. */
  readonly truststores: readonly string[];
  /** Databases of NSS. */
  readonly databases: readonly string[];
  /** Whether OpenSSL's folder has links named by the hash of the subject. */
  readonly isHashed: boolean;
}

/** Folders without certificates of programs. */
const SKIPPED = new Set(['/proc', '/sys', '/dev', '/run', '/tmp', '/usr/share/doc', '/var/cache']);

function findStores(root: string): Stores {
  const tree = diskTree(root);
  const resolver = resolverOf(tree);
  const bundles: string[] = [];
  const truststores: string[] = [];
  const databases: string[] = [];
  let isHashed = false;
  const walk = (folder: string): void => {
    for (const name of tree.readdir(folder)) {
      const path = join(folder, name);
      const type = tree.lstat(path)?.type;
      if (type === 'folder') {
        if (!SKIPPED.has(path)) walk(path);
        if (path.endsWith('/lib/security')) truststores.push(...javaStore(path, resolver));
      } else if (name === 'cacert.pem' && nameOf(folder) === 'certifi' && type === 'file') bundles.push(path);
      else if (name === 'cacerts' && /\/(?:java|adoptium)$/.test(folder)) truststores.push(path);
      else if (name === 'cert9.db') databases.push(path);
      else if (folder === '/etc/ssl/certs' && /^[0-9a-f]{8}\.\d+$/.test(name)) isHashed = true;
    }
  };
  walk('/');
  tree.close();
  return { bundles, truststores, databases, isHashed };
}

/** Returns the truststore of a Java runtime, whose folder it is. */
function javaStore(folder: string, resolver: ReturnType<typeof resolverOf>): string[] {
  const isJava = ['cacerts', 'default.policy', 'java.security', 'blocked.certs'].some(
    (name) => resolver.locate(join(folder, name)) !== undefined,
  );
  return isJava ? [join(folder, 'cacerts')] : [];
}

function addToBundle(writer: TreeWriter, path: string, certificates: Certificates): void {
  const old = writer.read(path)?.toString('latin1') ?? '';
  const known = new Set(blocksOf(old));
  const added = certificates.map(({ pem }) => pem.trim()).filter((pem) => !known.has(pem));
  const separator = old === '' || old.endsWith('\n') ? '' : '\n';
  writer.write(path, Buffer.from(`${old}${separator}${added.map((pem) => `${pem}\n`).join('')}`, 'latin1'));
}

function blocksOf(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
}

/** Adds what OpenSSL finds in its folder by the hash of the subject, if the tree has it for other certificates. */
async function addLinks(writer: TreeWriter, certificates: Certificates, isHashed: boolean): Promise<void> {
  if (!isHashed) return;
  for (const { pem } of certificates) {
    const line = ['x509', '-noout', '-subject_hash'];
    const { status, stdout, stderr } = await run('openssl', line, { input: Buffer.from(pem) });
    if (status !== 0) throw new Error(`openssl ${line.join(' ')}: ${stderr.trim()}`);
    const hash = stdout.toString().trim();
    for (let number = 0; number < 100; number++) {
      const path = `/etc/ssl/certs/${hash}.${number}`;
      const taken = writer.read(path)?.toString('latin1');
      if (taken?.includes(pem.trim())) break;
      if (taken !== undefined) continue;
      writer.write(path, Buffer.from(pem));
      break;
    }
  }
}

/** Keeps the certificates where a later run of the system's program finds them. */
function addSources(writer: TreeWriter, certificates: Certificates): void {
  for (const { program, folder } of SOURCES) {
    if (writer.read(program) === undefined) continue;
    for (const { pem } of certificates) writer.write(`${folder}/${aliasOf(pem)}.crt`, Buffer.from(pem));
  }
}

function added({ pem }: Certificates[number]) {
  return { alias: aliasOf(pem), der: new X509Certificate(pem).raw };
}

/** Returns a name that is the same for the same certificate, and unique in a truststore. */
function aliasOf(pem: string): string {
  const certificate = new X509Certificate(pem);
  const words = /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? 'certificate';
  const plain = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${plain}-${certificate.fingerprint256.replaceAll(':', '').toLowerCase().slice(0, 16)}`;
}
