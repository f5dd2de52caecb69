import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { InputError, PreconditionError } from '../../shared/src/action/errors.ts';
import type { ActionContext } from '../../shared/src/action/context.ts';
import { renderKustomization } from '../../shared/src/manifests/kustomize.ts';
import type { ManifestReading } from '../../shared/src/manifests/parse-manifests.ts';
import { pinnedVersions } from '../../shared/src/tools/pinned-tools.ts';
import { quietContext } from '../../shared/test/action/quiet-context.ts';
import { ensureTools } from '../cluster/index.ts';

type Files = Readonly<Record<string, string>>;

let toolPath: string;
let root: string;
let context: ActionContext;
let quoted: string[];

beforeAll(async () => {
  ({ kustomize: toolPath } = await ensureTools(['kustomize']));
});

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'deploy-kustomize-'));
  for (const name of ['workspace', 'temp', 'outside']) mkdirSync(path.join(root, name));
  quoted = [];
  const quiet = quietContext();
  const run = {
    ...quiet.run,
    workspace: path.join(root, 'workspace'),
    temp: path.join(root, 'temp'),
  };
  const quote = (text: string): void => {
    quoted.push(text);
  };
  const environment = { PATH: process.env.PATH };
  context = { ...quiet, run, environment, log: { ...quiet.log, quote } };
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.resolve(root, 'workspace', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function render(folder: string, signal = new AbortController().signal): Promise<ManifestReading> {
  return renderKustomization(folder, { context, signal, toolPath });
}

async function failureOf(rendering: Promise<ManifestReading>): Promise<unknown> {
  return rendering.then(
    (reading) => reading,
    (error: unknown) => error,
  );
}

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n';
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: registry.example/web:v1, envFrom: [{configMapRef: {name: env}}]}]
      volumes: [{name: settings, configMap: {name: settings, defaultMode: 0644}}]
`;
const base: Files = {
  'base/kustomization.yaml': 'resources: [settings.yaml, web.yaml]\n',
  'base/settings.yaml': configMap,
  'base/web.yaml': deployment,
};

test('the tests run the kustomize that is pinned', () => {
  const version = execFileSync(toolPath, ['version'], { encoding: 'utf8' });
  expect(version).toBe(`v${pinnedVersions.kustomize[0].version}\n`);
});

describe('an overlay', () => {
  test('is rendered to its objects', async () => {
    write({
      ...base,
      'overlays/production/kustomization.yaml': `resources: [../../base]
