import { imageInvalid } from './images/image-invalid.ts';
import { imageLatest } from './images/image-latest.ts';
import { hostNamespaces } from './pods/host-namespaces.ts';
import { livenessProbe } from './pods/liveness-probe.ts';
import { preStop } from './pods/pre-stop.ts';
import { privileged } from './pods/privileged.ts';
import { readinessProbe } from './pods/readiness-probe.ts';
import { resourceLimits } from './pods/resource-limits.ts';
import { resourceRequests } from './pods/resource-requests.ts';
import { runAsNonRoot } from './pods/run-as-non-root.ts';
import { startupProbe } from './pods/startup-probe.ts';
import { versionLabel } from './pods/version-label.ts';
import type { Policy } from './policy.ts';
import { pdbSelectsNone } from './selectors/pdb-selects-none.ts';
import { selectorImmutable } from './selectors/selector-immutable.ts';
import { selectorMismatch } from './selectors/selector-mismatch.ts';
import { serviceSelectsNone } from './selectors/service-selects-none.ts';
import { serviceTargetPort } from './selectors/service-target-port.ts';
import { hpaReplicas } from './updates/hpa-replicas.ts';
import { hpaTarget } from './updates/hpa-target.ts';
import { maxUnavailable } from './updates/max-unavailable.ts';
import { pdbReplicas } from './updates/pdb-replicas.ts';

/** Every policy about the objects of one render. */
export const allPolicies: readonly Policy[] = [
  imageLatest,
  imageInvalid,
  readinessProbe,
  livenessProbe,
  startupProbe,
  resourceRequests,
  resourceLimits,
  runAsNonRoot,
  privileged,
  hostNamespaces,
  versionLabel,
  preStop,
  maxUnavailable,
  pdbReplicas,
  pdbSelectsNone,
  hpaReplicas,
  hpaTarget,
  selectorMismatch,
  selectorImmutable,
  serviceSelectsNone,
  serviceTargetPort,
];
