// SPDX-License-Identifier: MIT
'use strict';
const { getLoadablePath, load } = require('./loadable.cjs')(require.resolve);

exports.getLoadablePath = getLoadablePath;
exports.load = load;
