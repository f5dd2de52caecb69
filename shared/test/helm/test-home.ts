import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRunFacts } from '../../src/action/read-run-facts.ts';
import { HelmHome } from '../../src/helm/helm-home.ts';
import { quietContext } from '../action/quiet-context.ts';

/** A home for Helm below a folder of its own, with these variables in the environment. */
export function testHome(variables: Readonly<Record<string, string>> = {}): HelmHome {
  const temp = mkdtempSync(path.join(tmpdir(), 'kube-delivery-test-'));
  const environment = { RUNNER_TEMP: temp, ...variables };
  const run = readRunFacts({ environment, readText: () => undefined });
  return new HelmHome(quietContext({ environment, run }), 'the kubeconfig');
}
