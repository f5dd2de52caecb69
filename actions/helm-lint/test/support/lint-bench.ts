import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { readRunFacts } from '@kube-delivery/shared/action/read-run-facts';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import { kubernetesSchemas } from '../../../../scripts/build/kubernetes-schemas.ts';
import { ensureTools } from '../../../../test/cluster/index.ts';
import { readInputs } from '../../src/inputs.ts';
import { lint } from '../../src/lint.ts';
import type { Finding } from '../../src/finding.ts';
import type { Outcome } from '../../src/outcome.ts';

/** Files by their path in the workspace. */
export type Files = Readonly<Record<string, string>>;

/** Inputs of helm-lint by name. */
export type GivenInputs = Readonly<Record<string, string>>;

/** A workspace in which charts are linted with the real Helm and the real schemas. */
export class LintBench {
  readonly workspace: string;
  readonly #temp: string;
  readonly #helm: string;
  readonly #schemas: string;

  private constructor(helm: string, schemas: string) {
    this.#temp = mkdtempSync(path.join(tmpdir(), 'kube-delivery-lint-bench-'));
    this.workspace = path.join(this.#temp, 'workspace');
    this.#helm = helm;
    this.#schemas = schemas;
    mkdirSync(this.workspace);
  }

  static async open(): Promise<LintBench> {
    const { helm } = await ensureTools(['helm']);
    return new LintBench(helm, await kubernetesSchemas());
  }

  /** Makes these the only files of the workspace. */
  write(files: Files): void {
    rmSync(this.workspace, { recursive: true, force: true });
    mkdirSync(this.workspace);
    for (const [file, text] of Object.entries(files)) this.add(file, text);
  }

  add(file: string, text: string): void {
    const target = path.join(this.workspace, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  /** Lints the workspace from its inputs on. */
  async lint(given: GivenInputs = {}): Promise<Outcome> {
    const environment = {
      PATH: process.env.PATH,
      GITHUB_WORKSPACE: this.workspace,
      RUNNER_TEMP: path.join(this.#temp, 'temp'),
    };
    const run = readRunFacts({ environment, readText: () => undefined });
    const context = quietContext({ environment, run });
    const inputs: GivenInputs = { 'helm-path': this.#helm, ...given };
    const reader = new InputReader((name) => inputs[name]);
    const read = readInputs(reader, context);
    reader.finish();
    return lint(read, this.#schemas, context);
  }

  close(): void {
    rmSync(this.#temp, { recursive: true, force: true });
  }
}

/** What tests compare of findings: `error schema/unknown-field charts/web/templates/web.yaml:12`. */
export function shown(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ file, line, rule, severity }) => `${severity} ${rule} ${file}:${line}`);
}
