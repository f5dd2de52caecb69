import { expect, test } from '@jest/globals';
import { compileModulesEagerly } from '../../build/eager-modules.ts';

test('each module of the table stands in parentheses, and nothing else changes', () => {
  const bundle = `import{createRequire as t}from"module";var e={1:(t,e,n)=>{e.a="}"},"./b":function(t){t.exports=/[{]/}};var r={};run(e,r);`;
  expect(compileModulesEagerly(bundle)).toBe(
    `import{createRequire as t}from"module";var e={1:((t,e,n)=>{e.a="}"}),"./b":(function(t){t.exports=/[{]/})};var r={};run(e,r);`,
  );
});

test.each([
  ['none', 'var a={b:1};', '0 tables'],
  ['two', 'var a={1:()=>{}},b={2:()=>{}};', '2 tables'],
])('%s is refused: the bundler writes something else than is known', (_, bundle, problem) => {
  expect(() => compileModulesEagerly(bundle)).toThrow(problem);
});
