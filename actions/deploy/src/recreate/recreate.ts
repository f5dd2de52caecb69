import type { Rollout } from '../rollout.ts';

export const recreate: Rollout = {
  preview: () => Promise.reject(new Error('recreate is being built')),
  deploy: () => Promise.reject(new Error('recreate is being built')),
};
