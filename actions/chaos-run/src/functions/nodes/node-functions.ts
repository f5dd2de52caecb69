import type { NativeFunction } from '../native-function.ts';
import {
  allNodesMustBeReadyToSchedule,
  getAllNodeStatusConditions,
  getNodes,
  nodesMustBeHealthy,
  verifyNodesCondition,
} from './node-probes.ts';

/** Functions on nodes. */
export const nodeFunctions: readonly NativeFunction[] = [
  getNodes,
  getAllNodeStatusConditions,
  allNodesMustBeReadyToSchedule,
  verifyNodesCondition,
  nodesMustBeHealthy,
];
