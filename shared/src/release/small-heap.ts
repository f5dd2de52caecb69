import { setFlagsFromString } from 'node:v8';

/** From so many objects on, their answers fill the heap with more garbage than a runner should hold. */
const manyObjects = 200;

/**
 * Keeps V8's young generation at its first size for a release of many objects: it would let what is
 * mostly garbage grow to a hundred MB before it looks. With 1,000 objects a run held 284 MB, so 170.
 * Small releases are left alone, as looking more often takes time.
 */
export function keepHeapSmall(objects: number): void {
  if (objects >= manyObjects) setFlagsFromString('--semi-space-growth-factor=1');
}
