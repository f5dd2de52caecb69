import { isApiError } from '../../../shared/src/cluster/api-error.ts';
import { deadline } from './deadline.ts';
import { eventually } from './eventually.ts';
import type { OwnNamespace } from './test-connection.ts';

const group = 'admissionregistration.k8s.io/v1';

/**
 * Has the server refuse lasting writes of one Service of a test's namespace, and let dry runs of them
 * pass, as a policy with side effects does. Resolves once it is in force, with what ends it.
 */
export async function refuseWrites(
  { cluster, namespace }: OwnNamespace,
  service: string,
): Promise<() => Promise<void>> {
  const name = `${namespace}-${service}`;
  const metadata = { name };
  await cluster.create(
    {
      apiVersion: group,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['services'],
            },
          ],
        },
        validations: [
          {
            expression: `(has(request.dryRun) && request.dryRun) || object.metadata.name != '${service}'`,
            message: 'refused by the test',
          },
        ],
      },
    },
    { signal: deadline() },
  );
  await cluster.create(
    {
      apiVersion: group,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        },
      },
    },
    { signal: deadline() },
  );
  const reference = { apiVersion: 'v1', kind: 'Service', name: service };
  const probe = { op: 'add', path: '/metadata/annotations/probed', value: 'yes' } as const;
  const untilWritesAre = async (wanted: 'refused' | 'taken'): Promise<void> => {
    await eventually(
      () =>
        cluster.patch(reference, [probe], { signal: deadline() }).then(
          () => 'taken',
          (error: unknown) => {
            if (isApiError(error, 403, 422)) return 'refused';
            throw error;
          },
        ),
      (outcome) => outcome === wanted,
      30_000,
    );
  };
  await untilWritesAre('refused');
  return async () => {
    for (const kind of ['ValidatingAdmissionPolicyBinding', 'ValidatingAdmissionPolicy']) {
      await cluster.delete({ apiVersion: group, kind, name }, { signal: deadline() });
    }
    await untilWritesAre('taken');
  };
}
