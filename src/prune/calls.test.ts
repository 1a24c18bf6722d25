import { expect, test } from 'vitest';
import { calledPrograms } from './calls.ts';

const called = (text: string, ticks = false) => calledPrograms(text, { ticks }).map(({ program }) => program);

test.each<[string, readonly string[]]>([
  // JavaScript.
  ["spawn('git', ['log'])", ['git']],
  ['const out = await execFile("pdftotext", [file]);', ['pdftotext']],
  ["child_process.execSync('convert a.png b.jpg && rm a.png')", ['convert', 'rm']],
  ['exec(`ffmpeg -i $' + '{input} out.mp4`, done)', ['ffmpeg']],
  ["await execa('soffice', args)", ['soffice']],
  ["spawn('/usr/bin/tesseract', [])", ['/usr/bin/tesseract']],
  ["spawn('sh', ['-c', 'pg_dump shop | gzip'])", ['sh', 'gzip', 'pg_dump']],
  ['spawn(process.execPath, [file])', []],
  ["respawn('git')", []],
  ["execFileSync(command, ['install', name])", []],
  // Python.
  ['subprocess.run(["pdftoppm", "-r", "72"], check=True)', ['pdftoppm']],
  ['subprocess.check_output("df -h", shell=True)', ['df']],
  ["Popen(args=['nice', '-n', '10', 'gs'])", ['nice', 'gs']],
  [
    "Popen(['gosu', 'web', 'sh', '-c', 'convert x | xargs identify'])",
    ['gosu', 'convert', 'identify', 'sh', 'xargs'],
  ],
  ['os.system(f"wkhtmltopdf {name} out.pdf")', ['wkhtmltopdf']],
  ['await asyncio.create_subprocess_exec("dig", host)', ['dig']],
  ['cmd = ["dot", "-T", kind]', ['dot']],
  ['git_command = ("git", "log")', ['git']],
  ['commands = ["test", "time"]', []],
  ['if shutil.which("dot") is None:', ['dot']],
  ['subprocess.run([sys.executable, "-m", "pip"])', []],
  // Ruby, Perl, PHP.
  ['system "tar", "czf", name', ['tar']],
  ["Open3.capture3({'LC_ALL' => 'C'}, 'identify', path)", ['identify']],
  ["IO.popen(['gpg', '--list-keys'])", ['gpg']],
  ["IO.popen(environment, ['gpg', '--list-keys'])", ['gpg']],
  ["shell_exec('whois example.org')", ['whois']],
  ["proc_open(['mysqldump', $name], $pipes, $handles)", ['mysqldump']],
  ["$p = new Process(['libreoffice', '--headless']);", ['libreoffice']],
  ["systemcall('userdel', $name)", ['userdel']],
  ['my @command = ("logger",\n$option)', ['logger']],
  // Java, Go, Elixir.
  ['new ProcessBuilder("curl", url).start()', ['curl']],
  ['Runtime.getRuntime().exec(new String[] {"df", "-h"})', ['df']],
  ['exec.Command("git", "status")', ['git']],
  ['exec.CommandContext(ctx, "ssh", host)', ['ssh']],
  ['System.cmd("whoami", [])', ['whoami']],
  // No calls.
  ['// spawn("git")', []],
  ['  # subprocess.run(["git"])', []],
  ['message = "run git to spawn a process"', []],
  ["pattern.exec('') || spawn('')", []],
])('%s starts %j', (text, programs) => {
  expect(called(text)).toEqual(programs);
});

test('backticks are commands where the language has them', () => {
  expect(called('out = `pg_dump shop`', true)).toEqual(['pg_dump']);
  expect(called('out = %x(uptime -p)', true)).toEqual(['uptime']);
  expect(called('# see `git log`', true)).toEqual([]);
  expect(called('out = `pg_dump shop`')).toEqual([]);
});

test('the line is the first that names the program', () => {
  const text = "a\nspawn('git')\n\nspawn('git'); spawn('tar')\n";
  expect(calledPrograms(text, { ticks: false })).toEqual([
    { program: 'git', line: 2, byShell: false },
    { program: 'tar', line: 4, byShell: false },
  ]);
});

test.each([
  ["exec('uptime')", true],
  ["spawn('uptime')", false],
  ["spawn('uptime -p', {shell: true})", true],
  ['subprocess.run(["uptime", "-p"])', false],
  ['subprocess.run("uptime -p", shell=True)', true],
  ["os.system('uptime')", true],
  ['x = `uptime`', true],
])('%s is by a shell: %s', (text, byShell) => {
  expect(calledPrograms(text, { ticks: true })).toEqual([{ program: 'uptime', line: 1, byShell }]);
});

test('no text takes long', () => {
  const texts = [
    'spawn('.repeat(20_000),
    `exec(${'a.'.repeat(100_000)}`,
    'exec(`'.repeat(20_000),
    "system '".repeat(20_000),
  ];
  const started = performance.now();
  for (const text of texts) calledPrograms(text, { ticks: true });
  expect(performance.now() - started).toBeLessThan(5000);
});

test('blanks take no more time than other text', () => {
  const start = performance.now();
  expect(calledPrograms(`spawn(${' '.repeat(300_000)}x`, { ticks: true })).toEqual([]);
  expect(calledPrograms(`exec(${' '.repeat(300_000)}[ "git"`, { ticks: false })).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(2000);
});
