import type { NativeFunction } from '../native-function.ts';
import { namespaceExists } from './namespace-exists.ts';
import { secretExists } from './secret-exists.ts';

/** Functions on objects of any kind. */
export const objectFunctions: readonly NativeFunction[] = [namespaceExists, secretExists];
