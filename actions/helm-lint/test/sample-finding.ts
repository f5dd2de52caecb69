import type { Finding } from '../src/finding.ts';

/** A finding in a template of the chart `charts/web`, with parts of it replaced. */
export function sampleFinding(parts: Partial<Finding> = {}): Finding {
  return {
    rule: 'schema/unknown-field',
    severity: 'error',
    chart: 'charts/web',
    renders: ['defaults'],
    object: 'Deployment web',
    path: 'spec.replica',
    file: 'charts/web/templates/web.yaml',
    line: 12,
    column: 3,
    message: 'there is no such field (did you mean replicas?)',
    hint: 'Correct the name',
    ...parts,
  };
}
