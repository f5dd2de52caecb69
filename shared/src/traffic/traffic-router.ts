import type { ObjectReference } from '../cluster/kube-object.ts';
import type { FieldOwner } from './field-owner.ts';
import type { Split } from './split.ts';

/** What a router's object said when it was read. */
export interface RouteView {
  readonly split: Split;
  /** The text of the record annotation, or undefined where there is none. */
  readonly record: string | undefined;
  readonly acceptance: Acceptance;
  /** The field manager that wrote the weights last, other than this suite; undefined if none did. */
  readonly otherEditor: string | undefined;
  /** The field managers that own the weights. */
  readonly owners: readonly FieldOwner[];
}

/** Whether the route's controller has taken on the object as it is now. */
export type Acceptance =
  | { readonly state: 'accepted' }
  | { readonly state: 'pending'; readonly message: string }
  | { readonly state: 'refused'; readonly message: string };

/** One write: refused unless the object still holds `from`. */
export interface RouteChange {
  readonly from: Split;
  /** The canary's backend is added, removed, or only its weight changed, as the two splits differ. */
  readonly to: Split;
  /** The record annotation; undefined as `to` removes it. */
  readonly record: { readonly from: string | undefined; readonly to: string | undefined };
  /** Given with the last write: who owned the weights before the first one, and is to own them again. */
  readonly returnTo?: readonly FieldOwner[];
}

/** The backends that a router shares requests between. */
export interface RouteBackends {
  /** Names of the two Services, in the route's namespace. */
  readonly stable: string;
  readonly canary: string;
  /** The Service port that both are reached at. */
  readonly port: number;
}

/**
 * The object that decides on the two sides' shares, of whatever kind. It is edited, never owned: a
 * change touches the two weights and the record annotation and leaves all else byte for byte.
 */
export interface TrafficRouter {
  readonly route: ObjectReference;
  readonly backends: RouteBackends;
  read(signal: AbortSignal): Promise<RouteView>;
  /** Writes in one request. Throws a RouteChangedError when somebody else was faster. */
  change(change: RouteChange, signal: AbortSignal): Promise<RouteView>;
}

/** Somebody else changed the weights or the record since they were read. */
export class RouteChangedError extends Error {
  override readonly name = 'RouteChangedError';
  readonly what: 'weights' | 'record';
  /** The route as it is. */
  readonly view: RouteView;

  constructor(message: string, what: RouteChangedError['what'], view: RouteView) {
    super(message);
    this.what = what;
    this.view = view;
  }
}
