// SPDX-License-Identifier: MIT
import { createRequire } from 'node:module';
import loadable from './loadable.cjs';

export const { getLoadablePath, load } = loadable(createRequire(import.meta.url).resolve);
