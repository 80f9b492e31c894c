// SPDX-License-Identifier: MIT
export { getLoadablePath, load } from './index.cjs';
