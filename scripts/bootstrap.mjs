// Runs one of the project's TypeScript programs on Node 24, whatever Node the machine has: installs
// the npm packages when the lock file changed, then hands over to the Node that came with them.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const requiredMajor = 24;

function lockDigest() {
  const hash = createHash('sha256');
  const patches = path.join(root, 'patches');
  const files = ['package-lock.json', 'package.json'];
  if (existsSync(patches)) files.push(...readdirSync(patches).map((name) => `patches/${name}`));
  for (const file of files.sort()) hash.update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

function installPackages() {
  const marker = path.join(root, 'node_modules', '.installed-from');
  const digest = lockDigest();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === digest) return;
  const started = performance.now();
  console.log('Installing npm packages ...');
  // Not `npm ci`: it refuses a lock file without the optional packages of other platforms, and not
  // every registry has those. Install scripts stay off: none of the packages needs its own.
  run('npm', [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  run(process.execPath, [
    path.join(root, 'node_modules/patch-package/index.js'),
    '--error-on-fail',
  ]);
  writeFileSync(marker, digest);
  console.log(`npm packages installed in ${seconds(started)} s`);
}

function run(command, arguments_) {
  const result = spawnSync(command, arguments_, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.error) fail(`${command} could not be started: ${result.error.message}`);
  if (result.status !== 0) fail(`${command} ${arguments_[0]} failed; its output is above`);
}

function seconds(started) {
  return ((performance.now() - started) / 1000).toFixed(1);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function nodeBinary() {
  const packaged = path.join(
    root,
    `node_modules/node-${process.platform}-${process.arch}/bin/node`,
  );
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= requiredMajor) return process.execPath;
  return fail(
    `Node ${requiredMajor} is needed and no package carries it for ${process.platform}-${process.arch}: ` +
      `install Node ${requiredMajor} and run the command again (this is ${process.version})`,
  );
}

const [program, ...programArguments] = process.argv.slice(2);
if (program === undefined) fail('usage: node scripts/bootstrap.mjs <program.ts> [arguments]');
installPackages();
const node = nodeBinary();
const child = spawn(node, [path.join(root, program), ...programArguments], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [path.dirname(node), path.join(root, 'node_modules/.bin'), process.env.PATH].join(':'),
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
});
