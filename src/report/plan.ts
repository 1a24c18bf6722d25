import { isFurther } from '../debian/lock.ts';
import type { CommandMount, StartedCheck } from '../imagefile/spec.ts';
import type { Bootstrap, Build, Deb, Plan } from '../plan/plan.ts';

/** Returns a plan as text: a line for each action, in order. */
export function planText(plan: Plan): string {
  const { bootstrap, below, install, builds, files, run, prune, checks, tools, config } = plan;
  const { Entrypoint = [], Cmd = [], User } = config.config;
  const lines: readonly (readonly [string, string])[] = [
    ...(below === undefined
      ? []
      : [
          [
            'from',
            [below.name, below.digest ?? [], below.suite ?? below.system ?? []].flat().join(' '),
          ] as const,
        ]),
    ...(bootstrap === undefined ? [] : bootstrapLines(bootstrap)),
    ['install', [...install.requested, amount(install.packages)].join(', ')],
    ...originLines(install.packages),
    ...install.accounts.map(({ name, uid, gid }) => ['account', `${name} ${uid}:${gid}`] as const),
    ...placeLines(plan),
    ...builds.flatMap(buildLines),
    ...files.map(
      (file) => [file.kind, file.kind === 'copy' ? `${file.from} to ${file.to}` : file.to] as const,
    ),
    ...run.map(({ value, mounts }) => ['run', value.join(' ') + mountsText(mounts)] as const),
    ...certificateLines(plan),
    [
      'keep',
      prune === undefined
        ? 'everything'
        : `what ${prune.request.entry[0] ?? 'nothing'} needs (${prune.request.level})`,
    ],
    ...checks.map((check) => ['check', checkText(check)] as const),
    ...(tools === undefined ? [] : [['add', `${tools.name} ${tools.version}`] as const]),
    ['image', `${[...Entrypoint, ...Cmd].join(' ') || 'no program'}, as ${User}, dated ${config.created}`],
  ];
  return [plan.platform, ...lines.map(([what, text]) => `  ${what.padEnd(9)}  ${text}`), ''].join('\n');
}

function bootstrapLines({ suite, packages, archives }: Bootstrap): (readonly [string, string])[] {
  return [
    ['bootstrap', `${suite}, ${amount(packages)}`],
    ...archives.map(({ url, suite }) => ['from', `${url} ${suite}`] as const),
  ];
}

function placeLines({ locales = [], timezones }: Plan): (readonly [string, string])[] {
  const zones = timezones && ('names' in timezones ? timezones.names.map(({ value }) => value) : ['all']);
  return [
    ...locales.map(({ value }) => ['locale', value] as const),
    ...(zones === undefined || zones.length === 0 ? [] : [['timezones', zones.join(', ')] as const]),
  ];
}

function certificateLines({ certificates = [] }: Plan): (readonly [string, string])[] {
  return certificates.map(({ name, subject, build }) => [
    'trust',
    `${subject} of ${name}${build ? ', in fetch too' : ''}`,
  ]);
}

function buildLines({ name, source, from: image, packages, output }: Build): (readonly [string, string])[] {
  const from = source.kind === 'context' ? source.path : source.url;
  const below = image === undefined ? [] : [[image.name, image.digest ?? []].flat().join(' ')];
  const tools = [...below, ...packages.requested, amount(packages.packages)].join(', ');
  const made = output.map((each) => ['output', `${each.from} to ${each.to}`] as const);
  return [['build', `${name} from ${from}, with ${tools}`], ...originLines(packages.packages), ...made];
}

/** Returns a line for each origin. Packages of a further repository are named. */
function originLines(debs: readonly Deb[]): (readonly [string, string])[] {
  const origins = [...new Set(debs.map(({ origin }) => origin))].sort();
  return origins.map((origin) => {
    const own = debs.filter((deb) => deb.origin === origin);
    const names = own.map(({ name, version }) => `${name} ${version}`).join(', ');
    return ['from', `${origin}: ${isFurther(origin) ? names : amount(own)}`];
  });
}

function amount(debs: readonly Deb[]): string {
  const bytes = debs.reduce((sum, deb) => sum + deb.size, 0);
  return `${debs.length} package${debs.length === 1 ? '' : 's'} (${(bytes / 1e6).toFixed(1)} MB)`;
}

/** Returns ` (secret token, cache /var/cache/app)`, or an empty string. */
function mountsText(mounts: readonly CommandMount[]): string {
  const names = mounts.map(({ kind, id }) => `${kind} ${id}`);
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

function checkText(check: StartedCheck): string {
  return (check.kind === 'run' ? check.run : check.start).join(' ');
}
