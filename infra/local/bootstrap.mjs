// The only file that must run on any Node from 20 up. It installs the pinned dependencies, Node 26 among them,
// and hands over to it.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const commands = {
  start: ['infra/local/src/start/main.ts'],
  test: ['infra/local/src/test/main.ts'],
  import: ['infra/local/src/operate/import.ts'],
  dlq: ['infra/local/src/operate/dlq.ts'],
  audit: ['infra/local/src/operate/audit.ts'],
  keys: ['infra/local/src/operate/identity.ts', 'keys'],
  erase: ['infra/local/src/operate/identity.ts', 'erase'],
  retention: ['infra/local/src/operate/identity.ts', 'retention'],
  examples: ['packages/wait-clocks/src/run-examples.ts'],
  clocks: ['packages/wait-clocks/src/run-clocks.ts'],
  rules: ['packages/wait-clocks/src/describe-rules.ts'],
};
const [name = 'start', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) stop(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.`, 64);
if (Number(process.versions.node.split('.')[0]) < 20)
  stop(
    `Waymark starts from Node.js 20 up; this is ${process.version}. Install a newer Node.js: https://nodejs.org/`,
    69,
  );

install();
run();

function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(readFileSync(join(root, 'pnpm-workspace.yaml')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.waymark-installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted && existsSync(nodeBinary())) return;

  const began = Date.now();
  process.stderr.write('Installing the pinned dependencies (the first time takes a minute or two) …\n');
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const installed = spawnSync(
    npx,
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: 'true' } },
  );
  if (installed.error || installed.status !== 0) {
    process.stderr.write(`${installed.stdout ?? ''}${installed.stderr ?? ''}\n`);
    stop(
      'The dependencies could not be installed. Check that the npm registry can be reached, then run the command again.',
      69,
    );
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(mark, wanted);
  process.stderr.write(`Dependencies installed in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

function nodeBinary() {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function run() {
  const child = spawn(
    nodeBinary(),
    ['--disable-warning=ExperimentalWarning', join(root, command[0]), ...command.slice(1), ...args],
    { stdio: 'inherit', env: { ...process.env, npm_config_nodedir: undefined } },
  );
  // Ctrl-C reaches the child from the terminal; a signal sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  child.on('exit', (code, signal) => {
    // What the loader of the system ends with when it cannot find a library; it has named it.
    if (code === 127)
      stop(
        'Node.js 26 needs a library that this system lacks: on Debian or Ubuntu, apt-get install libatomic1.',
        69,
      );
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
  });
}

function stop(message, code) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
