// SPDX-License-Identifier: MIT
'use strict';
// What both kinds of module share. `resolve` is the require.resolve of the module that asks, so that a
// bundler which moves it finds the package from where it then is.
module.exports = (resolve) => {
  const getLoadablePath = () => {
    const name = `glue-connections-${process.platform}-${process.arch}`;
    let path;
    try {
      path = resolve(`${name}/glue_connections.so`);
    } catch (cause) {
      throw new Error(
        `glue-connections: the package ${name}, which holds the library, is not installed. It comes as an ` +
          'optional dependency for Linux with glibc on x64 and arm64: install without --omit=optional and ' +
          'without a lockfile of another platform. Elsewhere build the library from its sources, and load ' +
          'it by its path.',
        { cause },
      );
    }
    // Electron: a library is not loaded out of an archive, but from where it was unpacked beside it.
    return path.replace(/([\\/][^\\/]*\.asar)([\\/])/, '$1.unpacked$2');
  };
  const load = (db) => {
    db.loadExtension(getLoadablePath());
  };
  return { getLoadablePath, load };
};
