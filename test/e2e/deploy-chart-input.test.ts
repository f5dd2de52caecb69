import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chartFiles } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace, ChartRun } from './support/chart-namespace.ts';
import { sampleImage } from './support/manifest-folder.ts';

let own: ChartNamespace;

beforeAll(async () => {
  own = await chartNamespace('chart-input');
});

afterAll(async () => {
  await own.close();
});

const schema = JSON.stringify({
  type: 'object',
  properties: { replicas: { type: 'integer', minimum: 1 } },
});

interface BadInput extends ChartRun {
  readonly what: string;
  readonly chart?: Record<string, string>;
  readonly reason: RegExp;
}

const badInputs: readonly BadInput[] = [
  {
    what: 'a folder that is not there',
    inputs: { chart: 'charts/none' },
    reason: /^chart: "charts\/none" does not exist/,
  },
  {
    what: 'a folder that is no chart',
    inputs: { chart: 'charts' },
    reason: /^chart: charts is not a chart: it has no Chart\.yaml/,
  },
  {
    what: 'a values file that is not there',
    inputs: { values: 'production.yaml' },
    reason: /^values: "production\.yaml" does not exist/,
  },
  {
    what: 'a values file that is no YAML',
    files: { 'values/bad.yaml': 'a: [1\nb: 2\n' },
    inputs: { values: 'values/bad.yaml' },
    reason: /^values: failed to parse values\/bad\.yaml: .*yaml: line 1: did not find expected/,
  },
  {
    what: 'values that the schema refuses',
    chart: { 'values.schema.json': schema },
    inputs: { set: 'replicas=none' },
    reason: /^values: values don't meet the specifications of the schema.*\/replicas/,
  },
  {
    what: 'a template with a fault',
    chart: { 'templates/bad.yaml': 'a: b\nc: {{ .Values.none.value }}\n' },
    reason: /^chart: .*shop\/templates\/bad\.yaml:2:.*nil pointer evaluating interface/,
  },
  {
    what: 'a template that gives up',
    chart: { 'templates/bad.yaml': '{{ fail "a password is needed" }}\n' },
    reason: /^chart: .*shop\/templates\/bad\.yaml:1:.*a password is needed/,
  },
  {
    what: 'an image that no container has',
    inputs: { images: 'ghcr.io/other/thing:v1' },
    reason: /^images: .*matches no container.*podinfo/,
  },
  {
    what: 'a name that is too long for Helm',
    inputs: { release: 'a'.repeat(60) },
    reason: /^release: .*too long for Helm, which allows 53/,
  },
  {
    what: 'a canary of a chart',
    inputs: { strategy: 'canary' },
    reason: /^strategy: canary is not there for a chart/,
  },
  {
    what: 'a line of set without a value',
    inputs: { set: 'replicas' },
    reason: /^set: /,
  },
  {
    what: 'a dependency of an unknown name',
    chart: {
      'Chart.yaml':
        'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{ name: redis, version: 1.0.0, repository: "@mine" }]\n',
    },
    reason: /^chart: its dependency redis comes from "@mine"/,
  },
];

describe('a chart that is given wrongly', () => {
  test.each(badInputs)('ends invalid for $what', async ({ chart, files, inputs, reason }) => {
    const run = await own.deploy('bad', chartFiles(chart === undefined ? {} : { files: chart }), {
      inputs: inputs ?? {},
      files: files ?? {},
    });
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'invalid']);
    expect(run.outputs.reason).toMatch(reason);
    expect(await own.records('bad')).toEqual([]);
    expect(await own.helm('list', '--short')).toBe('');
  });

  test('points at the line of the template in the workspace', async () => {
    const chart = chartFiles({ files: { 'templates/bad.yaml': '\n\n{{ fail "no" }}\n' } });
    const run = await own.deploy('bad', chart);
    expect(run.stdout).toContain('::error file=charts/shop/templates/bad.yaml,line=3::');
  });

  test('ends failed without Helm, and says which one is missing', async () => {
    const run = await own.deploy('bad', chartFiles(), { inputs: { 'helm-path': '/no/such/helm' } });
    expect(run.outputs.verdict).not.toBe('deployed');
    expect(run.outputs.reason).toContain('/no/such/helm');
  });

  test('ends failed where an object is there that is not the release of Helm', async () => {
    await own.cluster.create(
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'taken' },
        spec: { ports: [{ port: 1 }] },
      },
      { signal: AbortSignal.timeout(10_000) },
    );
    const run = await own.deploy('taken', chartFiles());
    expect(run.outputs.verdict).toBe('failed');
    expect(run.outputs.reason).toMatch(/Service "taken".*invalid ownership metadata/);
    expect(run.stdout).toContain('give it to Helm');
    expect(await own.records('taken')).toEqual([]);
  });
});

describe('values', () => {
  test('come from the chart, then files, then set, and what is secret is never shown', async () => {
    const password = 's3cr3t-canary-value';
    const run = await own.deployed('values', chartFiles(), {
      files: {
        'values/a.yaml': 'replicas: 2\nmessage: from a\n',
        'values/b, c.yaml': 'message: from b\nlist: [{ name: x }, { name: y }]\n',
      },
      inputs: {
        values: 'values/a.yaml\nvalues/b, c.yaml',
        set: [`password=${password}`, 'list[1].name=z', 'enabled=true'].join('\n'),
      },
    });
    const values: unknown = JSON.parse(await own.helm('get', 'values', 'values', '-o', 'json'));
    expect(values).toEqual({
      replicas: 2,
      message: 'from b',
      list: [{ name: 'x' }, { name: 'z' }],
      enabled: true,
      password,
    });
    const secret = await own.read('v1', 'Secret', 'values-login');
    expect(secret?.data).toEqual({ password: Buffer.from(password).toString('base64') });
    const shown = [
      run.stdout,
      run.stderr,
      run.summary,
      JSON.stringify(run.outputs),
      JSON.stringify(run.report),
    ];
    const withoutMasks = shown.join('\n').replace(/^::add-mask::.*$/gm, '');
    expect(withoutMasks).toContain('helm upgrade --install values');
    expect(withoutMasks).not.toContain(password);
    expect(withoutMasks).not.toContain(Buffer.from(password).toString('base64'));

    // What is no longer given is no longer set.
    await own.deployed('values', chartFiles());
    expect(await own.helm('get', 'values', 'values', '-o', 'json')).toBe('null\n');
  });

  test('are planned by a dry run: fields with images, Secrets without values', async () => {
    await own.deployed('plan', chartFiles());
    const before = await own.versions();
    const chart = chartFiles({
      files: {
        'templates/others.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata: { name: {{ .Release.Name }}-login }\nstringData: { password: {{ .Values.password | quote }} }\n',
      },
    });
    const run = await own.deploy('plan', chart, {
      inputs: { 'dry-run': 'true', images: sampleImage('v2'), set: 'password=other-secret-value' },
    });
    expect(run.outputs).toMatchObject({
      verdict: 'planned',
      reason: '',
      changes: '{"created":0,"updated":2,"unchanged":0,"deleted":1}',
    });
    expect(run.summary).toContain('spec.template.spec.containers[podinfo].image');
    expect(run.summary).toContain(sampleImage('v2'));
    expect(run.summary).toContain('data.password');
    const withoutMasks = (run.stdout + run.summary + JSON.stringify(run.report)).replace(
      /^::add-mask::.*$/gm,
      '',
    );
    expect(withoutMasks).not.toContain('other-secret-value');
    expect(await own.versions()).toEqual(before);
    expect(await own.helmHistory('plan')).toHaveLength(1);
  });
});
