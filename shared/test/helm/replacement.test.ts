import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { HelmHome } from '../../src/helm/helm-home.ts';
import { readDocuments } from '../../src/helm/rendered-release.ts';
import type { RenderedRelease } from '../../src/helm/rendered-release.ts';
import { setUpReplacement } from '../../src/helm/replacement.ts';
import { parseManifests } from '../../src/manifests/parse-manifests.ts';
import { testHome } from './test-home.ts';

const homes: HelmHome[] = [];

afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.close()));
});

function makeHome(): HelmHome {
  const home = testHome();
  homes.push(home);
  return home;
}

/** Strings that are something else in one dialect of YAML or another, unless they stand in quotes. */
const tricky = [
  'yes',
  'on',
  'n',
  '0o14',
  '0644',
  '1_000',
  '12:30:45',
  '2026-01-01',
  '~',
  'null',
  '.inf',
  '0x1f',
  '1e3',
  '- a',
  '# b',
  'a: b',
  '&a',
  '*a',
  '!a',
  "it's",
  'a"b',
  'a\nb\n',
  '\u2028',
  ' ',
];

const release: RenderedRelease = {
  chart: 'shop-1.0.0',
  appVersion: '1',
  values: {},
  notes: '',
  documents: [
    {
      source: 'shop/templates/app.yaml',
      isHook: false,
      objects: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'a', labels: Object.fromEntries(tricky.map((key) => [key, 'x'])) },
          data: Object.fromEntries(tricky.map((text, index) => [`k${index}`, text])),
          numbers: [0, 1, -1, 0.5, 420, 1e21, true, false, null, [], {}],
        },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } },
      ],
    },
    {
      source: 'shop/templates/hook.yaml',
      isHook: true,
      objects: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'h', annotations: { 'helm.sh/hook': 'pre-upgrade' } },
        },
      ],
    },
  ],
};

const [app, hook] = release.documents;

/** Runs a command as Helm does, with text on its input that it has to ignore. */
function answerOf(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { input: 'x'.repeat(1_000_000), encoding: 'utf8' });
}

describe('the post-renderer', () => {
  test('of Helm 4 is a plugin that answers with all documents and where they belong', () => {
    const home = makeHome();
    const { args, environment } = setUpReplacement(home, 4, release);
    expect(args).toEqual(['--post-renderer', 'kube-delivery']);
    const plugin = path.join(home.pluginFolder, 'kube-delivery', 'plugin.yaml');
    expect(readFileSync(plugin, 'utf8')).toContain('type: postrenderer/v1');
    const {
      KUBE_DELIVERY_NODE = '',
      KUBE_DELIVERY_SCRIPT = '',
      KUBE_DELIVERY_FILE = '',
    } = environment;
    const answer = answerOf(KUBE_DELIVERY_NODE, [KUBE_DELIVERY_SCRIPT, KUBE_DELIVERY_FILE]);
    const { manifests, problems } = parseManifests(answer, 'answer');
    expect(problems).toEqual([]);
    const at = 'postrenderer.helm.sh/postrender-filename';
    expect(manifests.map(({ object }) => object.metadata.annotations?.[at])).toEqual([
      'shop/templates/app.yaml',
      'shop/templates/app.yaml',
      'shop/templates/hook.yaml',
    ]);
    expect(manifests[0]?.object).toMatchObject({ ...app?.objects[0] });
    expect(manifests[2]?.object).toMatchObject({ ...hook?.objects[0] });
  });

  test('of Helm 3 is a program that answers with the manifest, hooks apart', () => {
    const { args } = setUpReplacement(makeHome(), 3, release);
    const [flag, command = '', , script = '', , file = ''] = args;
    expect([flag, command]).toEqual(['--post-renderer', process.execPath]);
    const documents = readDocuments({ manifest: answerOf(command, [script, file]), hooks: [] });
    expect(documents.map(({ source }) => source)).toEqual([app?.source, app?.source]);
    expect(documents.flatMap(({ objects }) => objects)).toEqual(app?.objects);
  });
});
