import { isJsonObject } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { FieldOwner } from './field-owner.ts';
import type { Split } from './split.ts';

/**
 * How far a shift is; written before the act it names.
 * - `shifting`: a step's weight is being set, proved and watched.
 * - `at-weight`: a step was passed and the job ended there on purpose.
 * - `held`: a step was not passed and traffic was left where it was.
 * - `interrupted`: the job was cancelled and traffic was put back to the stable side.
 * - `rolling-back`: traffic goes back, then the canary is removed.
 * - `promoting`: the stable workload gets the canary's revision.
 * - `returning`: traffic goes back in steps to the stable side, which runs that revision.
 * - `removing`: all traffic is on the promoted stable side; the canary is removed.
 * - `promotion-failed`: the stable side did not become good; traffic was left on the canary.
 */
export const phases = [
  'shifting',
  'at-weight',
  'held',
  'interrupted',
  'rolling-back',
  'promoting',
  'returning',
  'removing',
  'promotion-failed',
] as const;
/** One of `phases`. */
export type Phase = (typeof phases)[number];

/** Whether a phase is one in which the stable side has been touched. */
export function isPromoting(phase: Phase): boolean {
  return ['promoting', 'returning', 'removing', 'promotion-failed'].includes(phase);
}

/** Why traffic is taken back: judged bad, asked for by mode abort, or a later revision came. */
export const takeBackCauses = ['rolled-back', 'aborted', 'superseded'] as const;
/** One of `takeBackCauses`. */
export type TakeBackCause = (typeof takeBackCauses)[number];

/** Container images by container name. */
export type Images = Readonly<Record<string, string>>;

/** Everything that a later run must know of a shift; kept as JSON in an annotation of the route. */
export interface ShiftRecord {
  readonly version: 1;
  readonly phase: Phase;
  /** Names the pod template of the canary that is being shifted. */
  readonly revision: string;
  /** The weight in percent that the phase is about. */
  readonly weight: number;
  /** Number of the step in the list it came from, from 1; 0 before the first. */
  readonly step: number;
  /** For `rolling-back`. */
  readonly cause?: TakeBackCause;
  readonly reason: string;
  /** When the phase should be over; for people, ISO 8601. */
  readonly deadline: string;
  readonly original: {
    /** Weights before the shift; no canary where its backend was added for it. */
    readonly split: Split;
    /** The field managers that owned the weights; they get them back. */
    readonly owners: readonly FieldOwner[];
    readonly stableReplicas: number;
    readonly canaryReplicas: number;
    readonly stableImages: Images;
  };
  readonly canaryImages: Images;
  readonly workloads: { readonly stable: string; readonly canary: string };
  readonly services: { readonly stable: string; readonly canary: string };
  /** The release of deploy's history that the canary belongs to. */
  readonly release?: { readonly name: string; readonly revision: number };
  readonly run: { readonly id: string; readonly attempt: number; readonly url: string };
  readonly startedAt: string;
}

/** The text of the annotation. */
export function writeRecord(record: ShiftRecord): string {
  const { original, ...others } = record;
  const { stable, canary } = original.split;
  // JSON has no undefined: a backend that was not there is null.
  return JSON.stringify({
    ...others,
    original: { ...original, split: { stable, canary: canary ?? null } },
  });
}

/** The record in an annotation's text; undefined where this version did not write it. */
export function readRecord(text: string): ShiftRecord | undefined {
  const value = parse(text);
  if (!isJsonObject(value) || value.version !== 1) return undefined;
  const { original } = value;
  if (!phases.some((phase) => phase === value.phase) || !isJsonObject(original)) return undefined;
  const { split } = original;
  if (!isJsonObject(split) || typeof split.stable !== 'number') return undefined;
  const canary = typeof split.canary === 'number' ? split.canary : undefined;
  const restored = { ...value, original: { ...original, split: { stable: split.stable, canary } } };
  return restored as unknown as ShiftRecord;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
