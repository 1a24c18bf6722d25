import type { Output } from '../llb/index.ts';
import type { Build, TrustedCertificate } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import { BUNDLE } from './build-tree.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { outputMount, request } from './step-mounts.ts';

/** Variables that name the bundle to programs which have authorities of their own. */
const VARIABLES = [
  ...['CARGO_HTTP_CAINFO', 'COMPOSER_CAFILE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'NODE_EXTRA_CA_CERTS'],
  ...['PIP_CERT', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE'],
];

/** Adds certificates to the bundles and the truststores of a tree. It runs in the builder: the tree may have no programs. */
export function trust(
  context: CompileContext,
  tree: Output,
  certificates: readonly TrustedCertificate[],
  { epoch, build }: { readonly epoch: number; readonly build?: string },
): Output {
  if (certificates.length === 0) return tree;
  const { places } = STEPS.certificates;
  const names = [...new Set(certificates.map(({ name }) => name))].join(', ');
  const run = inBuilder(context, 'certificates', {
    name: `trust ${names}${build === undefined ? '' : ` in the build of ${build}`}`,
    at: certificates.map(({ at }) => at),
    mounts: [
      request(context, 'certificates', {
        certificates: certificates.map(({ name, pem }) => ({ name, pem })),
        epoch,
      }),
      outputMount(places.tree, tree),
    ],
  });
  return run.output(places.tree);
}

/** Returns the tree of a build and its variables for `fetch`, both with the certificates that say `build: true`. */
export function trustInFetch(
  context: CompileContext,
  { build, tree }: { readonly build: Build; readonly tree: Output },
  certificates: readonly TrustedCertificate[],
  epoch: number,
): { readonly tree: Output; readonly variables: readonly string[] } {
  const trusted = certificates.filter((each) => each.build);
  if (build.fetch === undefined || trusted.length === 0) return { tree, variables: [] };
  return {
    tree: trust(context, tree, trusted, { epoch, build: build.name }),
    variables: VARIABLES.map((name) => `${name}=${BUNDLE}`),
  };
}

/** Returns a build with further variables, unless it sets them itself. */
export function withVariables(build: Build, variables: readonly string[]): Build {
  const own = new Set(build.environment.map((line) => line.split('=', 1)[0]));
  const added = variables.filter((line) => !own.has(line.split('=', 1)[0]));
  return added.length === 0 ? build : { ...build, environment: [...build.environment, ...added].sort() };
}
