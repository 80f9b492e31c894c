// SPDX-License-Identifier: MIT
/** The path of the library for this machine. Throws where its package is not installed. */
export declare function getLoadablePath(): string;
/**
 * Loads the extension into a database connection of node:sqlite (`new DatabaseSync(path, {
 * allowExtension: true })`), better-sqlite3 or bun:sqlite.
 */
export declare function load(db: { loadExtension(path: string): unknown }): void;
