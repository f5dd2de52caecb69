import { expect, test } from '@jest/globals';
import { readAnswer } from '../../src/metrics/prometheus.ts';

function vector(...values: readonly string[]): string {
  const result = values.map((value) => ({ metric: {}, value: [1763720000.123, value] }));
  return JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
}

const badQuery =
  '{"status":"error","errorType":"bad_data","error":"invalid parameter \\"query\\": 1:5: parse error"}';

test.each([
  ['one sample', 200, vector('0.25'), { state: 'measured', value: 0.25 }],
  [
    'a scalar',
    200,
    '{"status":"success","data":{"resultType":"scalar","result":[1763720000.1,"3"]}}',
    { state: 'measured', value: 3 },
  ],
  ['nothing', 200, vector(), { state: 'no data' }],
  ['0/0', 200, vector('NaN'), { state: 'no data' }],
  ['1/0', 200, vector('+Inf'), { state: 'no data' }],
  ['several series', 200, vector('1', '2'), { state: 'refused' }],
  [
    'a range',
    200,
    '{"status":"success","data":{"resultType":"matrix","result":[]}}',
    { state: 'refused' },
  ],
  ['a query that does not parse', 400, badQuery, { state: 'refused' }],
  ['a wrong token', 401, 'Unauthorized', { state: 'unreachable' }],
  ['a proxy without a server behind', 503, '<html>', { state: 'unreachable' }],
  ['a page of something else', 200, '<html>', { state: 'unreachable' }],
])('%s', (_, status, body, measurement) => {
  expect(readAnswer(status, body)).toMatchObject(measurement);
});
