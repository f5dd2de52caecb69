import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { rules } from '../../src/report/rules.ts';
import { sarifOf } from '../../src/report/sarif.ts';
import { sampleFinding } from '../sample-finding.ts';

// The package's own validator asks for more than SARIF does, so its copy of the schema is taken.
const main = createRequire(import.meta.url).resolve('@microsoft/sarif-multitool-ts');
const schemaFile = path.join(path.dirname(main), '../assets/sarif-2.1.0.schema.json');
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
const validate = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(
  schema,
);

function problemsOf(log: unknown): readonly string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const finding = sampleFinding();

test('the schema knows what is wrong', () => {
  const broken = { version: '2.1.0', runs: [{ tool: {}, results: [{ level: 'notice' }] }] };
  expect(problemsOf(broken)).toEqual(
    expect.arrayContaining([
      "/runs/0/tool must have required property 'driver'",
      '/runs/0/results/0/level must be equal to one of the allowed values',
    ]),
  );
});

test.each([
  ['no finding', []],
  ['one finding', [finding]],
  [
    'findings of every kind',
    [
      finding,
      sampleFinding({ severity: 'warning', rule: 'policy/probes', renders: [] }),
      sampleFinding({ severity: 'notice', object: '', path: '', file: 'charts/ü b/values.yaml' }),
    ],
  ],
])('a log of %s meets the schema of SARIF 2.1.0', (_, findings) => {
  expect(problemsOf(sarifOf(findings, rules))).toEqual([]);
});

test('a result has the rule, the level, the place and what to do', () => {
  const [rule] = rules;
  const log = sarifOf([sampleFinding({ rule: 'ignore/no-reason', severity: 'notice' })], rules);
  expect(log).toMatchObject({
    runs: [
      {
        tool: {
          driver: {
            rules: [
              {
                id: 'ignore/no-reason',
                shortDescription: { text: rule?.summary },
                defaultConfiguration: { level: 'warning' },
              },
              { id: 'ignore/unknown-rule' },
            ],
          },
        },
        results: [
          {
            ruleId: 'ignore/no-reason',
            ruleIndex: 0,
            level: 'note',
            message: {
              text: 'Deployment web: spec.replica: there is no such field (did you mean replicas?). Correct the name.',
            },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'charts/web/templates/web.yaml' },
                  region: { startLine: 12, startColumn: 3 },
                },
                logicalLocations: [{ fullyQualifiedName: 'Deployment web spec.replica' }],
              },
            ],
          },
        ],
      },
    ],
  });
});

function fingerprints(findings: Parameters<typeof sarifOf>[0]): readonly unknown[] {
  const { runs } = sarifOf(findings, rules) as {
    readonly runs: readonly { readonly results: readonly { partialFingerprints: unknown }[] }[];
  };
  return runs.flatMap(({ results }) =>
    results.map(({ partialFingerprints }) => partialFingerprints),
  );
}

test('a fingerprint outlives another line, and equal findings have one each', () => {
  const [first] = fingerprints([finding]);
  const [moved, twin] = fingerprints([sampleFinding({ line: 20 }), sampleFinding({ line: 30 })]);
  expect(moved).toEqual(first);
  expect(twin).not.toEqual(first);
});

test('a path is written as a URI', () => {
  const log = sarifOf([sampleFinding({ file: 'charts/ü b/100%.yaml' })], []);
  expect(JSON.stringify(log)).toContain('"uri":"charts/%C3%BC%20b/100%25.yaml"');
});
