import type { TextPosition } from '@kube-delivery/shared/manifests/yaml-places';
import type { Rule } from '../rules.ts';
import { notLoadable } from './rules.ts';

/** What of a fault differs from the usual one: a chart that cannot be loaded, at a file's start. */
export interface LoadFaultDetails {
  readonly rule?: Rule;
  readonly at?: TextPosition;
  readonly hint?: string;
}

/** Why Helm could not load a chart. Thrown while a chart is read, and caught where it is loaded. */
export class LoadFault extends Error {
  override readonly name = 'LoadFault';
  /** Relative to the workspace. */
  readonly file: string;
  readonly rule: Rule;
  readonly at: TextPosition;
  readonly hint: string;

  constructor(file: string, message: string, details: LoadFaultDetails = {}) {
    super(message);
    this.file = file;
    this.rule = details.rule ?? notLoadable;
    this.at = details.at ?? { line: 1, column: 1 };
    this.hint =
      details.hint ?? 'Put the file right; helm show chart tells whether Helm can load it';
  }
}
