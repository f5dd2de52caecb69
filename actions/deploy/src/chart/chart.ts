import type { Ending } from '../ending.ts';
import type { ChartInputs } from '../source-inputs.ts';
import type { Session } from '../session.ts';

export function previewChart(_session: Session, _chart: ChartInputs): Promise<Ending> {
  return Promise.reject(new Error('charts are being built'));
}

export function deployChart(_session: Session, _chart: ChartInputs): Promise<Ending> {
  return Promise.reject(new Error('charts are being built'));
}
