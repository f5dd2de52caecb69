import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureTools } from '../cluster/index.ts';
import { median } from './median.ts';
import { kinds, renders, writeCharts } from './support/bench-charts.ts';
import { figureTable } from './support/figures.ts';
import { schemaLocation, schemaVersions, writeJsonSchemas } from './support/json-schemas.ts';
import { lintBundle, lintEnvironment, readOutputs } from './support/lint-run.ts';
import { measure } from './support/measure.ts';

const rounds = 3;
const charts = 20;

/**
 * How long helm-lint takes for 20 charts, 3 renders each, against 5 versions of Kubernetes, beside what
 * users write today: for each render `helm lint`, and `helm template` into kubeconform once a version, with
 * the schemas on disk. Medians of 3 rounds in which both take turns; and how many times Helm is started.
 */
export async function helmLintSpeed(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-bench-'));
  try {
    const { helm, kubeconform } = await ensureTools(['helm', 'kubeconform']);
    const workspace = path.join(folder, 'charts');
    const folders = writeCharts(workspace, charts);
    const schemas = path.join(folder, 'schemas');
    await writeJsonSchemas(schemas, kinds);
    const script = peers({ helm, kubeconform, folders, schemas });
    const own: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      theirs.push((await measure(script, { HOME: folder })).wall);
      const environment = lintEnvironment(workspace, helm);
      own.push((await measure(`${process.execPath} ${lintBundle}`, environment)).wall);
      expectRenders(environment);
    }
    const ours = median(own);
    const peer = median(theirs);
    return figureTable(`helm-lint against its peers, median of ${rounds} rounds`, [
      {
        what: `${charts} charts, ${renders.length} renders, ${schemaVersions.length} versions, time`,
        measured: ours / peer,
        limit: 0.6,
        unit: '×',
        detail: `${ours.toFixed(2)} s / ${peer.toFixed(2)} s`,
      },
      {
        what: 'Helm processes',
        measured: await countHelm(folder, workspace, helm),
        limit: charts * renders.length * 2,
        unit: '',
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Peers {
  readonly helm: string;
  readonly kubeconform: string;
  readonly folders: readonly string[];
  readonly schemas: string;
}

/** A user's script; what is found in a chart does not end it. */
function peers({ helm, kubeconform, folders, schemas }: Peers): string {
  const lines = folders.flatMap((chart) =>
    renders.flatMap((files) => {
      const values = files.map((file) => `-f ${path.join(chart, file)}`).join(' ');
      const rendered = `${chart}.rendered.yaml`;
      return [
        `${helm} lint ${chart} ${values} >/dev/null || true`,
        `${helm} template shop ${chart} ${values} >${rendered}`,
        ...schemaVersions.map(
          (version) =>
            `${kubeconform} -strict -schema-location '${schemaLocation(schemas, version)}' ${rendered} >/dev/null || true`,
        ),
      ];
    }),
  );
  return lines.join('\n');
}

function expectRenders(environment: Readonly<Record<string, string>>): void {
  const outputs = readOutputs(environment);
  const wanted = String(charts * renders.length);
  if (outputs.verdict !== 'clean' || outputs.renders !== wanted || outputs.errors === '0') {
    throw new Error(`helm-lint did not do what is measured: ${JSON.stringify(outputs)}`);
  }
}

/** Lets Helm be started by a script that keeps count. */
async function countHelm(folder: string, workspace: string, helm: string): Promise<number> {
  const counter = path.join(folder, 'started');
  const counted = path.join(folder, 'helm');
  writeFileSync(counted, `#!/bin/sh\necho >> ${counter}\nexec ${helm} "$@"\n`, { mode: 0o755 });
  await measure(`${process.execPath} ${lintBundle}`, lintEnvironment(workspace, counted));
  return readFileSync(counter, 'utf8').length;
}
