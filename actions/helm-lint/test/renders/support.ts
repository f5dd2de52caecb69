import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HelmCli } from '@kube-delivery/shared/helm/helm-cli';
import { HelmHome } from '@kube-delivery/shared/helm/helm-home';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import { readRunFacts } from '../../../../shared/src/action/read-run-facts.ts';
import { ensureTools } from '../../../../test/cluster/index.ts';
import { loadChart } from '../../src/charts/load-chart.ts';
import type { LoadedChart, ValueSet } from '../../src/loaded-chart.ts';
import { renderChart } from '../../src/renders/render-chart.ts';
import type { RenderOutcome } from '../../src/renders/render-outcome.ts';
import type { RenderWorld } from '../../src/renders/render-world.ts';
import { RenderedDocuments } from '../../src/renders/rendered-documents.ts';

/** Files of charts, by their path in the workspace. */
export type Files = Readonly<Record<string, string>>;

/** The program of one major version of Helm in a workspace of its own. */
export class HelmBench {
  readonly workspace: string;
  readonly #home: HelmHome;
  readonly world: RenderWorld;
  /** How many runs of Helm there were. */
  runs = 0;

  private constructor(program: { readonly path: string; readonly version: string }) {
    const temp = mkdtempSync(path.join(tmpdir(), 'kube-delivery-test-'));
    this.workspace = path.join(temp, 'workspace');
    const copies = path.join(temp, 'copies');
    mkdirSync(copies);
    const environment = { RUNNER_TEMP: temp };
    const run = readRunFacts({ environment, readText: () => undefined });
    const context = quietContext({ environment, run });
    this.#home = new HelmHome(context, '');
    const cli = new HelmCli(program, this.#home, context);
    this.world = {
      helm: {
        major: cli.major,
        version: cli.version,
        run: (...call) => {
          this.runs += 1;
          return cli.run(...call);
        },
      },
      signal: context.signal,
      temp: copies,
      kubernetesVersions: ['1.36', '1.35', '1.34'],
      documents: new RenderedDocuments(),
    };
  }

  static async open(major: 3 | 4): Promise<HelmBench> {
    const tools = await ensureTools(['helm', 'helm3']);
    return major === 3
      ? new HelmBench({ path: tools.helm3, version: '3.22.0' })
      : new HelmBench({ path: tools.helm, version: '4.3.1' });
  }

  /** Writes a chart `charts/<name>`; what a chart must have is added. */
  chart(name: string, files: Files): LoadedChart {
    const folder = `charts/${name}`;
    rmSync(path.join(this.workspace, folder), { recursive: true, force: true });
    const all = { 'Chart.yaml': chartFile(name), 'values.yaml': '', ...files };
    for (const [file, text] of Object.entries(all)) this.write(`${folder}/${file}`, text);
    return this.load(name);
  }

  /** Loads the chart `charts/<name>`, which must be a good one. */
  load(name: string): LoadedChart {
    const chart = loadChart(this.workspace, `charts/${name}`);
    if ('rule' in chart) throw new Error(`${chart.file}: ${chart.message}`);
    return chart;
  }

  write(file: string, text: string): void {
    const target = path.join(this.workspace, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  /** Renders a chart that must give one outcome. */
  async render(chart: LoadedChart, set: ValueSet = defaults): Promise<RenderOutcome> {
    const [outcome, ...others] = await renderChart(chart, set, this.world);
    if (outcome === undefined || others.length > 0) throw new Error('not one outcome');
    return outcome;
  }

  async close(): Promise<void> {
    await this.#home.close();
    rmSync(path.dirname(this.workspace), { recursive: true, force: true });
  }
}

export const defaults: ValueSet = { name: 'defaults', files: [] };

export function chartFile(name: string, more = ''): string {
  return `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;
}

/** A template of one object that has nothing wrong. */
export function configMap(name: string, data = 'a: b'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ${data}\n`;
}

/** What tests compare of findings: `rule file:line`. */
export function shown(
  findings: readonly { readonly rule: string; readonly file: string; readonly line: number }[],
): readonly string[] {
  return findings.map(({ file, line, rule }) => `${rule} ${file.replace(/^charts\//, '')}:${line}`);
}
