// SPDX-License-Identifier: MIT
// What AWS's newest SDK knows of connections, and this version does not: `make test-currency` installs
// @aws-sdk/client-glue into build/currency and runs this. Ends with 1 where there is something new, or
// something of ours is gone. Not part of `make test`: it needs the network, and its result changes by itself.
//
// The SDK exports an array Name$ for each structure, whose element 4 lists the members, and an object for
// each enumeration. Ours are tests/data/shapes.json, which the tests hold the code against, and, for what
// GetConnection answers, the list of columns.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(new URL('../build/currency/', import.meta.url));
const sdk = require('@aws-sdk/client-glue');
const { version } = JSON.parse(
  readFileSync(new URL('../build/currency/node_modules/@aws-sdk/client-glue/package.json', import.meta.url)));
const shapes = JSON.parse(readFileSync(new URL('data/shapes.json', import.meta.url)));
const columns = readFileSync(new URL('../ext/model/columns.h', import.meta.url), 'utf8');

const known = new Map(); // what it is called in the SDK -> names
for (const [name, shape] of Object.entries(shapes)) {
  if (shape.type === 'structure') known.set(`${name}$`, Object.keys(shape.members));
  else if (shape.enum) known.set(name, shape.enum);
}
known.set('Connection$', [...columns.matchAll(/^ *X\(\w+, "\w+", \w+, (.*?), "(\w+)", &/gm)]
  .filter((column) => /CONNECTION/.test(column[1])).map((column) => column[2]));
// Ours alone, in the input: the sealed credentials of a request; the region beside its catalog.
const ours = new Set(['EncryptedCredentials', 'Region']);

let compared = 0, different = 0;
for (const [name, names] of known) {
  const theirs = name.endsWith('$') ? sdk[name]?.[4] : sdk[name] && Object.values(sdk[name]);
  const label = name.replace('$', '');
  if (!theirs) {
    console.log(`gone: ${label}`);
    different++;
    continue;
  }
  compared++;
  for (const value of theirs.filter((value) => !names.includes(value))) {
    console.log(`new: ${label}.${value}`);
    different++;
  }
  for (const value of names.filter((value) => !theirs.includes(value) && !ours.has(value))) {
    console.log(`gone: ${label}.${value}`);
    different++;
  }
}
console.log(`@aws-sdk/client-glue ${version}: ${compared} structures and enumerations compared, ${different} differences`);
process.exit(compared >= 15 && !different ? 0 : 1);
