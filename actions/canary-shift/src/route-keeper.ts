import { describeSplit, sameSplit } from '@kube-delivery/shared/traffic/split';
import type { Split } from '@kube-delivery/shared/traffic/split';
import { RouteChangedError } from '@kube-delivery/shared/traffic/traffic-router';
import type { RouteView, TrafficRouter } from '@kube-delivery/shared/traffic/traffic-router';
import { readRecord, writeRecord } from '@kube-delivery/shared/traffic/shift-record';
import type { ShiftRecord } from '@kube-delivery/shared/traffic/shift-record';

/**
 * The route and the record on it as this run knows them. Weights and record change in one write, so
 * that no moment exists in which the one does not tell of the other.
 */
export class RouteKeeper {
  readonly router: TrafficRouter;
  /** This run; every record that it writes says so. */
  readonly run: ShiftRecord['run'];
  #view: RouteView;
  #record: ShiftRecord | undefined;

  constructor(router: TrafficRouter, view: RouteView, run: ShiftRecord['run']) {
    this.router = router;
    this.run = run;
    this.#view = view;
    this.#record = view.record === undefined ? undefined : readRecord(view.record);
  }

  get split(): Split {
    return this.#view.split;
  }

  get record(): ShiftRecord | undefined {
    return this.#record;
  }

  get view(): RouteView {
    return this.#view;
  }

  /**
   * Writes the record, and the weights where they are to change too. The end of the record also gives
   * the weights back to their owners.
   */
  async write(
    wantedRecord: ShiftRecord | undefined,
    signal: AbortSignal,
    to: Split = this.#view.split,
  ): Promise<void> {
    const record = wantedRecord && { ...wantedRecord, run: this.run };
    const text = record && writeRecord(record);
    const owners = this.#record?.original.owners;
    const wanted = {
      from: this.#view.split,
      to,
      record: { from: this.#view.record, to: text },
      ...(record === undefined && owners !== undefined ? { returnTo: owners } : {}),
    };
    try {
      this.#view = await this.router.change(wanted, signal);
    } catch (thrown) {
      if (thrown instanceof RouteChangedError) this.#view = thrown.view;
      throw thrown;
    }
    this.#record = record;
  }

  /** Reads the route anew; throws a RouteChangedError where another one wrote weights or record. */
  async refresh(signal: AbortSignal): Promise<RouteView> {
    const { split, record } = this.#view;
    this.#view = await this.router.read(signal);
    const view = this.#view;
    if (!sameSplit(view.split, split)) {
      const message = `they are ${describeSplit(view.split)} and were set to ${describeSplit(split)}`;
      throw new RouteChangedError(message, 'weights', view);
    }
    if (view.record !== record) {
      const message = 'the record of the shift was written by another run';
      throw new RouteChangedError(message, 'record', view);
    }
    return view;
  }
}
