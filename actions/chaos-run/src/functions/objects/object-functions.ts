import type { NativeFunction } from '../native-function.ts';
import { customObjectActions } from './custom-object-actions.ts';
import { customObjectProbes } from './custom-object-probes.ts';
import { ingressExists } from './ingress-exists.ts';
import { namespaceExists } from './namespace-exists.ts';
import { secretExists } from './secret-exists.ts';

/** Functions on objects of any kind. */
export const objectFunctions: readonly NativeFunction[] = [
  ...customObjectActions,
  ...customObjectProbes,
  ingressExists,
  namespaceExists,
  secretExists,
];