namePrefix: shop-
replicas: [{name: web, count: 3}]
images: [{name: registry.example/web, newTag: v2}]
configMapGenerator: [{name: env, literals: [LEVEL=info]}]
`,
    });
    const { manifests, problems } = await render('overlays/production');
    expect(problems).toEqual([]);
    const names = manifests.map(({ object }) => `${object.kind} ${object.metadata.name}`);
    expect(names).toEqual([
      expect.stringMatching(/^ConfigMap shop-env-[0-9a-z]{10}$/),
      'ConfigMap shop-settings',
      'Deployment shop-web',
    ]);
    const generated = manifests[0]?.object.metadata.name;
    expect(manifests[2]?.object).toMatchObject({
      spec: {
        replicas: 3,
        template: {
          spec: {
            containers: [
              {
                image: 'registry.example/web:v2',
                envFrom: [{ configMapRef: { name: generated } }],
              },
            ],
            volumes: [{ configMap: { name: 'shop-settings', defaultMode: 0o644 } }],
          },
        },
      },
    });
    expect(manifests.map(({ place }) => place)).toEqual(
      [1, 8, 15].map((line) => ({ file: 'overlays/production (rendered)', line })),
    );
  });

  test('is found by its absolute path, through links, and in RUNNER_TEMP', async () => {
    write({
      ...base,
      '../temp/made/kustomization.yaml': 'resources: [x.yaml]\n',
      '../temp/made/x.yaml': configMap,
    });
    symlinkSync(path.join(root, 'workspace/base'), path.join(root, 'workspace/linked'));
    for (const [folder, count] of [
      [path.join(root, 'workspace/base'), 2],
      ['linked', 2],
      [path.join(root, 'temp/made'), 1],
    ] as const) {
      const { manifests } = await render(folder);
      expect(manifests).toHaveLength(count);
    }
  });

  test('of deprecated fields is rendered, and what kustomize says of them is shown', async () => {
    write({ ...base, 'old/kustomization.yaml': 'bases: [../base]\n' });
    await expect(render('old')).resolves.toMatchObject({ problems: [] });
    expect(quoted.join()).toMatch(/'bases' is deprecated/);
  });

  test('that renders to nothing is a problem', async () => {
    write({ 'empty/kustomization.yaml': 'resources: []\nnamePrefix: a-\n' });
    await expect(render('empty')).resolves.toEqual({
      manifests: [],
      problems: [{ message: 'there is no object in empty' }],
    });
  });
});

test.each<[string, Files, string | RegExp]>([
  [
    'has a field that kustomize does not know',
    { 'k/kustomization.yaml': 'bogus: 1\n' },
    'k cannot be rendered: invalid Kustomization: json: unknown field "bogus"',
  ],
  [
    'names a file that is not there',
    { 'k/kustomization.yaml': 'patches: [{path: nope.yaml}]\n' },
    /failed to get the patch file from path\(nope\.yaml\): .* k\/nope\.yaml: no such file/,
  ],
  ['is no YAML', { 'k/kustomization.yaml': 'resources: [a' }, /^k cannot be rendered: /],
  [
    'is not there',
    { 'k/other.yaml': configMap },
    "k cannot be rendered: unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory",
  ],
  [
    'gives the same object twice',
    {
      'k/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'k/a.yaml': configMap,
      'k/b.yaml': configMap,
    },
    /may not add resource with an already registered id: ConfigMap/,
  ],
  [
    'reads a file above itself',
    {
      'k/kustomization.yaml': 'configMapGenerator: [{name: a, files: [../secret.txt]}]\n',
      'secret.txt': 's',
    },
    /is not in or below/,
  ],
  [
    'reads a file of the machine',
    { 'k/kustomization.yaml': 'configMapGenerator: [{name: a, files: [/etc/passwd]}]\n' },
    /is not in or below/,
  ],
  [
    'runs a program',
    {
      'k/kustomization.yaml': 'generators: [g.yaml]\n',
      'k/g.yaml':
        'apiVersion: v1\nkind: Program\nmetadata:\n  name: x\n  annotations: {config.kubernetes.io/function: "exec: {path: /bin/true}"}\n',
    },
    /external plugins disabled/,
  ],
  [
    'runs a chart',
    { 'k/kustomization.yaml': 'helmCharts: [{name: x, repo: https://charts.example}]\n' },
    /must specify --enable-helm/,
  ],
])('a kustomization that %s is a wrong input', async (_what, files, message) => {
  write(files);
  const failed = await failureOf(render('k'));
  expect(failed).toBeInstanceOf(InputError);
  expect(failed).toMatchObject({
    problems: [
      {
        input: 'kustomize',
        message:
          typeof message === 'string'
            ? expect.stringContaining(message)
            : expect.stringMatching(message),
      },
    ],
  });
  expect(String(failed)).not.toContain(root);
});

test('a link to a file outside is not read', async () => {
  write({
    'k/kustomization.yaml': 'configMapGenerator: [{name: a, files: [key]}]\n',
    '../outside/key': 'secret',
  });
  symlinkSync(path.join(root, 'outside/key'), path.join(root, 'workspace/k/key'));
  await expect(render('k')).rejects.toThrow(/is not in or below/);
});

test.each([
  ['nowhere', '"nowhere" does not exist; paths are relative to the workspace'],
  ['https://git.example/repo?ref=v1', '"https://git.example/repo?ref=v1" does not exist'],
  ['file.yaml', '"file.yaml" is not a folder'],
  ['../outside', '"../outside" lies outside the workspace and RUNNER_TEMP'],
  ['link', '"link" lies outside the workspace and RUNNER_TEMP'],
])('the folder %s is a wrong input', async (folder, message) => {
  write({ 'file.yaml': configMap, '../outside/kustomization.yaml': 'resources: []\n' });
  symlinkSync(path.join(root, 'outside'), path.join(root, 'workspace/link'));
  const failed = await failureOf(render(folder));
  expect(failed).toBeInstanceOf(InputError);
  expect(String(failed)).toContain(`kustomize: ${message}`);
});

test('a kustomize-path that is none is a wrong input', async () => {
  write({ ...base, kustomize: 'no program' });
  const { signal } = context;
  const failed = renderKustomization('base', { context, signal, toolPath: 'kustomize' });
  await expect(failed).rejects.toThrow('kustomize-path: "kustomize" is not kustomize: ');
});

describe('a remote base', () => {
  const held: Socket[] = [];
  const server = createServer((socket) => {
    held.push(socket);
  });
  const remote = (port: number): Files => ({
    'k/kustomization.yaml': `resources: ["https://127.0.0.1:${port}/team/bases//web?ref=v1"]\n`,
  });

  afterEach(() => {
    for (const socket of held.splice(0)) socket.destroy();
    server.close();
  });

  test('that cannot be reached is told as such', async () => {
    write(remote(1));
    const failed = await failureOf(render('k'));
    expect(failed).toBeInstanceOf(PreconditionError);
    expect(failed).toMatchObject({
      message: expect.stringMatching(
        /^k cannot be rendered, because a remote base cannot be fetched: .*127\.0\.0\.1:1\/team\/bases/,
      ),
      hint: expect.stringContaining('copy the base into the repository'),
    });
  });

  test('that never answers is left when the job is cancelled', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    write(remote((server.address() as AddressInfo).port));
    const abort = new AbortController();
    const failed = failureOf(render('k', abort.signal));
    await new Promise((resolve) => server.once('connection', resolve));
    abort.abort(new Error('the job was cancelled'));
    await expect(failed).resolves.toEqual(new Error('the job was cancelled'));
  });
});
