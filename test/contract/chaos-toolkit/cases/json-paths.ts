import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { Case } from '../case.ts';
import { experiment, shell } from '../documents.ts';

const document = {
  store: {
    book: [
      { title: 'A', price: 8.95, tags: ['x', 'y'], stock: 0 },
      { title: 'B', price: 12.99, isbn: '0-553', tags: [] },
      { title: 'C', price: 8.99, isbn: '0-395', stock: null },
      { title: 'D', price: 22.99, isbn: '', sold: true },
    ],
    'a-b': { c: 'dashed' },
    bicycle: { color: 'red', price: 19.95 },
  },
  limit: 10,
  word: 'hello',
  yes: true,
};

/** Paths, and what jsonpath2 finds in the document. */
const paths: readonly (readonly [path: string, found: readonly unknown[]])[] = [
  ['$.limit', [10]],
  ['$["limit"]', [10]],
  ['$.store["a-b"].c', ['dashed']],
  ['$["limit","word"]', [10, 'hello']],
  ['$.store.book[0].title', ['A']],
  ['$.store.book[-1].title', ['D']],
  ['$.store.book[9].title', []],
  ['$.store.book[1,3].title', ['B', 'D']],
  ['$.store.book[1:3].title', ['B', 'C']],
  ['$.store.book[:2].title', ['A', 'B']],
  ['$.store.book[-2:].title', ['C', 'D']],
  ['$.store.book[::2].title', ['A', 'C']],
  ['$.store.book[::-1].title', []],
  ['$.store.book[*].price', [8.95, 12.99, 8.99, 22.99]],
  ['$.store.book.*.title', ['A', 'B', 'C', 'D']],
  ['$.store.bicycle.*', ['red', 19.95]],
  ['$..color', ['red']],
  ['$.store..price', [8.95, 12.99, 8.99, 22.99, 19.95]],
  ['$..book[0].title', ['A']],
  ['$.store.book[*][?(@.isbn)].title', ['B', 'C', 'D']],
  ['$.store.book.*[?(@.price < 10)].title', ['A', 'C']],
  ['$.store.book.*[?(@.price <= 8.95)].title', ['A']],
  ['$.store.book.*[?(@.price > 20)].title', ['D']],
  ['$.store.book.*[?(@.price >= 22.99)].title', ['D']],
  ['$.store.book.*[?(@.title = "B")].price', [12.99]],
  ['$.store.book.*[?(@.title != "B")].title', ['A', 'C', 'D']],
  ['$.store.book.*[?(@.stock = 0)].title', ['A']],
  ['$.store.book.*[?(@.stock = null)].title', ['C']],
  ['$.store.book.*[?(@.sold = true)].title', ['D']],
  ['$.store.book.*[?(@.price < 10 and @.isbn)].title', ['C']],
  ['$.store.book.*[?(@.price > 20 or @.stock = 0)].title', ['A', 'D']],
  ['$.store.book.*[?(not @.isbn)].title', ['A']],
  ['$.store.book.*[?((@.price > 20 or @.stock = 0) and @.isbn)].title', ['D']],
  ['$.store.book.*[?(@.price < $.limit)].title', ['A', 'C']],
  ['$.store.book[?(@.isbn)].title', []],
  ['$.store.bicycle[?(@.color)].price', [19.95]],
  ['$[?(@.limit = 10)].word', ['hello']],
  ['$.store.book[length()]', [4]],
  ['$.word', ['hello']],
  ['$.nope.deeper', []],
  ['$.word[0]', []],
  ['$.word.length', []],
  ['$.yes[?(@)]', [true]],
  ['  $.limit  ', [10]],
];

/** Paths of JSON as jsonpath2 reads them. */
export const jsonPathCases: readonly Case[] = [
  {
    name: 'paths: those that find what is expected',
    ends: 'completed',
    experiment: experiment({
      probes: paths.map(([path, found]) => probe(path, { expect: found as [] })),
      method: [],
    }),
    hypothesisStrategy: 'before-method-only',
    files: { 'document.json': JSON.stringify(document) },
  },
];

function probe(path: string, more: JsonObject): JsonObject {
  return shell(path, 'cat document.json', {
    tolerance: { type: 'jsonpath', path, target: 'stdout', ...more },
  });
}
