import type { NativeFunction } from '../native-function.ts';
import { cordonNode, drainNodesFunction, uncordonNode } from './node-actions.ts';
import {
  allNodesMustBeReadyToSchedule,
  getAllNodeStatusConditions,
  getNodes,
  nodesMustBeHealthy,
  verifyNodesCondition,
} from './node-probes.ts';
import { cordonTarget, drainTarget } from './own-node-actions.ts';

/** Functions on nodes. */
export const nodeFunctions: readonly NativeFunction[] = [
  cordonNode,
  uncordonNode,
  drainNodesFunction,
  getNodes,
  getAllNodeStatusConditions,
  allNodesMustBeReadyToSchedule,
  verifyNodesCondition,
  nodesMustBeHealthy,
  cordonTarget,
  drainTarget,
];
