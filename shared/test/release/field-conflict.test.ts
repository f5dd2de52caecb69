import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../src/cluster/api-error.ts';
import { conflictsIn, describeConflicts } from '../../src/release/field-conflict.ts';

function refusal(...owners: readonly (readonly [string, string])[]): ApiError {
  return new ApiError('Apply failed', {
    status: 409,
    reason: 'Conflict',
    call: { verb: 'patch', resource: 'deployments.apps' },
    causes: owners.map(([manager, field]) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with "${manager}" using apps/v1`,
      field,
    })),
  });
}

describe('conflictsIn', () => {
  test('gathers fields by manager', () => {
    const conflicts = conflictsIn(refusal(['argo', '.a'], ['flux', '.b'], ['argo', '.c']));
    expect(conflicts).toEqual([
      { manager: 'argo', fields: ['.a', '.c'] },
      { manager: 'flux', fields: ['.b'] },
    ]);
    const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
    expect(describeConflicts(web, conflicts ?? [])).toBe(
      'Deployment web in namespace shop: .a, .c belongs to field manager "argo"; .b belongs to field manager "flux"',
    );
  });

  test('knows the manager of a subresource', () => {
    const [owner] = [
      ['kube-controller-manager" with subresource "scale', '.spec.replicas'],
    ] as const;
    expect(conflictsIn(refusal(owner))).toEqual([
      { manager: 'kube-controller-manager', fields: ['.spec.replicas'] },
    ]);
  });

  test.each(['kubectl-client-side-apply', 'kubectl', 'kube-delivery'])(
    'adopts from %s',
    (manager) => {
      expect(conflictsIn(refusal([manager, '.a']))).toEqual([]);
      expect(conflictsIn(refusal([manager, '.a'], ['kubectl-edit', '.b']))).toEqual([
        { manager: 'kubectl-edit', fields: ['.b'] },
      ]);
    },
  );

  test('is undefined for a conflict of another kind', () => {
    expect(conflictsIn(refusal())).toBeUndefined();
  });
});
