import type { Rollout } from '../rollout.ts';

export const blueGreen: Rollout = {
  preview: () => Promise.reject(new Error('blue-green is being built')),
  deploy: () => Promise.reject(new Error('blue-green is being built')),
};
