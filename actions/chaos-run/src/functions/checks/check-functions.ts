import type { NativeFunction } from '../native-function.ts';
import { check } from './check.ts';
import { ready } from './ready.ts';

/** The probes of our own: `kube_delivery.probes`. */
export const checkFunctions: readonly NativeFunction[] = [check, ready];
